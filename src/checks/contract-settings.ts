import { RunError } from '../findings/run-error.ts';
import { isSemver } from './lint/support/semver.ts';

/**
 * Holds what a new contract is to be called against the contract format.
 *
 * @param selector entries of `x-selector`, when some are given
 * @throws {RunError} `usage`, when one of them is wrong
 */
export function checkContractSettings(vendor: string, version: string, selector: readonly string[] | undefined): void {
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(vendor) || vendor.length > 60) {
    throw new RunError('usage', `"${vendor}" is no name of a vendor.`, {
      help: 'Write it in lower case, words joined by hyphens: --vendor acme-pay.',
    });
  }
  if (!isSemver(version)) {
    throw new RunError('usage', `"${version}" is no version of a contract.`, { help: 'Write three numbers: 1.0.0.' });
  }
  for (const part of selector ?? []) {
    if (/^(?:(?:\/(?:[^~/]|~[01])*)+|header:[!#$%&'*+.^_`|~0-9A-Za-z-]+)$/.test(part)) continue;
    throw new RunError('usage', `"${part}" is no part of a selector.`, {
      help: 'A part is a JSON Pointer (/type) or a header (header:x-event), several with commas between them.',
    });
  }
}
