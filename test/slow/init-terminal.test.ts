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
  /** Types keys, one group each time something new is asked, at a terminal made by util-linux. */
  const typing = (keys: readonly string[]) => {
    writeFileSync(join(cwd, 'cf.mjs'), program);
    const typed = keys.map((key) => `sleep 1.5; printf '${key}'`).join('; ');
    return spawnSync(
      'bash',
      [
        '-c',
        `(sleep 4; ${typed}; sleep 20) | timeout 60 script -qefc 'stty cols 100; "${process.execPath}" cf.mjs init' /dev/null`,
      ],
      {
        cwd,
        encoding: 'utf8',
        env: { ...process.env, TERM: 'xterm', NO_COLOR: '1' },
      },
    );
  };

  test('asks, and does what was answered', () => {
    const { stdout } = typing(['\\r', '\\033[B\\r', 'hooks\\r', '\\r']);
    expect(stdout).toContain('What do you have of the vendor?');
    expect(stdout).toContain('qminder@1.0.0 is set up.');
    expect(existsSync(join(cwd, 'hooks/qminder-v1/index.js'))).toBe(true);
  });

  test('Ctrl-C leaves nothing', () => {
    const { stdout } = typing(['\\r', '\\003']);
    expect(stdout).toContain('Nothing was written.');
    expect(readdirSync(cwd)).toEqual(['cf.mjs']);
  });
});
