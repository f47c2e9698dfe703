import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { outsideEnvironment, shell } from '../fresh-clone.ts';
import type { Commands } from './pages.ts';
import { root } from './pages.ts';

const longest = 60_000;
const inAMonth = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

export interface Ran {
  readonly exit: number | null;
  readonly output: string;
}

/** Somebody who types a page's commands into one terminal: variables and the working folder stay from block to block. */
export class Reader {
  readonly #folder: string;
  readonly #state: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #running = new Map<string, ChildProcess>();

  /**
   * @param home a folder below which working folders are made; the clone of the repository is used again
   * @param kind see `Page.folder`
   */
  constructor(home: string, kind: string) {
    this.#folder = kind === 'repository' ? join(home, 'repository') : mkdtempSync(join(home, 'reader-'));
    this.#state = join(home, 'state.sh');
    const bin = join(home, 'bin');
    this.#env = { ...outsideEnvironment([bin, dirname(process.execPath)]), USER: 'reader', DOCS_HOME: home };
    writePrograms(bin);
    prepare(this.#folder, kind, this.#env);
    writeFileSync(this.#state, '');
  }

  /**
   * Runs one block to its end, or starts it and waits until it listens.
   *
   * @throws Error when a server does not listen in time, ends, or another program has its port
   */
  async run({ code, background }: Commands): Promise<Ran> {
    const script = [
      'set -e',
      `. '${this.#state}'`,
      ...(background === undefined
        ? [`trap 'e=$?; { export -p; printf "cd %q\\n" "$PWD"; } > "${this.#state}"; exit $e' EXIT`]
        : []),
      // A day that an approval ends on is over some day: it is always a month ahead.
      code.replaceAll(/(?<=--until )\d{4}-\d\d-\d\d/g, inAMonth),
    ].join('\n');
    if (background !== undefined) await this.#endAt(background);
    if (background !== undefined && (await listens(background))) {
      throw new Error(`Another program listens at ${background}.`);
    }
    const child = spawn('bash', ['-c', script], {
      cwd: this.#folder,
      env: this.#env,
      // A group of its own, so that what it starts can be ended with it.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    if (background !== undefined) {
      this.#running.set(background, child);
      await this.#waitFor(background, child, () => output);
      return { exit: 0, output };
    }
    const timer = setTimeout(() => endGroup(child), longest);
    await once(child, 'close');
    clearTimeout(timer);
    return { exit: child.exitCode, output };
  }

  async #waitFor(url: string, child: ChildProcess, output: () => string): Promise<void> {
    const end = Date.now() + 30_000;
    while (!(await listens(url))) {
      if (child.exitCode !== null || Date.now() > end) throw new Error(`Nothing listens at ${url}:\n${output()}`);
      await wait(50);
    }
  }

  /** As Ctrl+C does, when a page starts another server in the place of the first. */
  async #endAt(url: string): Promise<void> {
    const child = this.#running.get(url);
    if (child === undefined) return;
    this.#running.delete(url);
    const closed = child.exitCode === null && child.signalCode === null ? once(child, 'close') : undefined;
    endGroup(child);
    await closed;
  }

  /** Ends what still runs. */
  async end(): Promise<void> {
    for (const url of this.#running.keys()) await this.#endAt(url);
  }
}

function endGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** Whether somebody takes connections at a URL's host and port. */
async function listens(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const isThere = await once(socket, 'connect').then(
    () => true,
    () => false,
  );
  socket.destroy();
  return isThere;
}

/**
 * `counterfoil` as a global installation has it; an `npx` that looks for installed programs alone, since the real one takes
 * half a second more; and no `npm`: it would change what is installed, and packages are tested in `install.test.ts`.
 */
function writePrograms(bin: string): void {
  mkdirSync(bin, { recursive: true });
  const program = join(root, 'bin/counterfoil.js');
  write(join(bin, 'counterfoil'), `exec '${process.execPath}' '${program}' "$@"`);
  write(join(bin, 'a-receiver'), `exec '${process.execPath}' '${join(import.meta.dirname, 'receiver.mjs')}' "$@"`);
  write(
    join(bin, 'npm'),
    'echo "npm $* is not run by this test: make it a console block, listed in not-run.ts" >&2; exit 127',
  );
  write(
    join(bin, 'npx'),
    `if [ "$1" = --package ]; then shift 2; fi
name="$1"; shift
if [ "$name" = counterfoil ]; then exec counterfoil "$@"; fi
for bin in node_modules/.bin '${join(root, 'node_modules/.bin')}'; do
  if [ -x "$bin/$name" ]; then exec "$bin/$name" "$@"; fi
done
echo "npx would have to download $name" >&2; exit 127`,
  );
}

function write(file: string, script: string): void {
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
}

function prepare(folder: string, kind: string, env: NodeJS.ProcessEnv): void {
  if (kind === 'repository') {
    if (existsSync(folder)) {
      must(shell('git reset --quiet --hard origin/HEAD && git clean -fdxq -e /node_modules -e /dist', folder, env));
      return;
    }
    must(shell(`git clone --quiet --shared '${root}' '${folder}'`, root, env));
    cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
    linkPackages(join(root, 'node_modules'), join(folder, 'node_modules'));
    return;
  }
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  symlinkSync(root, join(folder, 'node_modules/counterfoil'), 'dir');
  symlinkSync('../counterfoil/bin/counterfoil.js', join(folder, 'node_modules/.bin/counterfoil'));
  if (kind === 'empty') return;
  const registry = join(root, 'test/cli/bases', kind);
  const versions = readdirSync(join(registry, 'asyncapi/cafe')).toSorted();
  const first = versions
    .filter((version, i) => version[0] !== versions[i - 1]?.[0])
    .map((version) => `cafe@${version}`);
  must(shell(`counterfoil pull ${first.join(' ')} --registry '${registry}'`, folder, env));
  writeFileSync(join(folder, '.gitignore'), 'node_modules\n');
  must(
    shell(
      `git init --quiet -b main && git config user.name reader && git config user.email reader@example.com
       git add -A && git commit --quiet -m 'As it was'`,
      folder,
      env,
    ),
  );
}

/**
 * Installs what this repository has: links to packages in folders of its own. No folder that a package manager writes to is a
 * link, so that what is removed there is not removed here.
 */
function linkPackages(from: string, to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from)) {
    if (/^[.@]/.test(name) && statSync(join(from, name)).isDirectory()) linkPackages(join(from, name), join(to, name));
    else symlinkSync(realpathSync(join(from, name)), join(to, name));
  }
}

function must({ status, stderr }: { status: number | null; stderr: string }): void {
  if (status !== 0) throw new Error(stderr);
}
