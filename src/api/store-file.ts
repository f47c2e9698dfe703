import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { isStoreHead } from '../database/locate.ts';

/** Whether a path leads to a store. Whoever reads a file that cannot be opened says what is wrong with it. */
export function isStoreFile(path: string): boolean {
  let file: number | undefined;
  try {
    if (!statSync(path).isFile()) return false;
    file = openSync(path, 'r');
    const head = Buffer.alloc(16);
    return readSync(file, head, 0, 16, 0) === 16 && isStoreHead(head);
  } catch {
    return false;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
