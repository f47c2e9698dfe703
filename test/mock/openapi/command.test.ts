import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { exportOpenApi } from '../../../src/api/export-openapi.ts';
import { exportOpenapiCommand } from '../../../src/cli/commands/export-openapi.ts';

const folder = mkdtempSync(join(tmpdir(), 'counterfoil-openapi-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: string[]): Promise<{ stdout: string; stderr: string }> {
  let stdout = '';
  let stderr = '';
  const io = {
    stdin: Readable.from([]),
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: (text: string) => (stderr += text) },
    env: {},
    cwd: folder,
    today: '2026-01-15',
  };
  await exportOpenapiCommand(io, () => undefined).parseAsync(args, { from: 'user' });
  return { stdout, stderr };
}

test('writes YAML to the standard output', async () => {
  const { stdout, stderr } = await run('qminder');
  expect(stderr).toBe('');
  const { document } = await exportOpenApi(['qminder']);
  expect(parse(stdout)).toEqual(JSON.parse(JSON.stringify(document)));
});

test('writes the format that the name of a file says, or --format', async () => {
  const { stdout, stderr } = await run('qminder', 'waitwhile', '--no-errors', '--out', 'out/all.json');
  expect({ stdout, stderr }).toEqual({
    stdout: '',
    stderr: 'qminder@1.0.0, waitwhile@1.0.0: 17 paths; document in out/all.json\n',
  });
  const { document } = await exportOpenApi(['qminder', 'waitwhile'], { errors: false });
  expect(JSON.parse(readFileSync(join(folder, 'out/all.json'), 'utf8'))).toEqual(document);
  await run('qminder', '--format', 'yaml', '--out', 'out/named.txt');
  expect(readFileSync(join(folder, 'out/named.txt'), 'utf8')).toMatch(/^openapi: 3\.1\.0\n/);
});

test('a contract with errors is not written', async () => {
  const document = {
    asyncapi: '3.0.0',
    info: { title: 'Cafe', version: '1.0.0', 'x-vendor': 'cafe' },
    channels: { webhook: { messages: { made: { payload: { properties: { id: { pattern: '(' } } } } } } },
    operations: { deliver: { action: 'send', channel: { $ref: '#/channels/webhook' } } },
  };
  writeFileSync(join(folder, 'asyncapi.json'), JSON.stringify(document));
  await expect(exportOpenApi(['asyncapi.json'], { cwd: folder })).rejects.toMatchObject({
    name: 'RunError',
    message: 'asyncapi.json cannot be written as OpenAPI: it has errors.',
    help: 'counterfoil check asyncapi.json says more.',
    findings: [{ place: { file: 'asyncapi.json' } }],
  });
  await expect(run('nobody')).rejects.toThrow('"nobody" is neither a file, nor a folder, nor a shipped contract.');
});
