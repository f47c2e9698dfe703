import { mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import type { CheckResult } from '../checks/result.ts';
import type { Reporter, ReporterOptions } from '../reporters/reporter.ts';
import { displayPath } from '../util/display-path.ts';
import { reasonOf } from '../util/system-reason.ts';
import { CommandError } from './exit-codes.ts';
import { useColour, useUnicode, useWidth, type Io, type TextOutput } from './io.ts';

export { reasonOf };

/** Settings for text that goes to a stream. */
export function textOptions(io: Io, stream: TextOutput): Omit<ReporterOptions, 'rules'> {
  return { colour: useColour(io, stream), width: useWidth(stream), unicode: useUnicode(io) };
}

/**
 * Writes a report to the standard output, or whole to a file, of which standard error is then told in a line.
 *
 * @throws CommandError when the file cannot be written
 */
export async function writeReport(
  reporter: Reporter,
  result: CheckResult,
  file: string | undefined,
  io: Io,
): Promise<void> {
  const layout = file === undefined ? textOptions(io, io.stdout) : { colour: false, width: 80, unicode: true };
  const { error, warning } = result.counts;
  const summary = `${result.verdict}: ${error} errors, ${warning} warnings`;
  writeText(reporter.report(result, { ...layout, rules: result.rules }), file, summary, io);
}

/**
 * Writes a text to the standard output, or whole to a file, of which standard error is then told after `summary`. Folders
 * that are missing are made below the working folder; elsewhere they are more likely misspelt.
 *
 * @param file `-` is the standard output too
 * @throws CommandError when the file cannot be written
 */
export function writeText(
  text: string,
  file: string | undefined,
  summary: string,
  io: Io,
  noun: 'report' | 'document' = 'report',
): void {
  if (file === undefined || file === '-') {
    io.stdout.write(text);
    return;
  }
  const path = resolve(io.cwd, file);
  writeWhole(path, text, noun, io.cwd);
  io.stderr.write(`${summary}; ${noun} in ${displayPath(path, io.cwd)}\n`);
}

function writeWhole(path: string, text: string, noun: string, cwd: string): void {
  try {
    if (isWithin(path, cwd)) mkdirSync(dirname(path), { recursive: true });
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) replaceFile(path, text, 0o666);
    else if (stats.isFile()) replaceFile(realpathSync(path), text, stats.mode);
    // A device or a pipe is written to and never replaced.
    else writeFileSync(path, text);
  } catch (error) {
    throw new CommandError(
      'usage',
      `The ${noun} cannot be written to ${path}: ${reasonOf(error)}.`,
      'Name a file in a folder that you may write to.',
    );
  }
}

/** Writes beside the file first, so that a reader never sees half of it and a failure leaves the former one. */
function replaceFile(path: string, text: string, mode: number): void {
  const beside = `${path}.${process.pid}.part`;
  try {
    writeFileSync(beside, text, { mode });
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

/** Whether a path leads to something below a folder. Both are absolute. */
export function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
