import type { Contract } from '../asyncapi/model.ts';
import { sameText } from '../signatures/hmac.ts';
import { secretBytes } from '../signatures/secret-bytes.ts';
import { valuesOf } from '../signatures/signature-header.ts';
import { verify } from '../signatures/verify.ts';
import type { Delivery } from './delivery.ts';

/** What a signature covers, as it came. */
export interface ReceivedBytes {
  readonly method: string;
  /** Absolute URL, as it is registered with the sender. */
  readonly url: string;
  readonly headers: Delivery['headers'];
  readonly body: Uint8Array;
}

/** A secret of the receiver's owner, with the name it goes by in reports. */
export interface KnownSecret {
  readonly id?: string | undefined;
  readonly value: string;
}

/** What is known of who sent a delivery. */
export interface Authenticity {
  /** `not-checked`: the vendor signs, but no secret of it is known; `none`: the vendor signs nothing. */
  readonly state: 'valid' | 'wrong' | 'not-checked' | 'none';
  /** Id of the secret that matched. */
  readonly secret?: string;
  /** Why it is wrong, in a word. */
  readonly reason?: string;
  /** Why it is wrong. Holds no secret and no signature. */
  readonly message?: string;
}

/** Whether a delivery comes from somebody who knows one of the secrets. Without secrets nothing is checked. */
export function authenticate(
  { authentication }: Contract,
  delivery: ReceivedBytes,
  secrets: readonly KnownSecret[],
): Authenticity {
  if (authentication.kind === 'none') return { state: 'none' };
  if (secrets.length === 0) return { state: 'not-checked' };
  if (authentication.kind === 'header') return checkHeader(authentication.header, delivery.headers, secrets);
  const verdict = verify(authentication.scheme, { ...delivery, secrets });
  if (!verdict.valid) return { state: 'wrong', reason: verdict.reason, message: verdict.message };
  return { state: 'valid', ...(verdict.secret === undefined ? {} : { secret: verdict.secret }) };
}

function checkHeader(header: string, headers: Delivery['headers'], secrets: readonly KnownSecret[]): Authenticity {
  const [value] = valuesOf(headers, header);
  if (value === undefined)
    return { state: 'wrong', reason: 'missing', message: `The delivery has no header ${header}.` };
  // All of them are compared, so that the time tells nothing.
  const fits = secrets.map((secret) => sameText(value, secret.value));
  const known = secrets[fits.indexOf(true)];
  if (known === undefined)
    return { state: 'wrong', reason: 'mismatch', message: `The header ${header} holds none of the secrets.` };
  return { state: 'valid', ...(known.id === undefined ? {} : { secret: known.id }) };
}

/**
 * Holds a secret against what the contract makes of it, before anything is received.
 *
 * @throws {SignatureSchemeError} when the secret is not written as the scheme demands
 */
export function checkSecret({ authentication }: Contract, secret: string): void {
  if (authentication.kind === 'signature') secretBytes(authentication.scheme, secret);
}
