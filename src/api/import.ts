import { resolve } from 'node:path';
import type { ImportedContract } from '../import/result.ts';
import type { ImportInput } from '../import/run-import.ts';
import { RunError } from '../findings/run-error.ts';
import type { CheckResult } from '../checks/result.ts';
import { runIsolated } from '../isolation/run-isolated.ts';
import type { IsolationOptions } from '../isolation/run-isolated.ts';
import { checkContracts } from './check-contracts.ts';
import { contractPlaces, refuseToOverwrite, writeContractFiles } from './contract-folders.ts';

export interface ImportOptions extends IsolationOptions {
  /** Name of the vendor: lower case, words joined by hyphens. */
  readonly vendor: string;
  /** Version of the contract; `1.0.0` when absent. */
  readonly version?: string;
  /** Entries of `x-selector`; found when absent. */
  readonly selector?: readonly string[];
  /** Folders beside the document's that references may lead to. */
  readonly roots?: readonly string[];
  /** Folder that `asyncapi/<vendor>/<version>` and `schemas/<vendor>/<version>` are written to; nothing is written when absent. */
  readonly out?: string;
  /** Folder that relative paths start from; the working folder when absent. */
  readonly cwd?: string;
}

export interface ImportContractResult extends ImportedContract {
  /** What `counterfoil check` says of what was written; absent when nothing was. */
  readonly check?: CheckResult;
}

/**
 * Makes a contract of a document that is there already (AsyncAPI 2 and 3, webhooks of OpenAPI 3, a folder of JSON Schemas), writes
 * it whole or not at all, and checks it. What it could not take over is in the result.
 *
 * @param document the file, or a folder of JSON Schemas
 * @throws {RunError} when a setting is wrong, the document cannot be read, or the contract is there already
 * @throws {IsolationError} when the document takes too long
 */
export async function importContract(document: string, options: ImportOptions): Promise<ImportContractResult> {
  const { vendor, version = '1.0.0', selector, roots, out, cwd: folder = '', ...isolation } = options;
  const cwd = resolve(folder);
  if (out?.trim() === '')
    throw new RunError('usage', 'The output folder has no name.', { help: 'Is the variable that holds it set?' });
  const target = out === undefined ? undefined : resolve(cwd, out);
  const places = contractPlaces(vendor, version);
  const input: ImportInput = {
    path: resolve(cwd, document),
    vendor,
    version,
    cwd,
    ...(selector === undefined ? {} : { selector }),
    ...(roots === undefined ? {} : { roots: roots.map((root) => resolve(cwd, root)) }),
  };
  const contract = await runIsolated<ImportedContract>('import', input, isolation);
  if (target === undefined) return contract;
  for (const place of places)
    refuseToOverwrite(
      resolve(target, place),
      cwd,
      'Choose another --out, --vendor or --contract-version; nothing is replaced.',
    );
  writeContractFiles(target, places, contract.files, cwd);
  const check = await checkContracts([resolve(target, places[0] ?? '')], { cwd, ...isolation });
  return { ...contract, check };
}
