import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadContract as load } from '../asyncapi/load-contract.ts';
import type { Contract } from '../asyncapi/model.ts';
import type { Finding } from '../findings/finding.ts';
import { RunError } from '../findings/run-error.ts';
import { resolveTargets } from '../checks/targets.ts';

/** What came of loading one contract. */
export interface LoadedContract {
  /** Undefined when something that it is built from cannot be read or is not valid: the findings say what. */
  readonly contract: Contract | undefined;
  readonly findings: readonly Finding[];
}

/**
 * Loads one contract: reads the AsyncAPI document with the files it refers to, holds it against the AsyncAPI schema, and
 * builds the model that everything else works with.
 *
 * @param target an AsyncAPI document, a folder with one below it, or a shipped contract (`<vendor>` for the
 *   newest version, `<vendor>@2.0.0`)
 * @throws {RunError} when the target names nothing, or a folder with several contracts
 */
export async function loadContract(target: string, options: { readonly cwd?: string } = {}): Promise<LoadedContract> {
  const cwd = resolve(options.cwd ?? '');
  const { contract, findings } = await load(onlyDocument(target, cwd), { cwd });
  return { contract, findings };
}

/**
 * The AsyncAPI document that a target names.
 *
 * @throws {RunError} as `loadContract`
 */
export function onlyDocument(target: string, cwd: string): string {
  const files = resolveTargets([target], cwd);
  const [file] = files;
  if (file === undefined || (files.length > 1 && existsSync(resolve(cwd, target)))) {
    throw new RunError('usage', `"${target}" names ${files.length} contracts; one is loaded at a time.`, {
      help: `Name one of ${files.join(', ')}.`,
    });
  }
  return file;
}
