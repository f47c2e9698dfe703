/**
 * Command line tests are data: a folder below `cases/` with
 * - `args`: the arguments, one a line; `''` is an empty one;
 * - `base`: the name of a folder in `bases/` that the working folder starts from, when several cases share one;
 * - `files/`: what the working folder holds beside or instead (the command runs in a copy);
 * - `in-repository`: an empty file, when the command runs in this repository instead (it must write nothing);
 * - `stdin`: what is piped in, when something is;
 * - `env`: lines `NAME=value`, when the command needs some;
 * - `expected/exit`, `expected/stdout`, `expected/stderr`: compared as a whole; a missing one stands for empty.
 * `UPDATE_CASES=1 npx vitest run test/cli` writes what is expected from what comes; read the difference before you commit it.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { toolVersion } from '../../src/util/version.ts';
import { runCli } from '../support/run-cli.ts';

const cases = join(import.meta.dirname, 'cases');
const update = process.env['UPDATE_CASES'] === '1';

const read = (...path: string[]): string | undefined =>
  existsSync(join(...path)) ? readFileSync(join(...path), 'utf8') : undefined;

// At the same time: each case waits for a worker of its own.
describe.concurrent('command line', () => {
  for (const name of readdirSync(cases).toSorted()) {
    test(name, async ({ expect }) => {
      const folder = join(cases, name);
      const got = await runCase(folder);
      if (update) writeExpected(folder, got);
      expect(got).toEqual({
        exit: read(folder, 'expected/exit') ?? '',
        stdout: read(folder, 'expected/stdout') ?? '',
        stderr: read(folder, 'expected/stderr') ?? '',
      });
    });
  }
});

type Printed = Readonly<Record<'exit' | 'stdout' | 'stderr', string>>;

async function runCase(folder: string): Promise<Printed> {
  const folderOfCase = mkdtempSync(join(tmpdir(), 'counterfoil-case-'));
  const cwd = existsSync(join(folder, 'in-repository')) ? join(import.meta.dirname, '../..') : folderOfCase;
  // Takes out what differs from run to run or release to release.
  const steady = (text: string): string => text.replaceAll(cwd, '<cwd>').replaceAll(toolVersion, '<version>');
  try {
    const base = read(folder, 'base')?.trim();
    if (base !== undefined) cpSync(join(import.meta.dirname, 'bases', base), folderOfCase, { recursive: true });
    if (existsSync(join(folder, 'files'))) cpSync(join(folder, 'files'), folderOfCase, { recursive: true });
    const lines = (read(folder, 'args') ?? '').split('\n').filter((line) => line !== '');
    const args = lines.map((line) => (line === "''" ? '' : line));
    const stdin = read(folder, 'stdin');
    const result = await runCli(args, { cwd, env: readEnvironment(folder), ...(stdin === undefined ? {} : { stdin }) });
    return { exit: `${result.exit}\n`, stdout: steady(result.stdout), stderr: steady(result.stderr) };
  } finally {
    rmSync(folderOfCase, { recursive: true, force: true });
  }
}

function readEnvironment(folder: string): Record<string, string> {
  const lines = (read(folder, 'env') ?? '').split('\n').filter((line) => line.includes('='));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}

function writeExpected(folder: string, got: Printed): void {
  mkdirSync(join(folder, 'expected'), { recursive: true });
  for (const [name, text] of Object.entries(got)) {
    if (text === '') rmSync(join(folder, 'expected', name), { force: true });
    else writeFileSync(join(folder, 'expected', name), text);
  }
}
