import { relative, resolve, sep } from 'node:path';

/**
 * A path as the user would type it: relative to the working folder when it lies below it, absolute otherwise; separated
 * by `/` on every system.
 */
export function displayPath(path: string, cwd: string): string {
  const absolute = resolve(cwd, path);
  const short = relative(cwd, absolute);
  const shown = short === '' || short === '..' || short.startsWith(`..${sep}`) ? absolute : short;
  return shown.replaceAll(sep, '/');
}
