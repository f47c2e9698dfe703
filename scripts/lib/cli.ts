import { join } from 'node:path';
import { Readable } from 'node:stream';
import { run } from '../../src/cli/run.ts';

const root = join(import.meta.dirname, '../..');

/** What a command line prints in this repository, on a terminal of this width. */
export async function printed(
  args: readonly string[],
  options: { stdin?: string; columns: number; colour: boolean; cwd?: string },
): Promise<string> {
  let output = '';
  const stream = { write: (text: string) => (output += text), isTTY: options.colour, columns: options.columns };
  await run(args, {
    stdin: Readable.from(options.stdin === undefined ? [] : [Buffer.from(options.stdin)]),
    stdout: stream,
    stderr: { ...stream, isTTY: false },
    env: { LANG: 'C.UTF-8' },
    cwd: options.cwd ?? root,
    today: '2026-01-15',
  });
  return output;
}
