/** Inputs that are too big, too deep or too odd to be kept as files: made while the tests run. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { text } from 'node:stream/consumers';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCli, type CliResult } from '../support/run-cli.ts';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'counterfoil-hostile-'));
  writeContract({ type: 'object' });
});
afterEach(() => {
  rmSync(cwd, { recursive: true, force: true });
});

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(cwd, path)), { recursive: true });
  writeFileSync(join(cwd, path), content);
}

/** A contract with the event "paid", whose payload has `data`. */
function writeContract(data: object, example: object = { type: 'paid' }): void {
  const payload = { type: 'object', required: ['type'], properties: { type: { const: 'paid' }, data } };
  const document = {
    asyncapi: '3.1.0',
    info: { title: 'Cafe', version: '1.0.0', 'x-vendor': 'cafe' },
    channels: { webhook: { messages: { paid: { payload, examples: [{ name: 'one', payload: example }] } } } },
  };
  write('asyncapi/cafe/1.0.0/asyncapi.yaml', JSON.stringify(document));
}

const check = async (...args: string[]): Promise<CliResult> => runCli(['check', ...args], { cwd });

/** A JSON text in which `inner` is wrapped in so many objects. */
function nested(depth: number, inner = '1'): string {
  return `${'{"a":'.repeat(depth)}${inner}${'}'.repeat(depth)}`;
}

test('the strict profile reports a capture that is nested 10,000 deep', async () => {
  write('deep.json', `{"type":"paid","more":${nested(10_000)}}`);
  const { exit, stdout, stderr } = await check('--captures', 'deep.json', '--profile', 'strict');
  expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
  expect(stdout).toContain('/more is not documented.');
});

test('what is wrong with a value is said without the whole value or the whole pattern', async () => {
  const pattern = Array.from({ length: 20_000 }, (_, index) => `word${index}`).join('|');
  writeContract({ type: 'string', pattern }, { type: 'paid', data: 'x'.repeat(100_000) });
  const { exit, stdout } = await check();
  expect(exit).toBe(1);
  expect(stdout).toMatch(/must match the pattern\s+word0\|word1/);
  expect(stdout.length).toBeLessThan(4000);
});

test('a name of 100,000 characters leaves the report readable', async () => {
  const example = { type: 'paid', data: { ['n'.repeat(100_000)]: 1 } };
  writeContract({ type: 'object', additionalProperties: false }, example);
  for (const format of ['pretty', 'github', 'markdown']) {
    const { exit, stdout } = await check('--format', format);
    expect(exit).toBe(1);
    expect(stdout).toContain('more characters');
    expect(stdout.length).toBeLessThan(10_000);
  }
});

test('of thousands of captures that cannot be read the first are listed and the rest counted', async () => {
  write('bad.ndjson', 'x\n'.repeat(5000));
  const { exit, stdout } = await check('--captures', 'bad.ndjson', '--format', 'json');
  const { findings } = JSON.parse(stdout) as { findings: { rule: string; occurrences?: number }[] };
  const unread = findings.filter(({ rule }) => rule === 'input/capture-syntax');
  expect({
    exit,
    listed: unread.length,
    rest: unread.find(({ occurrences }) => occurrences !== undefined),
  }).toMatchObject({ exit: 3, listed: 1001, rest: { occurrences: 4000 } });
});

test('identify reads no further than its limit', async () => {
  const { exit, stdout } = await runCli(['identify', '/dev/zero'], { cwd });
  expect(exit).toBe(3);
  expect(stdout).toMatch(/The input is longer than \d+ bytes/);
});

test('identify takes a curl command with 200,000 headers', async () => {
  const stdin = `curl https://example.com ${'-H a:b '.repeat(200_000)} -d '{"type":"paid"}'`;
  const { exit, stdout } = await runCli(['identify', '--contract', 'asyncapi'], { cwd, stdin });
  expect({ exit, first: stdout.split('\n')[0] }).toEqual({
    exit: 0,
    first: 'This is paid of cafe@1.0.0, which accepts it.',
  });
});

test('a vendor may be named like a property of every object', async () => {
  const options = { cwd, env: { SECRET: 's' } };
  expect(await runCli(['check', '--secret', '__proto__=SECRET'], options)).toMatchObject({
    exit: 2,
    stderr: expect.stringContaining('There is a secret of __proto__, but no contract of it was checked.'),
  });
});

test('a configuration that is nested 10,000 deep, or no regular file, is wrong usage', async () => {
  write('counterfoil.yaml', `contracts: ${'['.repeat(10_000)}${']'.repeat(10_000)}`);
  expect(await check()).toMatchObject({ exit: 2, stderr: expect.stringContaining('is nested too deeply.') });
  for (const file of ['/dev/zero', 'pipe']) {
    if (file === 'pipe') execFileSync('mkfifo', ['pipe'], { cwd });
    const result = await check('--config', file);
    expect(result).toMatchObject({ exit: 2, stderr: expect.stringContaining('is not a regular file.') });
  }
});

