import type { Contract } from '../../asyncapi/model.ts';
import type { Delivery } from '../../deliveries/delivery.ts';
import { sameText } from '../../signatures/hmac.ts';
import { secretBytes } from '../../signatures/secret-bytes.ts';
import { valuesOf } from '../../signatures/signature-header.ts';
import { verify } from '../../signatures/verify.ts';
import type { SignatureState } from './verdict.ts';

/** What a signature covers, as it came. */
export interface ReceivedBytes {
  readonly method: string;
  /** Absolute URL, as it is registered with the sender. */
  readonly url: string;
  readonly headers: Delivery['headers'];
  readonly body: Uint8Array;
}

export interface Authenticity {
  readonly state: SignatureState;
  /** The secret that matched. */
  readonly secret?: string;
  /** Why it is wrong. Holds no secret and no signature. */
  readonly message?: string;
}

/** Whether a delivery comes from somebody who knows one of the secrets. Without secrets nothing is checked. */
export function authenticate(
  { authentication }: Contract,
  delivery: ReceivedBytes,
  secrets: readonly string[],
): Authenticity {
  if (authentication.kind === 'none') return { state: 'none' };
  if (secrets.length === 0) return { state: 'not-checked' };
  if (authentication.kind === 'header') return checkHeader(authentication.header, delivery.headers, secrets);
  const known = secrets.map((value) => ({ value, id: value }));
  const verdict = verify(authentication.scheme, { ...delivery, secrets: known });
  if (!verdict.valid) return { state: 'wrong', message: verdict.message };
  return { state: 'valid', ...(verdict.secret === undefined ? {} : { secret: verdict.secret }) };
}

function checkHeader(header: string, headers: Delivery['headers'], secrets: readonly string[]): Authenticity {
  const [value] = valuesOf(headers, header);
  if (value === undefined) return { state: 'wrong', message: `The delivery has no header ${header}.` };
  const isKnown = secrets.map((secret) => sameText(value, secret)).includes(true);
  return isKnown ? { state: 'valid' } : { state: 'wrong', message: `The header ${header} holds none of the secrets.` };
}

/**
 * Holds a secret against what the contract makes of it, before anything is received.
 *
 * @throws {SignatureSchemeError} when the secret is not written as the scheme demands
 */
export function checkSecret({ authentication }: Contract, secret: string): void {
  if (authentication.kind === 'signature') secretBytes(authentication.scheme, secret);
}
