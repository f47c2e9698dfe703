import { closeSync, existsSync, fstatSync, openSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';

import type { Finding, Place } from '../findings/finding.ts';
import { report } from './report.ts';
import { encoding, fileNotFound, noPermission, notAFile, tooLarge } from './rules/input.ts';

/** Largest file that is read, in bytes, when nothing else is said. */
export const defaultSizeLimit = 16 * 1024 * 1024;

/**
 * The text of a UTF-8 file, without its byte-order mark. What keeps it from being read goes to `findings`, at `place`
 * (the reference that led to it) or at the file itself; the result is undefined then.
 * @param file the path as findings show it
 * @param limit greatest size in bytes
 */
export function readText(
  path: string,
  file: string,
  limit: number,
  findings: Finding[],
  place?: () => Place,
): string | undefined {
  const bytes = readBytes(path, limit);
  if (!(bytes instanceof Uint8Array)) {
    findings.push(report(bytes.rule, `${file}: ${bytes.message}`, place?.() ?? { file }));
    return undefined;
  }
  const problem = encodingProblem(bytes);
  if (problem === undefined) return new TextDecoder().decode(bytes);
  findings.push(report(encoding, `${file}: ${problem}`, { file }));
  return undefined;
}

/** Where a path really leads when symbolic links are followed; undefined when it leads nowhere. */
export function realPath(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}

/** Whether something stands at the path. */
export function exists(path: string): boolean {
  return existsSync(path);
}

/** Whether the path is a folder. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/**
 * All files below a folder with a name that is wanted, sorted by path; `node_modules` and hidden folders are left out,
 * symbolic links are not followed.
 *
 * @param onUnreadable is told each folder that the system does not let us look into
 */
export function filesBelow(
  folder: string,
  isWanted: (name: string) => boolean,
  onUnreadable: (folder: string) => void = () => {},
): string[] {
  const found: string[] = [];
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const entry of entriesOf(next, onUnreadable)) {
      const path = join(next, entry.name);
      if (entry.isDirectory() && entry.name !== 'node_modules' && !entry.name.startsWith('.')) waiting.push(path);
      else if (entry.isFile() && isWanted(entry.name)) found.push(path);
    }
  }
  return found.toSorted();
}

function entriesOf(folder: string, onUnreadable: (folder: string) => void) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    onUnreadable(folder);
    return [];
  }
}

function readBytes(path: string, limit: number) {
  let handle: number | undefined;
  try {
    if (statSync(path).isFile()) handle = openSync(path, 'r');
    else
      return {
        rule: notAFile,
        message: isFolder(path) ? 'this is a folder, not a file.' : 'this is not a regular file.',
      };
    const { size } = fstatSync(handle);
    if (size > limit) return { rule: tooLarge, message: `the file has ${size} bytes; the limit is ${limit}.` };
    return readFileSync(handle);
  } catch (error) {
    return failure(error);
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function failure(error: unknown) {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EACCES' || code === 'EPERM')
    return { rule: noPermission, message: 'the system does not allow reading it.' };
  if (code === 'ENOENT' || code === 'ENOTDIR') return { rule: fileNotFound, message: 'there is no such file.' };
  return { rule: fileNotFound, message: `it cannot be read (${code || String(error)}).` };
}

function encodingProblem(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return 'the file is UTF-16; save it as UTF-8.';
  if (bytes.subarray(0, 1024).includes(0))
    return 'the file holds NUL bytes: it is UTF-16 or no text at all; save it as UTF-8.';
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return undefined;
  } catch {
    return 'the file is not valid UTF-8.';
  }
}
