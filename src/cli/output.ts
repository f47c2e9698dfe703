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
  if (file === undefined) {
    io.stdout.write(reporter.report(result, { ...textOptions(io, io.stdout), rules: result.rules }));
    return;
  }
  const path = resolve(io.cwd, file);
  writeWhole(path, reporter.report(result, { colour: false, width: 80, unicode: true, rules: result.rules }));
  const { error, warning } = result.counts;
  io.stderr.write(`${result.verdict}: ${error} errors, ${warning} warnings; report in ${displayPath(path, io.cwd)}\n`);
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
