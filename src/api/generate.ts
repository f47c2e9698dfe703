import { resolve } from 'node:path';
import { RunError } from '../findings/run-error.ts';
import type { PackageOptions } from '../codegen/client/emit-package.ts';
import { runtimeFiles } from '../codegen/client/runtime-files.ts';
import type { Language } from '../codegen/languages.ts';
import type { GeneratedClient, GenerateRun } from '../codegen/run-generate.ts';
import { findDifferences, ForeignFileError, writeFiles } from '../codegen/write-files.ts';
import type { Difference } from '../codegen/write-files.ts';
import { demandAsPulled } from './pulled-targets.ts';
import { runIsolated, type IsolationOptions } from '../isolation/run-isolated.ts';
import { reasonOf } from '../util/system-reason.ts';

export interface GenerateOptions extends IsolationOptions {
  /** Folder for the clients, each in a folder of its own; relative to `cwd`. */
  readonly out: string;
  /** `ts` when absent. */
  readonly language?: Language;
  /** Makes TypeScript clients packages that can be published; plain folders when absent. */
  readonly package?: Partial<PackageOptions>;
  /** Writes nothing, and says what would change. */
  readonly check?: boolean;
  /** Folder that relative paths start from; the working folder when absent. */
  readonly cwd?: string;
}

/** What was generated, and what it changed in the output folder. */
export interface GenerateResult extends GenerateRun {
  /** Absolute. */
  readonly out: string;
  /** What was written or removed, or with `check` what would be. Paths are relative to `out`. */
  readonly differences: readonly Difference[];
}

/**
 * Generates clients from contracts. The same contracts give the same bytes. Files that were not generated are never
 * overwritten or removed. Contracts that were pulled must be what the lock file says.
 *
 * @param targets AsyncAPI documents, folders, or shipped contracts (`<vendor>`, `<vendor>@2.0.0`)
 * @throws {RunError} when a contract has errors, nothing is named, or a file is in the way
 * @throws {IsolationError} when the work is stuck
 */
export async function generate(targets: readonly string[], options: GenerateOptions): Promise<GenerateResult> {
  const { out: named, language = 'ts', package: packaging, check = false, cwd: folder = '', ...isolation } = options;
  if (named.trim() === '') {
    throw new RunError('usage', 'The output folder has no name.', { help: 'Is the variable that holds it set?' });
  }
  const cwd = resolve(folder);
  await demandAsPulled(targets, cwd, isolation);
  const run = await runIsolated<GenerateRun>(
    'generate',
    {
      targets,
      cwd,
      language,
      runtime: language === 'ts' ? runtimeFiles() : new Map(),
      ...(packaging === undefined ? {} : { package: packageOptions(packaging) }),
    },
    isolation,
  );
  const out = resolve(cwd, named);
  const files = run.clients.flatMap((client) => client.files);
  return { ...run, out, differences: write(out, files, check) };
}

const scopePattern = /^@[a-z\d-~][a-z\d-._~]*$/;

/** The characters of SPDX expressions and of npm's own `SEE LICENSE IN <file>`. */
const licensePattern = /^[\w.+:()/ -]+$/;

function packageOptions({ scope = '@counterfoil', license = 'UNLICENSED' }: Partial<PackageOptions>): PackageOptions {
  if (!scopePattern.test(scope))
    throw new RunError('usage', `"${scope}" is no scope of npm packages.`, { help: 'Write it as @acme.' });
  if (!licensePattern.test(license))
    throw new RunError('usage', `"${license}" is no licence.`, {
      help: 'Write an SPDX expression: MIT, Apache-2.0 OR MIT.',
    });
  return { scope, license };
}

function write(out: string, files: GeneratedClient['files'], check: boolean): Difference[] {
  try {
    return check ? findDifferences(out, files) : writeFiles(out, files);
  } catch (error) {
    if (error instanceof ForeignFileError)
      throw new RunError('usage', error.message, { help: 'Generate into a folder of its own, or move that file.' });
    if (error instanceof Error && 'code' in error)
      throw new RunError('input', `The clients cannot be written to ${out}: ${reasonOf(error)}.`, {
        help: 'Name a folder that you may write to.',
      });
    throw error;
  }
}
