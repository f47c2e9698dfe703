import { resolve } from 'node:path';
import type { CheckSettings } from '../checks/plan.ts';
import type { CheckResult } from '../checks/result.ts';
import { todayInUtc } from './today.ts';
import { runIsolated, type IsolationOptions } from '../isolation/run-isolated.ts';

/** Settings of a run, and of the worker that it goes on in. */
export type CheckContractsOptions = CheckSettings & IsolationOptions;

/**
 * Checks contracts with their documented examples, and captures against them.
 *
 * The work is done in a worker thread that is ended when it makes no progress, so a hostile schema cannot hang the caller.
 * Nothing is written, and nothing is read but what is named and what the contracts refer to within their folders.
 *
 * @param targets AsyncAPI documents, folders, or shipped contracts (`<vendor>`, `<vendor>@2.0.0`); when empty, what the
 *   configuration names, else the folder `asyncapi`
 * @returns the verdict, a report for each contract, and all findings, in a fixed order
 * @throws {RunError} when an argument, the configuration or a local module is wrong, or something named does not exist
 * @throws {IsolationError} when the work is stuck and no contract is to blame
 */
export async function checkContracts(
  targets: string | readonly string[] = [],
  options: CheckContractsOptions = {},
): Promise<CheckResult> {
  const { deadline: _, loading: _l, memory: __, youngMemory: _y, onProgress: ___, ...settings } = options;
  const names = typeof targets === 'string' ? [targets] : targets;
  const cwd = resolve(options.cwd ?? '');
  // A copy: an environment is no plain data.
  const plain = {
    today: todayInUtc(),
    ...settings,
    ...(settings.env === undefined ? {} : { env: { ...settings.env } }),
  };
  return runIsolated<CheckResult>('check', { targets: names, settings: plain, cwd }, options);
}
