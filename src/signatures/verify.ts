import { nodeHmac } from './message.ts';
import type { SignatureScheme } from './scheme.ts';
import type { Headers } from './signature-header.ts';
import { createVerifier } from './verifier.ts';
import type { Secret, SignatureFault, Verdict, Verifier } from './verifier.ts';

/** A delivery whose signature is in question. */
export interface Signed {
  readonly secrets: readonly Secret[];
  /** As the receiver's owner registered it. */
  readonly url: string;
  /** Upper case. */
  readonly method: string;
  readonly headers: Headers;
  /** The raw bytes, as they were received. */
  readonly body: Uint8Array;
  /** Unix time in seconds at which the delivery was received; the present when absent. */
  readonly now?: number;
}

/** Whether a delivery comes from somebody who knows a secret, and which secret that was. */
export type SignatureVerdict =
  | { readonly valid: true; readonly secret: string | undefined }
  | { readonly valid: false; readonly reason: SignatureFault; readonly message: string };

const verifiers = new WeakMap<SignatureScheme, Verifier>();

/**
 * Verifies a delivery against every secret. Comparisons take the same time whatever the difference.
 * @throws {SignatureSchemeError} when the scheme or a secret cannot be used; never because of the delivery
 */
export function verify(scheme: SignatureScheme, delivery: Signed): SignatureVerdict {
  let verifier = verifiers.get(scheme);
  if (verifier === undefined) verifiers.set(scheme, (verifier = createVerifier(scheme, nodeHmac)));
  const { secrets, url, method, headers, body, now = Date.now() / 1000 } = delivery;
  // Node's HMAC answers at once, and so does what is made of it.
  const verdict = verifier({ secrets, urls: [url], method, headers, body, now: () => now }) as Verdict;
  if (verdict.secret !== undefined) return { valid: true, secret: verdict.secret.id };
  return { valid: false, reason: verdict.reason, message: verdict.message };
}
