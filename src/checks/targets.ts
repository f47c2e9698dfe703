import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findContracts } from '../asyncapi/load.ts';
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

const shippedFolder = fileURLToPath(new URL('../../asyncapi', import.meta.url));

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
 * The AsyncAPI documents that arguments name: a file, a folder with contracts below it, or a shipped contract as
 * `<vendor>`, `<vendor>@2` or `<vendor>@2.0.0` (all versions that fit).
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
  const shipped = shippedContracts();
  const fitting = shipped.filter(({ id, vendor }) => vendor === target || id === target || id.startsWith(`${target}.`));
  if (fitting.length > 0) return fitting.map(({ file }) => file);
  const names = [...new Set(shipped.flatMap(({ id, vendor }) => [vendor, id]))];
  const meant = nearest(target, names);
  throw new RunError('input', `"${target}" is neither a file, nor a folder, nor a shipped contract.`, {
    help:
      meant === undefined
        ? `Name a file or folder that exists, or one of ${shipped.map(({ id }) => id).join(', ')}.`
        : `Did you mean ${meant}?`,
  });
}

function folders(path: string): string[] {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}
