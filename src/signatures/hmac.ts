import type { SignatureScheme } from './scheme.ts';

/** What is signed, in pieces: text stands for its UTF-8 bytes. */
export type Message = readonly (string | Uint8Array)[];

/** The HMAC of a message under one key, as text: base64 with padding, base64url without. Source: RFC 2104. */
export type Signer<Result> = (message: Message, encoding: SignatureScheme['encoding']) => Result;

/**
 * Makes a signer for a key: what the platform has for it. `Result` is `string`, or a promise of it where the platform
 * computes elsewhere.
 */
export type Hmac<Result> = (algorithm: SignatureScheme['algorithm'], key: Uint8Array) => Signer<Result>;

/**
 * The next step, at once when the value is there already: a promise costs more than many a step. Promises are our own:
 * to look for a `then` in every object that has none takes longer than to hash a small body.
 */
export function after<Value, Result>(
  value: Value | Promise<Value>,
  step: (value: Value) => Result | Promise<Result>,
): Result | Promise<Result> {
  return value instanceof Promise ? value.then(step) : step(value);
}

/** Whether two texts are equal, in a time that follows from their lengths alone. */
export function sameText(given: string, wanted: string): boolean {
  let difference = given.length ^ wanted.length;
  for (let index = 0; index < given.length; index += 1) {
    difference |= given.charCodeAt(index) ^ wanted.charCodeAt(index);
  }
  return difference === 0;
}
