import process from 'node:process';
import { isatty } from 'node:tty';
import { exitCodes } from './exit-codes.ts';
import { reasonOf } from './output.ts';
import { run } from './run.ts';
import { onStop } from './stoppable.ts';
import { findTerminal } from './terminal.ts';

/** The only place that touches the process: hands its streams to `run` and sets the exit code it returns. */
export async function main(): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader such as `head` that has seen enough closes the pipe: that is no failure of ours.
    if (error.code === 'EPIPE') return;
    process.stderr.write(`error: The output cannot be written: ${reasonOf(error)}.\n`);
    process.exitCode = exitCodes.usage.code;
  });
  // There is nobody left to be told.
  process.stderr.on('error', () => {});
  const cwd = workingFolder();
  if (cwd === undefined) {
    process.stderr.write('error: The working folder is gone.\nWhat to do: Change to a folder that exists.\n');
    process.exitCode = exitCodes.usage.code;
    return;
  }
  const exit = await run(process.argv.slice(2), {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    terminal: findTerminal(process.stdin, process.stdout, process.env),
    env: process.env,
    cwd,
    today: new Date().toISOString().slice(0, 10),
    untilStopped,
    onReload,
  });
  process.exitCode ??= exit;
}

/** Signals are listened to from the first call on, so that commands which end by themselves are ended by a signal. */
function untilStopped(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  onStop(resolve);
  return promise;
}

function onReload(reload: () => void): void {
  const { isTTY: hadTerminal } = process.stdin as { readonly isTTY?: boolean };
  process.on('SIGHUP', () => {
    // The same signal says that the terminal is gone, and with it whoever could end the program.
    if (hadTerminal === true && !isatty(process.stdin.fd)) process.kill(process.pid, 'SIGTERM');
    else reload();
  });
}

function workingFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}
