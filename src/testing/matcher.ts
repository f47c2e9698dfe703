import { checkEvent } from './check-event.ts';
import type { CheckEventOptions } from './check-event.ts';
import { expectedPayload } from './expected-payload.ts';
import type { ContractReference } from './types.ts';

/** What a matcher tells its runner. */
export interface MatcherResult {
  readonly pass: boolean;
  message(): string;
  /** The payload, and the payload with words for what was expected: for the runner to compare. */
  readonly actual?: unknown;
  readonly expected?: unknown;
}

/**
 * A matcher for `expect.extend({ toBeEvent })`, in Jest and in whatever has matchers like it: whether a value is a payload of
 * an event. `counterfoil/vitest` brings it along.
 *
 * @throws {TestSetupError} as `checkEvent`, with `.not` too
 */
export function toBeEvent(
  payload: unknown,
  contract: ContractReference,
  event: string,
  options: CheckEventOptions = {},
): MatcherResult {
  const check = checkEvent(contract, event, payload, options);
  const message = (): string => check.message;
  if (check.ok) return { pass: true, message };
  const expected = expectedPayload(check, options.profile ?? 'tolerant');
  return { pass: false, message, actual: check.payload, expected };
}
