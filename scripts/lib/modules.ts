import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { cruiseOptions, ruleSet } from './layer-rules.ts';

const root = join(import.meta.dirname, '../..');

/** Every TypeScript file below `src/`, as `src/<folder>/<file>`, sorted, without generated ones. */
export function sourceFiles(): string[] {
  return readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => !file.startsWith('src/generated/'))
    .toSorted();
}

/** The folder of `src/` that a module stands in; undefined for a file directly below `src/`. */
export function folderOf(file: string): string | undefined {
  return /^src\/([^/]+)\//.exec(file)?.[1];
}

/** Imports of `src/` as dependency-cruiser sees them, with the violations of `layer-rules.ts`. */
export async function cruiseSources(): Promise<ICruiseResult> {
  const result = await cruise(['src'], { ...cruiseOptions, baseDir: root, ruleSet, validate: true });
  if (typeof result.output === 'string') throw new TypeError('dependency-cruiser gave text where data was expected.');
  return result.output;
}
