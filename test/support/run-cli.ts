import { Readable } from 'node:stream';
import { run } from '../../src/cli/run.ts';

export interface CliResult {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd: string;
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly tty?: boolean;
}

/** Runs a command line in this process, with streams that are kept. */
export async function runCli(args: readonly string[], options: CliOptions): Promise<CliResult> {
  let stdout = '';
  let stderr = '';
  const exit = await run(args, {
    stdin: Readable.from(options.stdin === undefined ? [] : [Buffer.from(options.stdin)]),
    stdout: { write: (text) => (stdout += text), isTTY: options.tty, columns: options.tty ? 100 : undefined },
    stderr: { write: (text) => (stderr += text), isTTY: options.tty, columns: options.tty ? 100 : undefined },
    env: { LANG: 'C.UTF-8', ...options.env },
    cwd: options.cwd,
    today: '2026-01-15',
  });
  return { exit, stdout, stderr };
}
