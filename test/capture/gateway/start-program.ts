import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { cafeFolder } from '../../mock/server/support.ts';
import { until } from './support.ts';

const program = join(import.meta.dirname, '../../support/counterfoil.ts');

/** A gateway that is a program of its own. */
export interface Program extends AsyncDisposable {
  readonly url: string;
  readonly child: ChildProcess;
  /** What it has written to its streams, as much as fits a test. */
  readonly shown: () => string;
  /** Its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

/**
 * Starts a gateway on a port that is free, and waits until it listens. It is killed with the test.
 *
 * @param folder working folder
 * @param limits what a shell does first: `ulimit -f 4000`
 */
export async function startProgram(folder: string, options: readonly string[], limits = ':'): Promise<Program> {
  const args = [program, 'gateway', '--port', '0', '--admin-port', 'off', '--contract', cafeFolder, ...options];
  const child = spawn('sh', ['-c', `${limits}; exec "$@"`, 'sh', process.execPath, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let shown = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (shown = (shown + chunk.toString()).slice(0, 100_000)));
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  await until(() => {
    if (child.exitCode !== null) throw new Error(`The gateway has ended: ${shown}`);
    return /Listening on http:\/\/[^\s,]+/.test(shown);
  });
  return {
    url: /Listening on (http:\/\/[^\s,]+)/.exec(shown)?.[1] ?? '',
    child,
    shown: () => shown,
    ended,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
