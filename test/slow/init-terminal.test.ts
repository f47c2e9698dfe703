import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

let cwd = '';
beforeEach(() => (cwd = mkdtempSync(join(tmpdir(), 'counterfoil-init-'))));
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

describe('at a terminal', () => {
  const program = `import { main } from ${JSON.stringify(join(import.meta.dirname, '../../src/cli/main.ts'))}; await main();`;
  /** Types keys at a terminal made by util-linux, each when its question stands there. */
  const typing = (answers: readonly (readonly [question: string, keys: string])[]) => {
    writeFileSync(join(cwd, 'cf.mjs'), program);
    const typed = answers.map(
      ([question, keys]) =>
        `for _ in $(seq 600); do grep -q '${question}' screen.log && break; sleep 0.1; done; sleep 0.3; printf '${keys}'`,
    );
    const script = `script -qefc 'stty cols 100; "${process.execPath}" cf.mjs init' screen.log`;
    const result = spawnSync(
      'bash',
      [
        '-c',
        `: > screen.log; (${typed.join('; ')}; while [ ! -e ended ]; do sleep 0.2; done) | { timeout 120 ${script}; touch ended; }`,
      ],
      { cwd, encoding: 'utf8', env: { ...process.env, TERM: 'xterm', NO_COLOR: '1' } },
    );
    rmSync(join(cwd, 'screen.log'));
    rmSync(join(cwd, 'ended'));
    return result;
  };

  test('asks, and does what was answered', () => {
    const { stdout } = typing([
      ['What do you have', '\\r'],
      ['Which vendor', '\\033[B\\r'],
      ['A folder for', 'hooks\\r'],
      ['A job for', '\\r'],
    ]);
    expect(stdout).toContain('What do you have of the vendor?');
    expect(stdout).toContain('qminder@1.0.0 is set up.');
    expect(existsSync(join(cwd, 'hooks/qminder-v1/index.js'))).toBe(true);
  });

  test('Ctrl-C leaves nothing', () => {
    const { stdout } = typing([
      ['What do you have', '\\r'],
      ['Which vendor', '\\003'],
    ]);
    expect(stdout).toContain('Nothing was written.');
    expect(readdirSync(cwd)).toEqual(['cf.mjs']);
  });
});
