import process from 'node:process';
import { run } from './run.ts';

/** The only place that touches the process: hands its streams to `run` and sets the exit code it returns. */
export async function main(): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader such as `head` that has seen enough closes the pipe: that is no failure of ours.
    if (error.code !== 'EPIPE') throw error;
  });
  process.exitCode = await run(process.argv.slice(2), {
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    env: process.env,
    cwd: process.cwd(),
    today: new Date().toISOString().slice(0, 10),
  });
}
