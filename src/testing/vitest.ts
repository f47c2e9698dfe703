/**
 * Contracts in vitest: a matcher for payloads, and tests of contracts and captures. Importing this adds the matcher.
 *
 * @module
 */
import { describe, expect, test } from 'vitest';
import type { CheckEventOptions } from './check-event.ts';
import { contractChecks } from './contract-checks.ts';
import type { ContractChecksOptions } from './contract-checks.ts';
import { toBeEvent } from './matcher.ts';
import { registerChecks } from './register.ts';
import type { ContractReference, EventNameOf } from './types.ts';

export * from './index.ts';

declare module 'vitest' {
  interface Matchers<R extends void | Promise<void>, T> {
    /**
     * Whether a value is a payload of an event.
     *
     * @param contract a name, a path, or a generated client
     */
    toBeEvent<const Reference extends ContractReference>(
      contract: Reference,
      event: EventNameOf<Reference>,
      options?: CheckEventOptions,
    ): R;
  }
}

expect.extend({ toBeEvent });

/**
 * Registers a test for each event, each documented example and each capture. Takes what `contractChecks` takes. A mistake in
 * the options fails the test file.
 */
export function contractTests(options: ContractChecksOptions = {}): void {
  describe('contracts', async () => {
    registerChecks(await contractChecks(options), { describe, test });
  });
}
