import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Finding } from '../../findings/finding.ts';
import { captureFinding } from '../capture-finding.ts';
import type { CaptureRule } from '../rules.ts';
import type { CaptureSource } from './format.ts';

/** An open capture file. */
export interface OpenFile {
  readonly source: CaptureSource;
  /** In bytes. */
  readonly size: number;
  /** The first bytes, at most 1,024. */
  readonly head: Uint8Array;
  close(): Promise<void>;
}

const chunkSize = 256 * 1024;

/**
 * Opens a regular file for reading; `file` is the path that findings show, relative to `base`. What the system refuses
 * is a finding.
 */
export async function openFile(file: string, base: string): Promise<OpenFile | Finding> {
  try {
    // Without waiting: a pipe would not open until it has a writer.
    const handle = await open(resolve(base, file), constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      return await inspect(handle, file);
    } catch (error) {
      await handle.close();
      throw error;
    }
  } catch (error) {
    return systemFinding(error, file);
  }
}

async function inspect(handle: FileHandle, file: string): Promise<OpenFile | Finding> {
  const stats = await handle.stat();
  if (!stats.isFile()) {
    await handle.close();
    return captureFinding(
      'notAFile',
      stats.isDirectory() ? 'a folder, where a capture file is needed' : 'not a regular file',
      { file },
    );
  }
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(1024), 0, 1024, 0);
  return {
    source: { file, chunks: () => chunksOf(handle, stats.size) },
    size: stats.size,
    head: buffer.subarray(0, bytesRead),
    close: () => handle.close(),
  };
}

/** Reads into two buffers in turn: memory stays flat, and the next chunk is on its way while one is used. */
async function* chunksOf(handle: FileHandle, size: number): AsyncGenerator<Uint8Array> {
  const length = Math.min(chunkSize, Math.max(size, 1));
  const read = (buffer: Buffer, position: number): Promise<{ bytesRead: number }> => {
    const reading = handle.read(buffer, 0, buffer.length, position);
    // Awaited in its turn; until then a failure is nobody's unhandled rejection.
    reading.catch(() => {});
    return reading;
  };
  let [buffer, other] = [Buffer.allocUnsafe(length), Buffer.allocUnsafe(length)];
  let reading = read(buffer, 0);
  try {
    for (let position = 0; ;) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return;
      position += bytesRead;
      reading = read(other, position);
      yield buffer.subarray(0, bytesRead);
      [buffer, other] = [other, buffer];
    }
  } finally {
    await reading.catch(() => {});
  }
}

/**
 * The finding for an error that the system reported.
 * @throws the error itself when it is not one of the system's.
 */
export function systemFinding(error: unknown, file: string): Finding {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') throw error;
  const [rule, message] = refusals[error.code] ?? ['unreadable', `the system says ${error.code}: ${error.message}`];
  return captureFinding(rule, message, { file });
}

const refusals: Readonly<Record<string, readonly [CaptureRule, string]>> = {
  ENOENT: ['notFound', 'there is no such file'],
  ENOTDIR: ['notFound', 'there is no such file: a part of the path is not a folder'],
  ENAMETOOLONG: ['notFound', 'there is no such file: the path is too long'],
  ELOOP: ['notFound', 'the links of the path go round in a circle'],
  EACCES: ['permission', 'no permission to read the file'],
  EPERM: ['permission', 'no permission to read the file'],
  EISDIR: ['notAFile', 'a folder, where a capture file is needed'],
  ENXIO: ['notAFile', 'not a regular file'],
};
