import { accessSync, chmodSync, closeSync, constants, existsSync, openSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { RunError } from '../findings/run-error.ts';

/** Whether a text names a store on a server. */
export function isServerStore(location: string): boolean {
  return /^postgres(?:ql)?:\/\//i.test(location);
}

/** The path of a store in a file, absolute; undefined for one on a server. */
export function storeFile(location: string, cwd = ''): string | undefined {
  if (isServerStore(location)) return undefined;
  return location.startsWith('file:') ? fileURLToPath(location) : resolve(cwd, location);
}

/** Whether a file holds a store, by the first bytes of the format. Source: sqlite.org, Database File Format, 1.3. */
export function isStoreHead(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, 16)).toString('latin1') === 'SQLite format 3\0';
}

/** What people are shown of a location: a path as it is, a URL without its password. */
export function showLocation(location: string): string {
  if (!isServerStore(location) || !URL.canParse(location)) return location;
  const url = new URL(location);
  url.password = '';
  url.search = '';
  return url.href;
}

/**
 * The absolute path of a store in a file, which is made when there is none.
 *
 * @param maker the command that makes such stores, for the advice
 * @throws {RunError} when there is none and none is to be made, or it cannot be made
 */
export function prepareFile(location: string, cwd: string, create: boolean, maker: string): string {
  const shown = showLocation(location);
  const file = storeFile(location, cwd) ?? '';
  const found = existsSync(file);
  if (!found && !create) throw new RunError('input', `There is no store at ${shown}.`, { help: `${maker} makes one.` });
  if (found && statSync(file).isDirectory())
    throw new RunError('input', `${shown} is a folder, not a store.`, { help: 'Name a file in it.' });
  try {
    // Nobody else may read what people were sent: SQLite gives its further files the rights of the first.
    if (!found) closeSync(openSync(file, 'a', 0o600));
    if (!found) chmodSync(file, 0o600);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new RunError('input', `The store ${shown} cannot be made: ${why}.`, {
      help: 'Name a file in a folder that may be written.',
    });
  }
  return file;
}

/** Whether the file of a store, and what SQLite puts beside it, may be written. */
export function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    accessSync(dirname(file), constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * What a store in a file is opened by where nothing may be written: its path, or a URL that says that nobody writes to it.
 * What was not yet written to the file itself stands in another one beside it, and is read through a third that has to be
 * there then. Without it nobody is writing: the file is read as it is. Source:
 * sqlite.org, Write-Ahead Logging, 5.
 */
export function readerLocation(file: string): string | URL {
  const log = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  if (log > 0) return file;
  const url = pathToFileURL(file);
  url.search = '?immutable=1';
  return url;
}
