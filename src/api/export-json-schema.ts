import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { RunError } from '../findings/run-error.ts';
import { resolveTargets } from '../checks/targets.ts';
import type { GeneratedFile } from '../codegen/generated-file.ts';
import type { ExportRun } from '../codegen/projection/run-export.ts';
import { ForeignFileError, writeFiles } from '../codegen/write-files.ts';
import type { Difference } from '../codegen/write-files.ts';
import { displayPath } from '../util/display-path.ts';
import { runIsolated, type IsolationOptions } from '../isolation/run-isolated.ts';
import { reasonOf } from '../util/system-reason.ts';

export interface ExportOptions extends IsolationOptions {
  /** One document with the definitions of all events, in place of a document for each event. */
  readonly bundle?: boolean;
  /**
   * Where to write, relative to `cwd`: a folder, or for a bundle also a file that ends in `.json`. Nothing is written
   * when absent.
   */
  readonly out?: string;
  /** Folder that relative paths start from; the working folder when absent. */
  readonly cwd?: string;
}

/** JSON Schema documents of one contract. */
export interface ExportResult extends ExportRun {
  /** Folder that paths are relative to, absolute; undefined when nothing was written. */
  readonly folder: string | undefined;
  /** What was written. */
  readonly differences: readonly Difference[];
}

/**
 * The payload schemas of a contract as JSON Schema documents that refer to nothing outside of themselves, in the form that
 * code generators and validators read best: what refines a model is merged, shared models are definitions. The same
 * contract gives the same bytes.
 *
 * @param target an AsyncAPI document, a folder with one below it, or a shipped contract (`<vendor>` for the newest
 *   version, `<vendor>@2.0.0`)
 * @throws {RunError} when the target names no contract or several, the contract has errors, or a file is in the way
 * @throws {IsolationError} when the work is stuck
 */
export async function exportJsonSchema(target: string, options: ExportOptions = {}): Promise<ExportResult> {
  const { bundle = false, out, cwd: named = '', ...isolation } = options;
  const cwd = resolve(named);
  const run = await runIsolated<ExportRun>('export', { path: onlyOne(target, cwd), cwd, bundle }, isolation);
  if (out === undefined) return { ...run, folder: undefined, differences: [] };
  const place = resolve(cwd, out);
  const isFile = bundle && place.endsWith('.json');
  const folder = isFile ? dirname(place) : place;
  const files = isFile ? run.files.map(({ content }) => ({ path: basename(place), content })) : run.files;
  return { ...run, files, folder, differences: write(folder, files) };
}

function onlyOne(target: string, cwd: string): string {
  const files = resolveTargets([target], cwd);
  const [path] = files;
  if (path !== undefined && (files.length === 1 || !existsSync(resolve(cwd, target)))) return path;
  throw new RunError('usage', `"${target}" names ${files.length} contracts; one is exported at a time.`, {
    help: `Name one of ${files.map((file) => displayPath(file, cwd)).join(', ')}.`,
  });
}

function write(folder: string, files: readonly GeneratedFile[]): Difference[] {
  try {
    return writeFiles(folder, files);
  } catch (error) {
    if (error instanceof ForeignFileError)
      throw new RunError('usage', error.message, { help: 'Name another place with --out, or move that file.' });
    if (error instanceof Error && 'code' in error)
      throw new RunError('input', `The schemas cannot be written to ${folder}: ${reasonOf(error)}.`, {
        help: 'Name a folder that you may write to.',
      });
    throw error;
  }
}
