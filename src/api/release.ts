import { renameSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { RunError } from '../findings/run-error.ts';
import type { ReleaseReport, ReleaseRun } from '../checks/run-release.ts';
import { runIsolated, type IsolationOptions } from '../isolation/run-isolated.ts';
import { todayInUtc } from './today.ts';
import { reasonOf } from '../util/system-reason.ts';

export interface ReleaseSettings extends IsolationOptions {
  /** Day of the release, YYYY-MM-DD; today in UTC when absent. */
  readonly today?: string;
  /** Folder that relative paths start from; the working folder when absent. */
  readonly cwd?: string;
}

/**
 * Releases contracts: records the digest of their structure in the `releases.json` of their folder, after which
 * `checkContracts` reports any change of them. Nothing is recorded when one of them is refused.
 *
 * @param target a document, a folder with contracts, or a shipped contract
 * @returns what became of each; `changed` and `too-small` are refusals
 * @throws {RunError} when a contract has errors, or the record or the approvals cannot be read or written
 * @throws {IsolationError} when the work is stuck
 */
export async function release(target: string, settings: ReleaseSettings = {}): Promise<readonly ReleaseReport[]> {
  const { today = todayInUtc(), cwd: named = '', ...isolation } = settings;
  const { reports, files } = await runIsolated<ReleaseRun>(
    'release',
    { target, cwd: resolve(named), today },
    isolation,
  );
  for (const [file, text] of files) writeWhole(file, text);
  return reports;
}

function writeWhole(file: string, text: string): void {
  try {
    writeFileSync(`${file}.part`, text);
    renameSync(`${file}.part`, file);
  } catch (error) {
    throw new RunError('input', `${file} cannot be written: ${reasonOf(error)}.`, {
      help: 'Contracts are released in a folder that you may write to.',
    });
  }
}
