import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findContracts } from '../asyncapi/load.ts';
import { loadLock, lockedFolder } from '../config/lock.ts';
import { compareVersions } from '../util/versions.ts';
import { nearest } from '../util/nearest.ts';
import { RunError } from '../findings/run-error.ts';

/** A contract that comes with counterfoil. */
export interface ShippedContract {
  /** `<vendor>@<version>`. */
  readonly id: string;
  readonly vendor: string;
  readonly version: string;
  /** Its AsyncAPI document, absolute path. */
  readonly file: string;
}

/** Folder of the contracts that come with counterfoil, absolute. */
export const shippedFolder = fileURLToPath(new URL('../../asyncapi', import.meta.url));

/** The contracts that come with counterfoil, by vendor, newest version first. */
export function shippedContracts(): ShippedContract[] {
  return folders(shippedFolder).flatMap((vendor) =>
    folders(join(shippedFolder, vendor))
      .toSorted((a, b) => compareVersions(b, a))
      .map((version) => ({
        id: `${vendor}@${version}`,
        vendor,
        version,
        file: join(shippedFolder, vendor, version, 'asyncapi.yaml'),
      })),
  );
}

/**
 * The contracts that were pulled, as the nearest lock file says, by vendor and version.
 *
 * @param cwd absolute
 * @throws RunError when the lock file is wrong
 */
export function pulledContracts(cwd: string): ShippedContract[] {
  const { lock, findings } = loadLock(cwd);
  if (findings.length > 0) throw new RunError('usage', 'The lock file is wrong.', { findings });
  return (lock?.contracts ?? []).map(({ vendor, version }) => ({
    id: `${vendor}@${version}`,
    vendor,
    version,
    file: join(lockedFolder(lock ?? { file: '', folder: '' }, { vendor, version }), 'asyncapi.yaml'),
  }));
}

/**
 * What is meant where nobody names or configures a contract: those that were pulled, and the folder `asyncapi`.
 *
 * @param cwd absolute
 * @throws RunError when the lock file is wrong, or says more than is there
 */
export function foundTargets(cwd: string): string[] {
  const pulled = pulledContracts(cwd).map(present);
  return existsSync(join(cwd, 'asyncapi')) ? [...pulled, 'asyncapi'] : pulled;
}

/**
 * The AsyncAPI documents that arguments name: a file, a folder with contracts below it, or a contract that was pulled or
 * is shipped, as `<vendor>`, `<vendor>@2` or `<vendor>@2.0.0` (all versions that fit). What was pulled goes before what is
 * shipped.
 *
 * @param cwd folder that relative paths start from, absolute
 * @returns absolute paths, each once
 * @throws RunError when an argument names nothing
 */
export function resolveTargets(targets: readonly string[], cwd: string): string[] {
  return [...new Set(targets.flatMap((target) => resolveTarget(target, cwd)))];
}

function resolveTarget(target: string, cwd: string): readonly string[] {
  if (existsSync(resolve(cwd, target))) {
    const { files, findings } = findContracts(target, cwd);
    if (findings.length === 0) return files;
    throw new RunError('input', findings.map(({ message }) => message).join(' '), {
      help: 'Name an AsyncAPI document, or a folder that holds one.',
    });
  }
  const fits = ({ id, vendor }: ShippedContract): boolean =>
    vendor === target || id === target || id.startsWith(`${target}.`);
  const pulled = pulledContracts(cwd);
  if (pulled.some(fits)) return pulled.filter(fits).map(present);
  const shipped = shippedContracts();
  if (shipped.some(fits)) return shipped.filter(fits).map(({ file }) => file);
  const names = [...new Set([...pulled, ...shipped].flatMap(({ id, vendor }) => [vendor, id]))];
  const meant = nearest(target, names);
  throw new RunError('input', `"${target}" is neither a file, nor a folder, nor a shipped contract.`, {
    help:
      meant === undefined
        ? `Name a file or folder that exists, or one of ${shipped.map(({ id }) => id).join(', ')}.`
        : `Did you mean ${meant}?`,
  });
}

function present({ id, file }: ShippedContract): string {
  if (existsSync(file)) return file;
  throw new RunError('input', `${id} is in the lock file, but not in its place: ${file}.`, {
    help: 'counterfoil pull brings it.',
  });
}

function folders(path: string): string[] {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}
