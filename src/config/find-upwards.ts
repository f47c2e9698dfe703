import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The first of these files that exists in a folder, or in the nearest folder above that has one; undefined when none has. */
export function findUpwards(folder: string, names: readonly string[]): string | undefined {
  const found = names.map((name) => join(folder, name)).find((path) => existsSync(path));
  if (found !== undefined) return found;
  const above = dirname(folder);
  return above === folder ? undefined : findUpwards(above, names);
}
