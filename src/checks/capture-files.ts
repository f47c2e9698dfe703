import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { globSync } from 'tinyglobby';
import { RunError } from '../findings/run-error.ts';

/** The files that a glob pattern matches, absolute and sorted; none when it matches nothing. */
export function matchFiles(pattern: string, folder: string): string[] {
  return globSync(pattern, { cwd: folder, absolute: true, dot: true, expandDirectories: false }).toSorted();
}

/**
 * The capture files that an argument names. A name that exists is that file, whatever glob characters are in it.
 *
 * @throws RunError when there is none
 */
export function namedCaptureFiles(pattern: string, cwd: string): string[] {
  const files = existsSync(resolve(cwd, pattern)) ? [resolve(cwd, pattern)] : matchFiles(pattern, cwd);
  if (files.length > 0) return files;
  throw new RunError('input', `No capture file matches "${pattern}".`, {
    help: `The pattern is relative to ${cwd}; quote it, so that the shell leaves it alone.`,
  });
}
