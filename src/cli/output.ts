import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { dirname, resolve } from 'node:path';
import type { CheckResult } from '../checks/result.ts';
import type { Reporter, ReporterOptions } from '../reporters/reporter.ts';
import { displayPath } from '../util/display-path.ts';
import { CommandError } from './exit-codes.ts';
import { useColour, useUnicode, useWidth, type Io, type TextOutput } from './io.ts';

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
 * Writes a text to the standard output, or whole to a file, of which standard error is then told after `summary`.
 *
 * @throws CommandError when the file cannot be written
 */
export function writeText(text: string, file: string | undefined, summary: string, io: Io): void {
  if (file === undefined) {
    io.stdout.write(text);
    return;
  }
  const path = resolve(io.cwd, file);
  writeWhole(path, text);
  io.stderr.write(`${summary}; report in ${displayPath(path, io.cwd)}\n`);
}

/** Writes beside the file first, so that a reader never sees half of it and a failure leaves the former one. */
function writeWhole(path: string, text: string): void {
  const beside = `${path}.${process.pid}.part`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(beside, text);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw new CommandError(
      'usage',
      `The report cannot be written to ${path}: ${error instanceof Error ? error.message : String(error)}.`,
      'Name a file in a folder that you may write to.',
    );
  }
}
