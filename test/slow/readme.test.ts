import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cloneInto, newFolder, outsideEnvironment, shell } from '../support/fresh-clone.ts';
import { readmeBlocks } from '../support/readme-blocks.ts';

const blocks = readmeBlocks();
const [main, tests] = blocks;

describe('the README, in a fresh clone', () => {
  const clone = newFolder('readme');
  const env = outsideEnvironment();
  beforeAll(() => cloneInto(clone.path));
  afterAll(() => clone.remove());

  test('begins with the two commands', () => {
    expect([main?.code, tests?.code]).toEqual(['npm ci && npx counterfoil check', 'npm ci && npm test']);
  });

  test('runs the main job', () => {
    const { status, stdout, stderr } = shell(main?.code ?? '', clone.path, env);
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/PASS {2}4 contracts, 38 events: no findings\./);
    expect(stdout).toContain('Examples: 21 of 21 pass');
  });

  // The second command is this very run; `.ci/run` starts it from a clean checkout.
  test.each(blocks.slice(2).filter(({ language }) => language === 'sh'))('runs $code', ({ code, exit }) => {
    const { status, stdout, stderr } = shell(code, clone.path, env);
    expect({ status, stdout, stderr }).toMatchObject({ status: exit });
    expect(stdout).not.toBe('');
  });

  test.each([
    ['the receiver', 0, ''],
    ['the library', 1, 'pass 0 visit.removed 9\n'],
  ])('runs and type-checks its TypeScript: %s', (_, index, printed) => {
    const code = blocks.filter(({ language }) => language === 'ts')[index]?.code ?? '';
    writeFileSync(join(clone.path, 'readme.mts'), code);
    const run = shell('npx node readme.mts', clone.path, { ...env, QMINDER_SECRET: 'test-secret' });
    expect(run, run.stderr).toMatchObject({ status: 0 });
    expect(run.stdout).toBe(printed);
    const options = '--noEmit --strict --module nodenext --target es2024 --types node --skipLibCheck false';
    expect(shell(`npx tsc --ignoreConfig ${options} readme.mts`, clone.path, env)).toMatchObject({
      status: 0,
      stdout: '',
    });
  });
});
