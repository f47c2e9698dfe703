import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { newFolder } from '../support/fresh-clone.ts';
import { runCli } from '../support/run-cli.ts';
import { shipped } from '../registry/contracts/served.ts';

const folder = newFolder('single-file');
afterAll(() => folder.remove());
const root = join(import.meta.dirname, '../..');
const ids = ['ombori@1.0.0', 'ombori@2.0.0', 'qminder@1.0.0', 'waitwhile@1.0.0'];
const pathOf = (id: string): string => join('asyncapi', ...id.split('@'), 'asyncapi.yaml');

/** As they lie when they were pulled: one document each, and scenarios. */
beforeAll(async () => {
  for (const id of ids) {
    const { document, scenarios } = await shipped(id);
    const own = join(folder.path, 'asyncapi', ...id.split('@'));
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, 'asyncapi.yaml'), stringify(document, { aliasDuplicateObjects: false }));
    writeFileSync(join(own, 'scenarios.yaml'), stringify(scenarios));
  }
});

const told = async (args: readonly string[], cwd = folder.path) => {
  const { exit, stdout, stderr } = await runCli(args, { cwd });
  return { exit, stdout, stderr };
};

describe.each(ids)('%s as one document', (id) => {
  test('passes the check, as a file alone and in its folder', async () => {
    for (const target of [pathOf(id), join('asyncapi', ...id.split('@'))]) {
      const { exit, stdout } = await told(['check', target]);
      expect(exit, stdout).toBe(0);
      expect(stdout).not.toMatch(/warning/);
    }
  });

  test('is the same contract to compare', async () => {
    const { exit, stdout } = await told(['compare', join(root, pathOf(id)), pathOf(id), '--format', 'json']);
    const { comparisons } = JSON.parse(stdout) as { comparisons: { bump: string; changes: unknown[] }[] };
    expect([exit, comparisons[0]?.bump, comparisons[0]?.changes]).toEqual([0, 'none', []]);
  });

  test('becomes the same clients', async () => {
    for (const language of ['ts', 'python', 'go']) {
      const out = join(folder.path, `${language}-${id}`);
      const first = await told(['generate', join(root, pathOf(id)), '--out', out, '--lang', language]);
      expect(first.exit, first.stderr).toBe(0);
      const again = await told(['generate', pathOf(id), '--out', out, '--lang', language, '--check']);
      expect(again.exit, again.stdout + again.stderr).toBe(0);
    }
  }, 180_000);

  test('simulates and exports the same', async () => {
    for (const args of [
      ['simulate', '--seed', '7', '--visitors', '5', '--out', '-'],
      ['export', 'openapi', '--out', '-'],
    ]) {
      const own = args[0] === 'export' ? 2 : 1;
      const [command, rest] = [args.slice(0, own), args.slice(own)];
      const [files, one] = await Promise.all([
        told([...command, join(root, pathOf(id)), ...rest]),
        told([...command, pathOf(id), ...rest]),
      ]);
      expect(one.exit, one.stderr).toBe(0);
      expect(one.stdout).toBe(files.stdout);
    }
  }, 180_000);
});
