import { execFileSync } from 'node:child_process';
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
    ['docs/images/ci-red.svg', terminalPicture('npx counterfoil ci --against main', await printedOfBreak())],
    ['docs/images/identify.svg', terminalPicture('npx counterfoil identify body.json', identified)],
  ]);
}

/** What a pull request is told in which a name may be null from now on. */
async function printedOfBreak(): Promise<string> {
  return inCopy(['asyncapi/qminder', 'schemas/qminder'], async (cwd) => {
    const git = (...args: string[]): void => void execFileSync('git', args, { cwd, stdio: 'ignore' });
    git('init', '--initial-branch', 'main');
    git('add', '--all');
    git('-c', 'user.name=Docs', '-c', 'user.email=docs@example.com', 'commit', '--message', 'As it was');
    change(
      join(cwd, 'schemas/qminder/1.0.0/ticket.schema.json'),
      /("firstName": \{[^}]*"type": )"string"/,
      '$1["string", "null"]',
    );
    const output = await printed(['ci', '--against', 'main'], { columns, colour: true, cwd });
    // Each commit has a name of its own.
    return output.replace(/\([0-9a-f]{7}\)/, '(1f0c9d2)');
  });
}

/** A check of a copy of the contracts in which one documented value has another type. */
async function printedWithBrokenExample(): Promise<string> {
  return inCopy(['asyncapi', 'schemas', 'captures', 'counterfoil.yaml'], async (cwd) => {
    change(join(cwd, 'asyncapi/qminder/1.0.0/messages/ticket_created.yaml'), 'line: 12345', 'line: "12345"');
    return printed(['check'], { columns, colour: true, cwd });
  });
}

/** Runs something in a new folder with copies of parts of this repository. */
async function inCopy(parts: readonly string[], use: (cwd: string) => Promise<string>): Promise<string> {
  const cwd = mkdtempSync(join(tmpdir(), 'counterfoil-picture-'));
  try {
    for (const part of parts) cpSync(join(root, part), join(cwd, part), { recursive: true });
    return await use(cwd);
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

/** @throws Error when there is nothing of that kind in the file */
function change(file: string, was: string | RegExp, is: string): void {
  const text = readFileSync(file, 'utf8');
  const changed = text.replace(was, is);
  if (changed === text) throw new Error(`${file} is not as it was: there is no ${String(was)}.`);
  writeFileSync(file, changed);
}
