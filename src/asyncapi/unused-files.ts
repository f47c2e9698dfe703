import { basename, dirname, join, relative } from 'node:path';

import { displayPath } from '../util/display-path.ts';
import { defaultRoots } from './fence.ts';
import { documentNames } from './load.ts';
import { filesBelow } from './read.ts';

/** Files beside a contract that belong to it though no reference leads to them. */
const known: ReadonlySet<string> = new Set(['scenarios.yaml']);

/**
 * Files of a contract that nothing refers to, as the user would type them, sorted. A contract has folders of its own only
 * in the layout `asyncapi/<folders>/` with `schemas/<folders>/` beside it, and when no other contract lies within them;
 * elsewhere the answer is empty.
 *
 * @param path absolute path of the AsyncAPI document
 * @param read the files that were read, as the user would type them
 */
export function unusedFiles(path: string, read: ReadonlySet<string>, cwd: string): string[] {
  const [contracts = '', schemas = ''] = defaultRoots(path);
  const below = relative(contracts, dirname(path));
  if (basename(contracts) !== 'asyncapi' || below === '') return [];
  const files = [join(contracts, below), join(schemas, below)].flatMap((folder) => filesBelow(folder, isData));
  if (files.filter((file) => documentNames.has(basename(file))).length > 1) return [];
  return files.map((file) => displayPath(file, cwd)).filter((file) => !read.has(file) && !known.has(basename(file)));
}

function isData(name: string): boolean {
  return /\.(?:ya?ml|json)$/.test(name);
}
