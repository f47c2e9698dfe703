/** The package as others get it: built and packed in a fresh clone by npm 12, installed in an empty folder. */
import { execFile } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commandTable } from '../../src/cli/command-table.ts';
import type { Io } from '../../src/cli/io.ts';
import { cloneInto, newFolder, outsideEnvironment, shell, type ShellResult } from '../support/fresh-clone.ts';
import { readmeBlocks } from '../support/readme-blocks.ts';

/** Starts a mock without Prism, sends it a delivery, prints what both say, and ends with the sender's exit code. */
const mockAndSend = `export PATH="$PWD/node_modules/.bin:$PATH"
counterfoil mock qminder --secret qminder=SECRET --port 0 > mock.log 2>&1 &
mock=$!
for _ in $(seq 300); do grep -q Listening mock.log && break; sleep 0.1; done
url=$(grep -o 'http://[0-9.:]*' mock.log | head -n 1)
counterfoil send qminder ticket_created --to "$url/qminder/1" --secret-env SECRET
status=$?
kill "$mock"
wait "$mock"
cat mock.log
exit "$status"`;

const folder = newFolder('install');
const clone = join(folder.path, 'clone');
const consumer = join(folder.path, 'consumer');
// npm 12 does not start on the Node 20 that a machine may have; the README's test installs with the npm that is there.
const node = dirname(process.execPath);
const env = {
  ...outsideEnvironment([join(folder.path, 'npm/node_modules/.bin'), node]),
  // What npm's cache holds is not asked for again.
  npm_config_prefer_offline: 'true',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
};

function succeeds(command: string, cwd: string): ShellResult {
  const result = shell(command, cwd, env);
  expect(result, `${command}\n${result.stderr}`).toMatchObject({ status: 0 });
  return result;
}

beforeAll(() => {
  succeeds('npm install --prefix npm npm@12', folder.path);
  cloneInto(clone);
});
afterAll(() => folder.remove());

describe('with npm 12', () => {
  test('a fresh clone installs, with Node 24, and checks', () => {
    expect(succeeds('npm --version', clone).stdout.split('.')[0]).toBe('12');
    expect(succeeds('npm ci && npx counterfoil check', clone).stdout).toContain('Examples: 21 of 21 pass');
    expect(succeeds('npx node --version', clone).stdout).toMatch(/^v24\./);
  });

  test('the packed package installs in an empty folder, without scripts and without native code', () => {
    const tarball = join(clone, succeeds('npm pack --ignore-scripts --silent', clone).stdout.trim());
    succeeds(`mkdir consumer && cd consumer && npm init -y && npm install ${tarball}`, folder.path);
    const packages = globSync('node_modules/{*,@*/*}/package.json', { cwd: consumer });
    expect(packages.length).toBeGreaterThan(10);
    const scripted = packages.filter((file) => {
      const { scripts = {} } = JSON.parse(readFileSync(join(consumer, file), 'utf8')) as { scripts?: object };
      return Object.keys(scripts).some((name) => /^(?:pre|post)?install$/.test(name));
    });
    expect(scripted).toEqual([]);
    expect(globSync('node_modules/**/{*.node,binding.gyp}', { cwd: consumer })).toEqual([]);
  });
});

/** What is typed to reach each command: `captures`, `captures import`. */
async function commandNames(): Promise<string[]> {
  const stream = { write: () => true };
  const io: Io = { stdin: (async function* () {})(), stdout: stream, stderr: stream, env: {}, cwd: '.', today: '' };
  const made = await Promise.all(commandTable.map(async ({ load }) => (await load())(io, () => {})));
  return made.flatMap((command) => [
    command.name(),
    ...command.commands.map((member) => `${command.name()} ${member.name()}`),
  ]);
}

describe('the installed package', () => {
  test('helps with every command', async () => {
    const names = await commandNames();
    expect(names.length).toBeGreaterThan(40);
    const bin = join(consumer, 'node_modules/counterfoil/bin/counterfoil.js');
    const run = promisify(execFile);
    const help = async (name: string): Promise<string> =>
      (await run(process.execPath, [bin, ...name.split(' '), '--help'], { cwd: consumer, env })).stdout;
    for (let index = 0; index < names.length; index += 4) {
      const some = names.slice(index, index + 4);
      for (const [at, text] of (await Promise.all(some.map(help))).entries()) {
        expect(text).toMatch(new RegExp(`^Usage: counterfoil ${some[at]} \\[`));
        expect(text).toMatch(/\n(?:Examples?|Commands)\b.*:\n {2}\S/);
      }
    }
  });

  test('sets a project up that passes', () => {
    const { stdout } = succeeds('npx counterfoil init --vendor qminder --client src/webhooks --ci github', consumer);
    expect(stdout).toContain('qminder@1.0.0 is set up.');
    expect(succeeds('npx counterfoil check', consumer).stdout).toContain('PASS');
  });

  // Others need the files of the repository, or its history.
  const blocks = readmeBlocks().filter(
    ({ language, code }) => language === 'sh' && !/npm ci|captures\/|--against/.test(code),
  );
  test('runs what the README shows', () => {
    expect(blocks.length).toBeGreaterThan(2);
    for (const { code, exit } of blocks) {
      const { status, stdout, stderr } = shell(code, consumer, env);
      expect({ code, status, stderr }).toMatchObject({ status: exit });
      expect(stdout).not.toBe('');
    }
  });

  test('has the rules, the schema of the configuration, and a mock without Prism', () => {
    succeeds('npx counterfoil explain example/payload', consumer);
    expect(existsSync(join(consumer, 'node_modules/counterfoil/dist/config/counterfoil.schema.json'))).toBe(true);
    const mocked = shell(mockAndSend, consumer, { ...env, SECRET: 'test-secret' });
    expect(mocked, mocked.stderr).toMatchObject({ status: 0 });
    expect(mocked.stdout).toContain('Prism (@stoplight/prism-http) is not installed: the engine is "fast"');
    expect(mocked.stdout).toContain('Accepted: 200');
  });
});
