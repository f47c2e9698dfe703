import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { useColour, useUnicode, type Io } from '../../src/cli/io.ts';
import { progressLine } from '../../src/cli/progress.ts';
import { run } from '../../src/cli/run.ts';
import { runCli } from '../support/run-cli.ts';

const root = join(import.meta.dirname, '../..');
const escape = '\u001B[';

function io(env: Record<string, string>, isTTY: boolean): Io {
  const stream = { write: () => true, isTTY };
  return { stdin: (async function* () {})(), stdout: stream, stderr: stream, env, today: '2026-01-15', cwd: root };
}

describe('colours', () => {
  test.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ TERM: 'dumb' }, true, false],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, false, false],
    [{ FORCE_COLOR: '1', NO_COLOR: '1' }, true, false],
  ])('with %j, on a terminal: %s', (env, isTTY, expected) => {
    const world = io(env, isTTY);
    expect(useColour(world, world.stdout)).toBe(expected);
  });

  test('come on a terminal only', async () => {
    expect((await runCli(['check', 'qminder'], { cwd: root, tty: true })).stdout).toContain(escape);
    expect((await runCli(['check', 'qminder'], { cwd: root })).stdout).not.toContain(escape);
    expect((await runCli(['check', 'qminder'], { cwd: root, tty: true, env: { NO_COLOR: '1' } })).stdout).not.toContain(
      escape,
    );
  });

  test.each([
    [{ LANG: 'C.UTF-8' }, true],
    [{ LANG: 'en_US.ISO-8859-1' }, false],
    [{ LC_ALL: 'C', LANG: 'C.UTF-8' }, false],
    [{ TERM: 'linux' }, false],
    [{}, true],
  ])('Unicode with %j: %s', (env, expected) => {
    expect(useUnicode(io(env, true))).toBe(expected);
  });
});

describe('progress', () => {
  const shown = (isTTY: boolean, after: number): string => {
    let text = '';
    let now = 0;
    const line = progressLine({ write: (part) => (text += part), isTTY }, () => now);
    now = after;
    line.show({ stage: 'captures', done: 12_000, total: undefined });
    line.show({ stage: 'contracts', done: 3, total: 200 });
    line.clear();
    return text;
  };

  test('shows after a second, on a terminal', () => {
    expect(shown(true, 2400)).toBe(
      '\r\u001B[2KChecking captures: 12,000 (2 s)\r\u001B[2KChecking contracts: 3 of 200 (2 s)\r\u001B[2K',
    );
  });

  test('shows nothing before, or elsewhere', () => {
    expect(shown(true, 900)).toBe('');
    expect(shown(false, 5000)).toBe('');
  });
});

test('a bug shows its stack, how to report it, and exits with 70', async () => {
  let stderr = '';
  const broken = {
    ...io({}, false),
    stdout: {
      write: () => {
        throw new Error('the stream is broken');
      },
    },
    stderr: { write: (text: string) => (stderr += text) },
  };
  expect(await run(['explain'], broken)).toBe(70);
  expect(stderr).toContain('This is a bug in counterfoil');
  expect(stderr).toContain('Error: the stream is broken');
  expect(stderr).toMatch(/at .*explain\.ts/);
  expect(stderr).toContain('Please report it');
});
