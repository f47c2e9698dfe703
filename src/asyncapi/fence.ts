import { basename, dirname, join, resolve, sep } from 'node:path';

/**
 * The folders that references of a contract may lead to. For a document below a folder named `asyncapi`: that folder
 * and the `schemas` folder beside it; for any other document: its own folder and the `schemas` folder beside that.
 */
export function defaultRoots(file: string): string[] {
  const own = dirname(resolve(file));
  const contracts = ancestorNamed(own, 'asyncapi') ?? own;
  return [contracts, join(dirname(contracts), 'schemas')];
}

/** Whether an absolute path is the folder or lies below it, as written. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function ancestorNamed(folder: string, name: string): string | undefined {
  for (let current = folder; ; current = dirname(current)) {
    if (basename(current) === name) return current;
    if (dirname(current) === current) return undefined;
  }
}
