import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, normalize } from 'node:path';
import { stringify } from 'yaml';

import type { Finding } from '../findings/finding.ts';
import { child } from '../json-schema/pointer.ts';
import { checkShape } from './check-shape.ts';
import { findUpwards } from './find-upwards.ts';
import schema from './lock.schema.json' with { type: 'json' };
import { invalidValue } from './rules.ts';
import { readSource, report } from './source.ts';
import type { ConfigSource } from './source.ts';

/** A contract that was pulled. */
export interface LockedContract {
  readonly vendor: string;
  /** Versions that were asked for, as a range of npm. */
  readonly range: string;
  readonly version: string;
  /** `sha256:` and 64 hex digits, over the contract's structure: the digest of a release. */
  readonly digest: string;
  /** The same over all that was written, words and scenarios too. */
  readonly content: string;
  /** A URL, a folder (relative to the lock file), `git:<repository>#<ref>`, or `counterfoil:`. */
  readonly source: string;
}

/** What `counterfoil.lock` says. */
export interface Lock {
  /** Absolute path of the file, whether it exists or not. */
  readonly file: string;
  /** Folder of the pulled contracts, relative to the lock file and below its folder. */
  readonly folder: string;
  /** By vendor, then by major version. */
  readonly contracts: readonly LockedContract[];
}

export interface LoadedLock {
  /** Undefined when there is no file, or it is wrong. */
  readonly lock: Lock | undefined;
  readonly findings: readonly Finding[];
}

/** Name of the file. */
export const lockName = 'counterfoil.lock';

/** Folder of pulled contracts when nobody says another. */
export const defaultFolder = 'asyncapi';

interface LockData {
  readonly folder: string;
  readonly contracts: Readonly<Record<string, Omit<LockedContract, 'vendor'>>>;
}

/**
 * Loads the lock file nearest to `cwd`, looking upwards. No file is no error.
 *
 * @param cwd absolute path of the working folder
 */
export function loadLock(cwd: string): LoadedLock {
  const file = findUpwards(cwd, [lockName]);
  return file === undefined ? { lock: undefined, findings: [] } : readLock(file, cwd);
}

/**
 * Reads one lock file. No file is no error.
 *
 * @param file absolute path
 * @param cwd places are shown relative to it
 */
export function readLock(file: string, cwd: string): LoadedLock {
  if (!existsSync(file)) return { lock: undefined, findings: [] };
  const source = readSource(file, cwd);
  if ('rule' in source) return { lock: undefined, findings: [source] };
  const shape = checkShape(source, schema);
  if (shape.length > 0) return { lock: undefined, findings: shape };
  // The schema states the shape.
  const data = source.data as unknown as LockData;
  const findings = checkNames(data, source);
  if (findings.length > 0) return { lock: undefined, findings };
  const contracts = Object.entries(data.contracts).map(([key, entry]) => ({ vendor: vendorOf(key), ...entry }));
  return { lock: { file, folder: data.folder, contracts: contracts.toSorted(byKey) }, findings: [] };
}

/** Where the lock file of a folder goes: to the nearest configuration upwards, else into the folder itself. */
export function newLockFile(cwd: string): string {
  const config = findUpwards(cwd, ['counterfoil.yaml', 'counterfoil.yml']);
  return join(config === undefined ? cwd : dirname(config), lockName);
}

/** `<vendor>@<major>`: a lock holds one version of each. */
export function lockKey({ vendor, version }: Pick<LockedContract, 'vendor' | 'version'>): string {
  return `${vendor}@${version.split('.', 1)[0] ?? ''}`;
}

/** The folder that a pulled contract is in, absolute. */
export function lockedFolder(
  lock: Pick<Lock, 'file' | 'folder'>,
  contract: Pick<LockedContract, 'vendor' | 'version'>,
) {
  return join(dirname(lock.file), lock.folder, contract.vendor, contract.version);
}

/** The text of a lock file: entries sorted, each fact in a line of its own, so that unrelated changes merge. */
export function lockText({ folder, contracts }: Pick<Lock, 'folder' | 'contracts'>): string {
  const entries = contracts
    .toSorted(byKey)
    .map(({ range, version, digest, content, source, ...contract }) => [
      lockKey({ ...contract, version }),
      { range, version, digest, content, source },
    ]);
  const data = { lock: 1, folder, contracts: Object.fromEntries(entries) as object };
  return `# Written by counterfoil pull, to be committed.\n${stringify(data, { lineWidth: 0 })}`;
}

/** What no JSON Schema can say: that names make paths below the folder, and keys say what the entries say. */
function checkNames({ folder, contracts }: LockData, source: ConfigSource): Finding[] {
  const findings = Object.entries(contracts).flatMap(([key, { version }]) => {
    const place = source.place(child('/contracts', key));
    const vendor = vendorOf(key);
    if (!isVendorName(vendor)) return [report(invalidValue, `"${vendor}" is no name of a vendor.`, place)];
    if (key === lockKey({ vendor, version })) return [];
    return [
      report(
        invalidValue,
        `"${key}" holds version ${version}: the key must be the vendor, @ and its major version.`,
        place,
      ),
    ];
  });
  if (isBelow(folder)) return findings;
  const message = `"folder" must lie below the folder of the lock file.`;
  return [...findings, report(invalidValue, message, source.place('/folder'))];
}

/** The form of `x-vendor`. */
const vendorPattern = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** Whether a text may be the name of a vendor, and so of a folder. */
export function isVendorName(name: string): boolean {
  return name.length <= 100 && vendorPattern.test(name);
}

/** Whether a relative path stays below its start. */
export function isBelow(path: string): boolean {
  const way = normalize(path).replaceAll('\\', '/');
  return !isAbsolute(path) && !/^[a-z]:/i.test(path) && way !== '..' && !way.startsWith('../');
}

function vendorOf(key: string): string {
  return key.slice(0, Math.max(key.lastIndexOf('@'), 0));
}

function byKey(a: LockedContract, b: LockedContract): number {
  if (a.vendor !== b.vendor) return a.vendor < b.vendor ? -1 : 1;
  return Number.parseInt(a.version, 10) - Number.parseInt(b.version, 10);
}
