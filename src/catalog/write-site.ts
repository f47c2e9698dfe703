import { createHash } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RunError } from '../findings/run-error.ts';
import { isObject } from '../util/json.ts';

/** What the last build wrote, by path: everything else in the folder is somebody else's. */
const listName = '.counterfoil-catalog.json';

/** What writing a site did. */
export interface SiteChanges {
  readonly written: number;
  readonly unchanged: number;
  /** Files of a former build that belong there no more. */
  readonly removed: number;
}

/**
 * Writes the files of a site below a folder, each whole or not at all, and removes those of the former build that are left over.
 * Files whose content is right stay untouched.
 *
 * @param folder absolute; made when it is not there
 * @param files contents by path, with `/`
 * @throws {RunError} before anything is written, when a file is in the way that no build wrote, or a link leads elsewhere
 */
export function writeSite(folder: string, files: ReadonlyMap<string, string>): SiteChanges {
  if (existsSync(folder) && !lstatSync(folder).isDirectory()) {
    throw new RunError('usage', `${folder} is no folder.`, {
      help: 'Name a folder with --out; it is made when it is not there.',
    });
  }
  const former = readList(folder);
  for (const path of files.keys()) refuseForeign(folder, path, former);
  const list: Record<string, string> = {};
  let written = 0;
  for (const [path, content] of files) {
    list[path] = digest(content);
    const file = join(folder, path);
    if (existsSync(file) && readFileSync(file, 'utf8') === content) continue;
    writeWhole(file, content);
    written += 1;
  }
  let removed = 0;
  for (const path of former) {
    if (files.has(path) || !existsSync(join(folder, path))) continue;
    removeFile(folder, path);
    removed += 1;
  }
  writeWhole(join(folder, listName), `${JSON.stringify(list, undefined, 1)}\n`);
  return { written, unchanged: files.size - written, removed };
}

function refuseForeign(folder: string, path: string, former: ReadonlySet<string>): void {
  const steps = path.split('/');
  for (const index of steps.keys()) {
    const part = steps.slice(0, index + 1).join('/');
    const found = lstatSync(join(folder, part), { throwIfNoEntry: false });
    if (found === undefined) return;
    const isLast = index === steps.length - 1;
    const isFine = isLast ? found.isFile() && former.has(path) : found.isDirectory();
    if (isFine) continue;
    throw new RunError(
      'usage',
      `${join(folder, part)} is in the way: no build of a catalog wrote it, and it is not overwritten.`,
      {
        help: 'Build into a folder of its own, or move that file.',
      },
    );
  }
}

function readList(folder: string): ReadonlySet<string> {
  const file = join(folder, listName);
  if (!existsSync(file)) return new Set();
  try {
    const list: unknown = JSON.parse(readFileSync(file, 'utf8'));
    // A list that was changed by hand must not lead out of the folder.
    return new Set(
      isObject(list)
        ? Object.keys(list).filter((path) => !path.startsWith('/') && !path.split('/').includes('..'))
        : [],
    );
  } catch {
    return new Set();
  }
}

function removeFile(folder: string, path: string): void {
  rmSync(join(folder, path));
  for (let above = dirname(path); above !== '.'; above = dirname(above)) {
    try {
      rmdirSync(join(folder, above));
    } catch {
      return;
    }
  }
}

function writeWhole(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const part = `${file}.part`;
  try {
    writeFileSync(part, content);
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

function digest(content: string): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 16);
}
