import { createRequire } from 'node:module';
import { dirname, extname, isAbsolute, resolve } from 'node:path';

import type { Finding, Place } from '../findings/finding.ts';
import { extendsRefused, fileNotFound } from './rules.ts';
import { report } from './source.ts';

const dataFiles: ReadonlySet<string> = new Set(['.yaml', '.yml', '.json']);

/**
 * The absolute path of what a configuration file extends: a path, or a package that node finds from the file's folder.
 * Nothing is executed, and nothing but data files is accepted.
 *
 * @param name as written under `extends`
 * @param from absolute path of the file that says it
 */
export function resolveExtends(name: string, from: string, place: Place): string | Finding {
  if (/^[a-z][a-z0-9+.-]+:/i.test(name))
    return report(extendsRefused, `"${name}" is an address, not a file or a package.`, place);
  const path = /^\.{1,2}[/\\]/.test(name) || isAbsolute(name) ? resolve(dirname(from), name) : findPackage(name, from);
  if (path === undefined)
    return report(
      fileNotFound,
      `There is no package ${name} with a counterfoil.yaml.`,
      place,
      'Install it, or begin the path of a file with "./".',
    );
  if (!dataFiles.has(extname(path)))
    return report(extendsRefused, `"${name}" is not a .yaml, .yml or .json file.`, place);
  return path;
}

function findPackage(name: string, from: string): string | undefined {
  const { resolve: find } = createRequire(from);
  for (const candidate of [`${name}/counterfoil.yaml`, name]) {
    try {
      return find(candidate);
    } catch {
      // Not found under this name, or not exported by the package: the next one is tried.
    }
  }
  return undefined;
}
