import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { lockedFolder, lockKey, lockText, readLock } from '../../config/lock.ts';
import type { Lock, LockedContract } from '../../config/lock.ts';
import { RunError } from '../../findings/run-error.ts';

/** A contract to be put in its place. */
export interface Placement {
  readonly locked: LockedContract;
  /** Where its files are now, absolute; undefined when they are in their place already. */
  readonly staged: string | undefined;
  /** The entry that it takes the place of, when that is another one than that of its vendor and major version. */
  readonly replaces?: string;
}

const stagingPrefix = '.counterfoil-pull-';
/** Older ones were left behind by a process that was killed. Milliseconds. */
const staleAfter = { staging: 3_600_000, guard: 10_000 };
const longestWait = 60_000;

/**
 * A folder beside the pulled contracts, on the same disk, so that what is in it can be moved there at once. Folders that
 * killed processes left are removed.
 *
 * @param folder that of the pulled contracts, absolute
 */
export function createStaging(folder: string): string {
  return onDisk(folder, () => {
    mkdirSync(folder, { recursive: true });
    for (const name of readdirSync(folder).filter((each) => each.startsWith(stagingPrefix)))
      if (ageOf(join(folder, name)) > staleAfter.staging) rmSync(join(folder, name), { recursive: true, force: true });
    return mkdtempSync(join(folder, stagingPrefix));
  });
}

/**
 * Puts contracts into their places and writes the lock file: each folder as a whole, the lock file last. Other processes
 * that pull into the same lock file wait; what they have written in the meantime stays.
 *
 * @param lock as it was read; the file is read again
 * @param staging from `createStaging`
 * @returns what the lock file says now
 * @throws {RunError} when something cannot be written, or the lock file has come to say another digest
 */
export async function commitPull(
  lock: Lock,
  placements: readonly Placement[],
  staging: string,
): Promise<readonly LockedContract[]> {
  const release = await guard(`${lock.file}.writing`);
  try {
    return onDisk(lock.file, () => {
      const { lock: current, findings } = readLock(lock.file, dirname(lock.file));
      if (findings.length > 0) throw new RunError('usage', 'The lock file is wrong.', { findings });
      const contracts = merge(current?.contracts ?? [], placements);
      for (const { locked, staged } of placements)
        if (staged !== undefined) swap(staged, lockedFolder(lock, locked), join(staging, `old-${lockKey(locked)}`));
      writeWhole(lock.file, lockText({ folder: lock.folder, contracts }), staging);
      for (const old of current?.contracts ?? [])
        if (!contracts.some((each) => each.vendor === old.vendor && each.version === old.version))
          putAway(lockedFolder(lock, old), join(staging, `gone-${lockKey(old)}`));
      return contracts;
    });
  } finally {
    release();
  }
}

function merge(current: readonly LockedContract[], placements: readonly Placement[]): LockedContract[] {
  const merged = new Map(current.map((each) => [lockKey(each), each]));
  for (const { locked, replaces } of placements) {
    const former = merged.get(lockKey(locked));
    if (former?.version === locked.version && former.digest !== locked.digest)
      throw new RunError(
        'input',
        `The lock file has come to say another digest of ${locked.vendor}@${locked.version}.`,
        {
          help: 'Somebody else has pulled at the same time: look at the lock file, and pull again.',
        },
      );
    if (replaces !== undefined) merged.delete(replaces);
    merged.set(lockKey(locked), locked);
  }
  return [...merged.values()];
}

/** Two moves: whoever is ended between them leaves no contract there, which the next pull brings again. */
function swap(staged: string, target: string, old: string): void {
  mkdirSync(dirname(target), { recursive: true });
  // A link would lead out of the folder.
  if (lstatSync(dirname(target)).isSymbolicLink())
    throw new RunError('input', `${dirname(target)} is a link: nothing is written through it.`);
  putAway(target, old);
  renameSync(staged, target);
}

function putAway(folder: string, to: string): void {
  if (lstatSync(folder, { throwIfNoEntry: false }) !== undefined) renameSync(folder, to);
}

function writeWhole(file: string, text: string, staging: string): void {
  const part = join(staging, 'lock');
  writeFileSync(part, text);
  renameSync(part, file);
}

/**
 * Waits until nobody else writes, and keeps others waiting. A guard that a killed process left is taken away after a time.
 *
 * @param file absolute path of the guard
 * @returns how to let others go on
 */
export async function guard(file: string): Promise<() => void> {
  const start = performance.now();
  for (;;) {
    try {
      onDisk(file, () => writeFileSync(file, '', { flag: 'wx' }));
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (!existsSync(file) || performance.now() - start > longestWait) throw error;
    }
    if (ageOf(file) > staleAfter.guard) rmSync(file, { force: true });
    else await sleep(20 + Math.random() * 50);
  }
}

function ageOf(path: string): number {
  return Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
}

function onDisk<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error)) throw error;
    throw new RunError('input', `${path} cannot be written: ${error.message}.`, {
      help: 'Contracts are pulled into a folder that you may write to.',
    });
  }
}
