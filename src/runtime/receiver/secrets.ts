import type { Secret } from '../../signatures/verifier.ts';
import type { Delivery, SecretList } from '../api.ts';
import type { Soon } from './types.ts';

/** Reads a value at once, so that mistakes show at the start, or at each delivery when a function finds it. */
export function prepare<Value, Read>(
  given: Value | ((delivery: Delivery) => Soon<Value>),
  read: (value: Value) => Read,
): (delivery: Delivery) => Soon<Read> {
  if (typeof given === 'function') {
    // A promise of any library becomes one of ours.
    return async (delivery) => read(await (given as (delivery: Delivery) => Soon<Value>)(delivery));
  }
  const value = read(given);
  return () => value;
}

/**
 * Secrets in one form. An empty one is refused: everybody knows it.
 *
 * @throws {TypeError} when there is none, or an empty one
 */
export function readSecrets(list: SecretList | undefined): readonly Secret[] {
  const secrets = [list ?? []].flat().map((secret) => (typeof secret === 'string' ? { value: secret } : secret));
  if (secrets.length > 0 && secrets.every((secret) => secret?.value?.trim())) return secrets;
  throw new TypeError('A secret is missing or empty: is the environment variable set?');
}
