import { resolve } from 'node:path';
import type { CheckResult } from '../checks/result.ts';
import { runIsolated, type IsolationOptions } from '../isolation/run-isolated.ts';
import { planChecks, type CheckSettings } from './check-options.ts';

/** Settings of a run, and of the worker that it goes on in. */
export type CheckContractsOptions = CheckSettings & IsolationOptions;

/**
 * Checks contracts with their documented examples, and captures against them.
 *
 * The work is done in a worker thread that is ended when it makes no progress, so a hostile schema cannot hang the caller.
 * Nothing is written, and nothing is read but what is named and what the contracts refer to within their folders.
 *
 * @param targets AsyncAPI documents, folders, or shipped contracts (`ombori`, `ombori@2.0.0`); when empty, what the
 *   configuration names, else the folder `asyncapi`
 * @returns the verdict, a report for each contract, and all findings, in a fixed order
 * @throws {RunError} when an argument or the configuration is wrong, or something named does not exist
 * @throws {PluginError} when a local module cannot be used
 * @throws {IsolationError} when the work is stuck and no contract is to blame
 */
export async function checkContracts(
  targets: string | readonly string[] = [],
  options: CheckContractsOptions = {},
): Promise<CheckResult> {
  const names = typeof targets === 'string' ? [targets] : targets;
  const plan = await planChecks(names, options, resolve(options.cwd ?? ''));
  return runIsolated<CheckResult>('check', plan, options);
}
