import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCli } from '../support/run-cli.ts';

const root = join(import.meta.dirname, '../..');
let cwd = '';

beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'counterfoil-plugins-'));
  cpSync(join(root, 'docs/examples/plugin'), cwd, { recursive: true });
  writeFileSync(join(cwd, 'counterfoil.yaml'), 'contracts: [asyncapi]\nplugins: [./house-rules.mjs]\n');
  for (const folder of ['asyncapi', 'schemas'])
    cpSync(join(root, folder, 'qminder'), join(cwd, folder, 'qminder'), { recursive: true });
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

describe('a local module', () => {
  test('adds a reporter', async () => {
    expect(await runCli(['check', '--format', 'one-line'], { cwd })).toEqual({
      exit: 0,
      stdout: 'pass 0 0\n',
      stderr: '',
    });
  });

  test('adds a rule, which the configuration can set like any other', async () => {
    replace('asyncapi/qminder/1.0.0/asyncapi.yaml', 'title: Qminder webhooks', 'title: Webhooks');
    const { stdout, exit } = await runCli(['check', '--fail-on', 'warning'], { cwd });
    expect(exit).toBe(1);
    expect(stdout).toContain('asyncapi/qminder/1.0.0/asyncapi.yaml:4:3');
    expect(stdout).toContain('The title "Webhooks" does not name qminder.');
    writeFileSync(
      join(cwd, 'counterfoil.yaml'),
      'contracts: [asyncapi]\nplugins: [./house-rules.mjs]\nseverities: {house/title-has-vendor: "off"}\n',
    );
    expect((await runCli(['check', '--fail-on', 'warning'], { cwd })).exit).toBe(0);
    expect((await runCli(['explain', 'house/title-has-vendor'], { cwd })).stdout).toContain(
      'Our catalog lists contracts by title.',
    );
  });

  test('adds a capture format', async () => {
    const body = '{"type":"line_changed","data":{"id":1,"name":"Line"}}';
    writeFileSync(join(cwd, 'some.bodies'), `${body}\n\n${body.replace('line_changed', 'nothing')}\n`);
    const { stdout, exit } = await runCli(['check', '--captures', 'some.bodies', '--format', 'json'], { cwd });
    expect(exit).toBe(1);
    const result = JSON.parse(stdout) as { captureFiles: unknown[]; findings: { rule: string; capture: string }[] };
    expect(result.findings.map(({ rule, capture }) => [rule, capture])).toEqual([['capture/no-contract', '2']]);
  });

  test.each([
    ['that throws', 'throw new Error("no");', 'cannot be loaded: no'],
    ['without a default export', 'export const a = 1;', 'has no default export'],
    [
      'with a list that is not known',
      'export default { rules: [] };',
      'exports `rules`; known are lintRules, captureFormats, reporters',
    ],
    [
      'with a rule that is none',
      'export default { lintRules: [{ check() {} }] };',
      'exports `lintRules` that are not of the form',
    ],
  ])('%s is wrong usage, said in a sentence', async (_, code, message) => {
    writeFileSync(join(cwd, 'house-rules.mjs'), code);
    const { exit, stderr, stdout } = await runCli(['check'], { cwd });
    expect({ exit, stdout }).toEqual({ exit: 2, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toContain('What to do:');
  });

  const rule = "{ id: 'house/a', title: 't', severity: 'info', since: '1.0.0', purpose: 'p', fix: 'f' }";
  test.each([
    [`lintRules: [{ rule: ${rule}, check() { throw new Error('no'); } }]`, 'its rule house/a threw Error: no.'],
    [`lintRules: [{ rule: ${rule}, check() { return [{}]; } }]`, 'its rule house/a returned something that is no list'],
    [`reporters: [{ name: 'r', report() { throw 'no'; } }]`, 'its reporter r threw no.'],
    [`reporters: [{ name: 'r', report: () => 3 }]`, 'its reporter r returned something that is no text.'],
    [
      `captureFormats: [{ name: 'f', extensions: ['.f'], async *read() { throw new Error('no'); } }]`,
      'its capture format f threw Error: no.',
    ],
    [
      `captureFormats: [{ name: 'f', extensions: ['.f'], async *read() { yield 3; } }]`,
      'its capture format f yielded something that is no run of captures.',
    ],
    [
      `captureFormats: [{ name: 'f', extensions: ['.f'], async *read() { yield [{}]; } }]`,
      'its capture format f yielded something that is no capture.',
    ],
  ])('whose part fails is to blame, and not counterfoil: %s', async (part, message) => {
    writeFileSync(join(cwd, 'house-rules.mjs'), `export default { ${part} };`);
    writeFileSync(join(cwd, 'some.f'), 'x');
    const format = part.startsWith('reporters') ? 'r' : 'pretty';
    const { exit, stderr } = await runCli(['check', '--captures', 'some.f', '--format', format], { cwd });
    expect(stderr).toContain(message);
    expect(exit).toBe(2);
  });
});

function replace(file: string, from: string, to: string): void {
  const path = join(cwd, file);
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(path, text.replace(from, to));
}
