import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { RunError } from '../findings/run-error.ts';
import type { ContractFile } from '../infer/result.ts';
import { displayPath } from '../util/display-path.ts';
import { reasonOf } from '../util/system-reason.ts';

/** The two folders of a contract, relative to the folder that contracts are written to. */
export function contractPlaces(vendor: string, version: string): string[] {
  return ['asyncapi', 'schemas'].map((top) => join(top, vendor, version));
}

/** @throws {RunError} `usage`, when something is there already */
export function refuseToOverwrite(place: string, cwd: string, help: string): void {
  const stats = lstatSync(place, { throwIfNoEntry: false });
  if (stats === undefined || (stats.isDirectory() && readdirSync(place).length === 0)) return;
  throw new RunError('usage', `${displayPath(place, cwd)} is there already.`, {
    help,
  });
}

/**
 * Writes the files of a contract, whole or not at all: everything goes to a folder beside first; then two renames put it
 * in place of what is there.
 *
 * @param out absolute
 * @param places the folders of the contract, relative to `out`
 * @throws {RunError} when the folder cannot be written to, or a link leads out of it
 */
export function writeContractFiles(
  out: string,
  places: readonly string[],
  files: readonly ContractFile[],
  cwd: string,
): void {
  let beside: string | undefined;
  try {
    refuseLinks(out, places, cwd);
    mkdirSync(out, { recursive: true });
    beside = mkdtempSync(join(out, '.contract-'));
    for (const { path, content } of files) {
      const file = join(beside, 'new', path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
    exchange(out, beside, places);
  } catch (error) {
    if (error instanceof RunError || !(error instanceof Error) || !('code' in error)) throw error;
    throw new RunError('input', `The contract cannot be written to ${displayPath(out, cwd)}: ${reasonOf(error)}.`, {
      help: 'Name a folder that you may write to.',
    });
  } finally {
    if (beside !== undefined) rmSync(beside, { recursive: true, force: true });
  }
}

/** Puts the new folders in place of the old ones; when that fails half-way, the old ones come back. */
function exchange(out: string, beside: string, places: readonly string[]): void {
  const undo: (() => void)[] = [];
  try {
    for (const place of places) {
      const [target, old] = [join(out, place), join(beside, 'old', place)];
      mkdirSync(dirname(target), { recursive: true });
      if (existsSync(target)) {
        mkdirSync(dirname(old), { recursive: true });
        renameSync(target, old);
        undo.push(() => renameSync(old, target));
      }
      renameSync(join(beside, 'new', place), target);
      undo.push(() => rmSync(target, { recursive: true }));
    }
  } catch (error) {
    for (const step of undo.toReversed()) step();
    throw error;
  }
}

/** A link would lead out of the folder. */
function refuseLinks(out: string, places: readonly string[], cwd: string): void {
  for (const place of places) {
    const parts = place.split(/[/\\]/);
    for (let depth = 1; depth <= parts.length; depth++) {
      const path = join(out, ...parts.slice(0, depth));
      if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) continue;
      throw new RunError('usage', `${displayPath(path, cwd)} is a link, and the contract would be written elsewhere.`, {
        help: 'Name the folder that it leads to with --out.',
      });
    }
  }
}
