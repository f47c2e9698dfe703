/**
 * Command line tests are data: a folder below `cases/` with
 * - `args`: the arguments, one a line;
 * - `base`: the name of a folder in `bases/` that the working folder starts from, when several cases share one;
 * - `files/`: what the working folder holds beside or instead (the command runs in a copy);
 * - `stdin`: what is piped in, when something is;
 * - `env`: lines `NAME=value`, when the command needs some;
 * - `expected/exit`, `expected/stdout`, `expected/stderr`: compared as a whole; a missing one stands for empty.
 * `UPDATE_CASES=1 npx vitest run test/cli` writes what is expected from what comes; read the difference before you commit it.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toolVersion } from '../../src/util/version.ts';
import { runCli } from '../support/run-cli.ts';

const cases = join(import.meta.dirname, 'cases');
const update = process.env['UPDATE_CASES'] === '1';

let cwd = '';
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'counterfoil-case-'));
});
afterEach(() => {
  rmSync(cwd, { recursive: true, force: true });
});

const read = (...path: string[]): string | undefined =>
  existsSync(join(...path)) ? readFileSync(join(...path), 'utf8') : undefined;

describe('command line', () => {
  for (const name of readdirSync(cases).toSorted()) {
    test(name, async () => {
      const folder = join(cases, name);
      const base = read(folder, 'base')?.trim();
      if (base !== undefined) cpSync(join(import.meta.dirname, 'bases', base), cwd, { recursive: true });
      if (existsSync(join(folder, 'files'))) cpSync(join(folder, 'files'), cwd, { recursive: true });
      const args = (read(folder, 'args') ?? '').split('\n').filter((line) => line !== '');
      const env = Object.fromEntries(
        (read(folder, 'env') ?? '').split('\n').flatMap((line) => {
          const cut = line.indexOf('=');
          return cut < 0 ? [] : [[line.slice(0, cut), line.slice(cut + 1)]];
        }),
      );
      const stdin = read(folder, 'stdin');
      const result = await runCli(args, { cwd, env, ...(stdin === undefined ? {} : { stdin }) });
      const got = { exit: `${result.exit}\n`, stdout: steady(result.stdout), stderr: steady(result.stderr) };
      if (update) writeExpected(folder, got);
      expect(got).toEqual({
        exit: read(folder, 'expected/exit') ?? '',
        stdout: read(folder, 'expected/stdout') ?? '',
        stderr: read(folder, 'expected/stderr') ?? '',
      });
    });
  }
});

/** Takes out what differs from run to run or release to release. */
function steady(text: string): string {
  return text.replaceAll(cwd, '<cwd>').replaceAll(toolVersion, '<version>');
}

function writeExpected(folder: string, got: Readonly<Record<'exit' | 'stdout' | 'stderr', string>>): void {
  mkdirSync(join(folder, 'expected'), { recursive: true });
  for (const [name, text] of Object.entries(got)) {
    if (text === '') rmSync(join(folder, 'expected', name), { force: true });
    else writeFileSync(join(folder, 'expected', name), text);
  }
}
