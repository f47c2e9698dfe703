import { closeSync, createReadStream, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { writeAll } from '../write-all.ts';
import { locateItems, locatePointer } from '../../deliveries/json-locate.ts';

/** A capture within its file. */
export interface InFile {
  /** Line of an .ndjson file, from 1. */
  readonly line: number | undefined;
  /** JSON Pointer of an entry of an archive: `/log/entries/3`. */
  readonly pointer: string | undefined;
}

/**
 * Takes captures out of a file; the others keep their bytes. A file of which nothing is left, and one that holds a single
 * capture, is deleted. The new file takes the place of the old one when it is whole.
 *
 * @param file the file itself: of a link, only the link would go
 * @param total how many captures the file holds
 * @returns whether the file was deleted
 */
export async function eraseFromFile(file: string, captures: readonly InFile[], total: number): Promise<boolean> {
  if (captures.length === total) {
    rmSync(file);
    syncFolder(file);
    return true;
  }
  const pointers = captures.flatMap(({ pointer }) => pointer ?? []);
  if (pointers.length > 0) rewrite(file, (out) => writeAll(out, withoutEntries(readFileSync(file, 'utf8'), pointers)));
  else await withoutLines(file, new Set(captures.map(({ line }) => line ?? 0)));
  return false;
}

/** The text of an archive without some items of its list. */
function withoutEntries(text: string, pointers: readonly string[]): string {
  const [list = ''] = pointers.map((pointer) => pointer.slice(0, pointer.lastIndexOf('/')));
  const gone = new Set(pointers.map((pointer) => Number(pointer.slice(pointer.lastIndexOf('/') + 1))));
  const start = locatePointer(text, list) ?? 0;
  const items = locateItems(text, start);
  const kept = items.filter((_, index) => !gone.has(index)).map((item) => text.slice(item.start, item.end));
  return `${text.slice(0, start + 1)}\n${kept.join(',\n')}\n${text.slice(items.at(-1)?.end ?? start)}`;
}

async function withoutLines(file: string, gone: ReadonlySet<number>): Promise<void> {
  const beside = `${file}.part`;
  const out = openSync(beside, 'w', statSync(file).mode);
  try {
    let line = 1;
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      let start = 0;
      for (let end = chunk.indexOf(0x0a); end !== -1; end = chunk.indexOf(0x0a, start)) {
        if (!gone.has(line)) writeAll(out, chunk.subarray(start, end + 1));
        line += 1;
        start = end + 1;
      }
      if (start < chunk.length && !gone.has(line)) writeAll(out, chunk.subarray(start));
    }
    fsyncSync(out);
  } catch (error) {
    closeSync(out);
    rmSync(beside, { force: true });
    throw error;
  }
  closeSync(out);
  renameSync(beside, file);
  syncFolder(file);
}

/** Replaces a file by what `write` writes, whole or not at all. */
export function rewrite(file: string, write: (out: number) => void): void {
  const beside = `${file}.part`;
  const out = openSync(beside, 'w', statSync(file).mode);
  try {
    write(out);
    fsyncSync(out);
  } catch (error) {
    closeSync(out);
    rmSync(beside, { force: true });
    throw error;
  }
  closeSync(out);
  renameSync(beside, file);
  syncFolder(file);
}

/** What is gone must stay gone when the machine loses power. */
function syncFolder(file: string): void {
  const folder = openSync(dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
