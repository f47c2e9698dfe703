import { resolve } from 'node:path';
import type { VerifyRun } from '../checks/verify-result.ts';
import { runIsolated, type IsolationOptions } from '../isolation/run-isolated.ts';

export interface VerifyCaptureOptions extends IsolationOptions {
  /** The secrets that may have been used; `id` says in the result which one it was. */
  readonly secrets: readonly { readonly id?: string; readonly value: string }[];
  /** The URL as it is registered with the vendor, for signatures that cover it; the one in the capture when absent. */
  readonly url?: string;
  /** Contracts that say how deliveries are signed, as for `checkContracts`; the shipped ones when absent. */
  readonly contracts?: readonly string[];
  /** The name that places in the input get; `-` when absent. */
  readonly file?: string;
  /** Folder that relative paths start from; the working folder when absent. */
  readonly cwd?: string;
}

/**
 * Verifies the signature of every delivery in a text or its bytes, and says for each that does not match which variation
 * of URL, body, secret or signature would make it match.
 *
 * @param input a raw HTTP message, a curl command line, an HTTP archive, or captures one a line
 * @returns one entry per delivery; `problems` says what in the input cannot be read. Holds no secret
 * @throws {RunError} when a contract that is named does not exist, or has no signature scheme; when the URL is no URL, or
 *   there is no secret
 * @throws {IsolationError} when the work is stuck and no contract is to blame
 */
export async function verifyCapture(input: string | Uint8Array, options: VerifyCaptureOptions): Promise<VerifyRun> {
  const { secrets, url, contracts, file = '-' } = options;
  const cwd = resolve(options.cwd ?? '');
  return runIsolated<VerifyRun>('verify', { input, file, cwd, contracts, url, secrets }, options);
}
