import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { outsideEnvironment } from '../fresh-clone.ts';
import { makeFolder } from './folders.ts';
import type { Commands } from './pages.ts';
import { writePrograms } from './programs.ts';

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
   * @param home a folder below which working folders are made
   * @param kind see `Page.folder`
   * @param place of several readers at a time each has its own
   */
  constructor(home: string, kind: string, place: number) {
    this.#state = join(home, `state-${place}.sh`);
    const bin = join(home, 'bin');
    this.#env = { ...outsideEnvironment([bin, dirname(process.execPath)]), USER: 'reader', DOCS_HOME: home };
    writePrograms(bin);
    this.#folder = makeFolder(home, kind, place, this.#env);
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
    if (background !== undefined) await untilFree(background);
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

/** Other programs on this machine use the ports of the documents as well, for a while. */
async function untilFree(url: string): Promise<void> {
  const end = Date.now() + longest;
  while (await listens(url)) {
    if (Date.now() > end) throw new Error(`Another program listens at ${url}: end it.`);
    await wait(200);
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
