/** What is loaded before a command does anything. No time is asserted: `npm run bench` reports it. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandTable, nameOf } from '../../src/cli/command-table.ts';
import type { Io } from '../../src/cli/io.ts';
import { reporterNames } from '../../src/cli/reporters.ts';
import { reporters } from '../../src/reporters/all.ts';
import { newFolder } from '../support/fresh-clone.ts';

const root = join(import.meta.dirname, '../..');

/** The files that a command line loads, from the repository's folder on, or from that of packages. */
function loadedBy(...args: string[]): string[] {
  const support = join(root, 'test/support');
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', join(support, 'list-modules.mjs'), join(support, 'counterfoil.ts'), ...args],
    { encoding: 'utf8' },
  );
  expect(status, stderr).toBe(0);
  return stderr
    .trim()
    .split('\n')
    .map((file) => file.replace(/^.*\/(?=(?:src|test|node_modules)\/)/, ''));
}

describe('loads few modules:', () => {
  const program = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );

  test.each([
    [['--version'], 24, []],
    [['--help'], 24, []],
    [['check', '--help'], 30, ['src/cli/commands/check.ts']],
    [['help', 'generate'], 30, ['src/cli/commands/generate.ts']],
    [['complete', '--', 'che'], 28, ['src/cli/commands/completion.ts']],
  ])('%j', (args, most, commands) => {
    const loaded = loadedBy(...args);
    expect(loaded.length).toBeLessThanOrEqual(most);
    expect(loaded.length).toBeLessThan(program.length / 10);
    expect(loaded.filter((file) => file.startsWith('src/cli/commands/'))).toEqual(commands);
    const packages = loaded.filter((file) => file.startsWith('node_modules/'));
    expect(packages.filter((file) => !file.startsWith('node_modules/commander/'))).toEqual([]);
  });
});

describe('what is said without loading a module is what the module says:', () => {
  const io: Io = {
    stdin: (async function* () {})(),
    stdout: { write: () => true },
    stderr: { write: () => true },
    env: {},
    cwd: root,
    today: '2026-01-15',
  };

  test.each(commandTable.map((row) => ({ name: nameOf(row), row })))('$name', async ({ name, row }) => {
    const command = (await row.load())(io, () => {});
    expect({
      name: command.name(),
      usage: command.createHelp().subcommandTerm(command),
      summary: command.summary(),
    }).toEqual({ name, usage: row.usage, summary: row.summary });
  });

  test('the formats of check', () => {
    expect(reporterNames).toEqual(reporters.map(({ name }) => name));
  });
});

test.each([[[]], [['dist/cli/main.js']]])('a program of which only %j is built says so', (built) => {
  const folder = newFolder('half-built');
  try {
    cpSync(join(root, 'bin'), join(folder.path, 'bin'), { recursive: true });
    writeFileSync(join(folder.path, 'package.json'), '{"type":"module"}');
    for (const file of built) {
      mkdirSync(join(folder.path, dirname(file)), { recursive: true });
      writeFileSync(join(folder.path, file), "import './run.js';");
    }
    const bin = join(folder.path, 'bin/counterfoil.js');
    expect(spawnSync(process.execPath, [bin, '--version'], { encoding: 'utf8' })).toMatchObject({
      status: 2,
      stdout: '',
      stderr: 'counterfoil is not built, or not as a whole. What to do: npm run build\n',
    });
  } finally {
    folder.remove();
  }
});
