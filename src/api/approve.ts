import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { RunError } from '../findings/run-error.ts';
import { addApproval } from '../config/add-approval.ts';
import { approvalsFile, isDay } from '../config/approvals.ts';
import type { Approval } from '../config/approvals.ts';
import { findUpwards } from '../config/find-upwards.ts';
import { displayPath } from '../util/display-path.ts';
import { reasonOf } from '../util/system-reason.ts';
import { todayInUtc } from './today.ts';

export interface ApproveOptions {
  /** File with approvals; the nearest `counterfoil.approvals.yaml` upwards when absent, else a new one in `cwd`. */
  readonly file?: string;
  /** Folder that relative paths start from; the working folder when absent. */
  readonly cwd?: string;
  /** YYYY-MM-DD; today in UTC when absent. */
  readonly today?: string;
}

/**
 * Adds an approval to the file with approvals, or renews it. Comments in the file stay. The file is replaced as a whole:
 * a failure leaves the former one.
 *
 * @returns the file, as the user would type it
 * @throws {RunError} when a part of the approval has the wrong form, its last day is over, or the file cannot be changed
 */
export function approve(approval: Approval, options: ApproveOptions = {}): string {
  checkApproval(approval, options.today ?? todayInUtc());
  const cwd = resolve(options.cwd ?? '');
  const known = options.file === undefined ? findUpwards(cwd, [approvalsFile]) : resolve(cwd, options.file);
  const path = known ?? resolve(cwd, approvalsFile);
  const file = displayPath(path, cwd);
  try {
    writeWhole(path, addApproval(readIfThere(path), approval));
  } catch (error) {
    throw new RunError('input', `${file} cannot be changed: ${reasonOf(error)}.`, {
      help: 'It must be a YAML list of approvals in a folder that you may write to.',
    });
  }
  return file;
}

function checkApproval({ fingerprint, reason, by, until }: Approval, today: string): void {
  const refuse = (message: string, help: string): never => {
    throw new RunError('usage', message, { help });
  };
  if (!/^(?:drift-)?[0-9a-f]{16}$/.test(fingerprint)) {
    refuse(
      `"${fingerprint}" is no fingerprint.`,
      'It has 16 digits and letters a to f; counterfoil compare prints it, and counterfoil drift with drift- before it.',
    );
  }
  if (reason.trim() === '') refuse('The reason is empty.', 'Say why the break is acceptable: --reason "...".');
  if (by.trim() === '') refuse('Nobody is named who approves it.', 'Say who does: --by <name>.');
  if (!isDay(until)) refuse(`"${until}" is no day.`, 'Write it as YYYY-MM-DD.');
  if (until < today) refuse(`${until} is over: today is ${today}.`, 'Name a day to come.');
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

/** Writes beside the file first, so that a reader never sees half of it. */
function writeWhole(path: string, text: string): void {
  const beside = `${path}.part`;
  try {
    writeFileSync(beside, text, { flag: 'wx' });
    renameSync(beside, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') rmSync(beside, { force: true });
    throw error;
  }
}
