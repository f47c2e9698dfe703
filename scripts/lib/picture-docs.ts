import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printed } from './cli.ts';
import type { GeneratedDocs } from './generated-docs.ts';
import { terminalPicture } from './terminal-picture.ts';

const root = join(import.meta.dirname, '../..');
const columns = 88;

/** Pictures of what the commands print: made by running them. */
export async function pictureDocs(): Promise<GeneratedDocs> {
  const check = await printed(['check'], { columns, colour: true });
  const broken = await printedWithBrokenExample();
  const body = '{"type":"ticket_called","data":{"id":"7024061","line":12345}}';
  const identified = await printed(['identify', '-'], { stdin: body, columns, colour: true });
  return new Map([
    ['docs/images/check.svg', terminalPicture('npx counterfoil check', check)],
    ['docs/images/check-broken.svg', terminalPicture('npx counterfoil check', broken)],
    ['docs/images/identify.svg', terminalPicture('npx counterfoil identify body.json', identified)],
  ]);
}

/** A check of a copy of the contracts in which one documented value has another type. */
async function printedWithBrokenExample(): Promise<string> {
  const cwd = mkdtempSync(join(tmpdir(), 'counterfoil-picture-'));
  try {
    for (const part of ['asyncapi', 'schemas', 'captures', 'counterfoil.yaml'])
      cpSync(join(root, part), join(cwd, part), { recursive: true });
    const file = join(cwd, 'asyncapi/qminder/1.0.0/messages/ticket_created.yaml');
    const text = readFileSync(file, 'utf8');
    const changed = text.replace('line: 12345', 'line: "12345"');
    if (changed === text) throw new Error('The example to break is not as it was.');
    writeFileSync(file, changed);
    return await printed(['check'], { columns, colour: true, cwd });
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}