test('no name in an error reaches the terminal, or a build log, as a command', async () => {
  const name = 'a\u001B[31m\n::error::b';
  write('counterfoil.yaml', JSON.stringify({ contracts: [name], [name]: 1 }));
  const results = [
    await check(),
    await check('--no-config', name),
    await check('--no-config', '--format', name),
    await check('--no-config', '--captures', name),
    await runCli(['identify', name], { cwd }),
    await runCli(['explain', name], { cwd }),
  ];
  for (const { exit, stderr } of results) {
    expect(exit).not.toBe(0);
    expect(stderr).toContain('a\\u001b[31m\\n::error::b');
    expect(stderr).not.toMatch(/[\u0000-\u0009\u000B-\u001F]|^::/m);
  }
});

/** Runs a shell line in which `counterfoil` is the command line in a process of its own, with its own streams and folder. */
function shell(line: string): { status: number | null; stderr: string } {
  const main = join(import.meta.dirname, '../../src/cli/main.ts');
  write('start.mjs', `const { main } = await import(${JSON.stringify(main)}); await main();`);
  const command = `counterfoil() { "$NODE" "$START" "$@"; }\n${line}`;
  const env = { ...process.env, NODE: process.execPath, START: join(cwd, 'start.mjs') };
  const { status, stderr } = spawnSync('sh', ['-c', command], { cwd, env, encoding: 'utf8' });
  return { status, stderr };
}

test('a report goes into a device or a pipe, and through a link, and takes the place of none', async () => {
  execFileSync('mkfifo', ['pipe'], { cwd });
  const piped = text(spawn('cat', ['pipe'], { cwd, stdio: ['ignore', 'pipe', 'inherit'] }).stdout);
  expect(await check('--output', 'pipe')).toMatchObject({ exit: 0 });
  expect(await piped).toMatch(/^PASS/);
  expect(statSync(join(cwd, 'pipe')).isFIFO()).toBe(true);

  write('secret.txt', 'former');
  chmodSync(join(cwd, 'secret.txt'), 0o600);
  symlinkSync('secret.txt', join(cwd, 'link'));
  expect(await check('--output', 'link')).toMatchObject({ exit: 0 });
  expect(readFileSync(join(cwd, 'secret.txt'), 'utf8')).toMatch(/^PASS/);
  expect(statSync(join(cwd, 'secret.txt')).mode & 0o777).toBe(0o600);
});

test.each([
  ['asyncapi', 'it is a folder'],
  ['asyncapi/cafe/1.0.0/asyncapi.yaml/report.txt', 'a part of the path is a file'],
  ['', 'it is a folder'],
])('a report that cannot be written to "%s" is wrong usage', async (output, reason) => {
  expect(await check('--output', output)).toMatchObject({ exit: 2, stderr: expect.stringContaining(reason) });
});

test('a full disk behind the standard output is said, and does not pass', () => {
  const stderr = 'error: The output cannot be written: the disk is full.\n';
  expect(shell('counterfoil check > /dev/full')).toEqual({ status: 2, stderr });
});

test('a reader that has seen enough, or that never was there, changes no exit code', () => {
  expect(shell('(counterfoil check --format json; echo $? >&2) | head -1')).toEqual({ status: 0, stderr: '0\n' });
  expect(shell('counterfoil check nothing 2>&-')).toEqual({ status: 3, stderr: '' });
  expect(shell('counterfoil check >&-')).toEqual({ status: 0, stderr: '' });
});

test('a working folder that is gone is said', () => {
  const { status, stderr } = shell('mkdir gone && cd gone && rmdir ../gone && counterfoil check');
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: 'error: The working folder is gone.\nWhat to do: Change to a folder that exists.\n',
  });
});

test('what is wrong in a huge payload is said in seconds', async () => {
  const members = Array.from({ length: 200_000 }, (_, index) => `"name${index}":{"more":[1,2,{"still":1}]}`);
  writeContract({ type: 'object', additionalProperties: { type: 'string' } });
  write('wide.json', `{"type":"paid",${members.join(',')},"data":{${members.join(',')}}}`);
  const checked = await check('--captures', 'wide.json', '--profile', 'strict');
  expect(checked.stdout).not.toContain('schema/too-costly');
  expect(checked).toMatchObject({ exit: 1, stdout: expect.stringContaining('/data/name0 must be a string') });
  const identified = await runCli(['identify', 'wide.json', '--contract', 'asyncapi'], { cwd });
  expect(identified).toMatchObject({ exit: 1, stdout: expect.stringMatching(/^This is paid of cafe@1.0.0/) });
});
