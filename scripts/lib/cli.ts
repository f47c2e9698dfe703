import { join } from 'node:path';
import { Readable } from 'node:stream';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import { run } from '../../src/cli/run.ts';

const root = join(import.meta.dirname, '../..');

/**
 * What a command line prints in this repository, on a terminal of this width.
 *
 * @throws Error for a bug: it is no picture of the program
 */
export async function printed(
  args: readonly string[],
  options: { stdin?: string; columns: number; colour: boolean; cwd?: string },
): Promise<string> {
  let output = '';
  const stream = { write: (text: string) => (output += text), isTTY: options.colour, columns: options.columns };
  const exit = await run(args, {
    stdin: Readable.from(options.stdin === undefined ? [] : [Buffer.from(options.stdin)]),
    stdout: stream,
    stderr: { ...stream, isTTY: false },
    env: { LANG: 'C.UTF-8' },
    cwd: options.cwd ?? root,
    today: '2026-01-15',
  });
  if (exit === exitCodes.bug.code) throw new Error(output);
  return output;
}
