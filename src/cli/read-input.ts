import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { wholeFileLimit } from '../deliveries/formats/format.ts';
import { CommandError } from './exit-codes.ts';
import type { Io } from './io.ts';
import { reasonOf } from './output.ts';

/**
 * The bytes of a file, or of the standard input when it is called `-`: at most a little more than a capture may have.
 *
 * @param what what a person at a terminal is asked to paste
 * @throws CommandError when the file cannot be read
 */
export async function readInput(file: string, what: string, io: Io): Promise<Uint8Array> {
  if (file !== '-') return readFile(file, io);
  if (io.stdin.isTTY === true) io.stderr.write(`Paste ${what}, then end with Ctrl-D on a line of its own.\n`);
  return readAll(io.stdin);
}

/** A stream may have no end: what is beyond the limit is read no further, and refused as too long later on. */
async function readAll(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > wholeFileLimit) break;
  }
  return Buffer.concat(chunks);
}

async function readFile(file: string, io: Io): Promise<Uint8Array> {
  try {
    return await readAll(createReadStream(resolve(io.cwd, file)));
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code;
    const message =
      reason === 'ENOENT'
        ? `There is no file ${file}.`
        : reason === 'EISDIR'
          ? `${file} is a folder.`
          : `${file} cannot be read: ${reasonOf(error)}.`;
    throw new CommandError('input', message, 'Name a file, or - to read from standard input.');
  }
}
