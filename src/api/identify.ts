import { resolve } from 'node:path';
import type { IdentifyRun } from '../checks/run-identify.ts';
import { runIsolated, type IsolationOptions } from '../isolation/run-isolated.ts';

export interface IdentifyOptions extends IsolationOptions {
  /** Contracts to ask, as for `checkContracts`; the shipped ones when absent. */
  readonly contracts?: readonly string[];
  /** Folder that relative paths start from; the working folder when absent. */
  readonly cwd?: string;
}

/**
 * Says what a text or its bytes are: which vendor, contract and event accept each delivery in it, what deviates and where,
 * and which events come nearest when none does.
 *
 * @param input a payload, a raw HTTP message, a curl command line, an HTTP archive, or captures one a line
 * @returns one entry per delivery; `problems` says what in the input cannot be read
 * @throws {RunError} when a contract that is named does not exist
 * @throws {IsolationError} when the work is stuck and no contract is to blame
 */
export async function identify(input: string | Uint8Array, options: IdentifyOptions = {}): Promise<IdentifyRun> {
  const cwd = resolve(options.cwd ?? '');
  return runIsolated<IdentifyRun>('identify', { input, cwd, contracts: options.contracts }, options);
}
