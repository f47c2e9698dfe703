import { timingSafeEqual } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { computeSignature, covers, keyOf, signatureLength } from './message.ts';
import type { SignatureScheme } from './scheme.ts';
import { readPart, readSignatures, valuesOf } from './signature-header.ts';
import type { Headers } from './signature-header.ts';

/** A secret of the receiver's owner; during a change of secrets there are several. */
interface Secret {
  readonly id?: string;
  readonly value: string;
}

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

/**
 * `missing`: the header, or another one that carries a signed part, is not there; `malformed`: no signature in it that
 * the scheme could have made; `no-timestamp`: none, or one that is no time; `too-old`: signed, but too long ago or too
 * far ahead; `mismatch`: signed with another secret, or for another URL or body.
 */
type SignatureFault = 'missing' | 'malformed' | 'mismatch' | 'too-old' | 'no-timestamp';

/**
 * Verifies a delivery against every secret. Comparisons take the same time whatever the difference.
 * @throws {SignatureSchemeError} when the scheme or a secret cannot be used; never because of the delivery
 */
export function verify(scheme: SignatureScheme, delivery: Signed): SignatureVerdict {
  const { headers } = delivery;
  if (valuesOf(headers, scheme.header).every((value) => value === '')) {
    return fault('missing', `The delivery has no header ${scheme.header}.`);
  }
  const signatures = readSignatures(scheme, headers, signatureLength[scheme.algorithm]);
  if (signatures.length === 0)
    return fault('malformed', `The header ${scheme.header} holds no signature in ${scheme.encoding}.`);
  const id = readPart(scheme, 'id', headers);
  if (id === undefined && scheme.parts?.id !== undefined)
    return fault('missing', `The delivery does not carry its id (${scheme.parts.id}).`);
  const timestamp = readPart(scheme, 'timestamp', headers);
  const time = timestamp === undefined ? undefined : secondsOf(timestamp);
  if (time === undefined && scheme.parts?.timestamp !== undefined) {
    return fault('no-timestamp', `The delivery carries no time (${scheme.parts.timestamp}).`);
  }
  const parts = { url: delivery.url, method: delivery.method, body: delivery.body, id, timestamp };
  const secret = delivery.secrets.find(({ value }) => {
    const expected = computeSignature(scheme, cachedKey(scheme, value), parts);
    return signatures.some((signature) => timingSafeEqual(signature, expected));
  });
  if (secret === undefined) return fault('mismatch', mismatchMessage(scheme));
  const late = time === undefined ? undefined : complaintAboutTime(scheme, time, delivery.now ?? Date.now() / 1000);
  return late === undefined ? { valid: true, secret: secret.id } : fault('too-old', late);
}

function fault(reason: SignatureFault, message: string): SignatureVerdict {
  return { valid: false, reason, message };
}

function mismatchMessage(scheme: SignatureScheme): string {
  const causes = ['the secret', 'the body'];
  if (scheme.signed.includes('{url}')) causes.push('the URL');
  if (covers(scheme, 'timestamp')) causes.push('the time');
  return `The signature fits none of the secrets: ${causes.slice(0, -1).join(', ')} or ${causes.at(-1)} is another one.`;
}

function complaintAboutTime({ tolerance }: SignatureScheme, time: number, now: number): string | undefined {
  const age = Math.round(now - time);
  if (tolerance === undefined || Math.abs(now - time) <= tolerance) return undefined;
  return age > 0
    ? `The delivery was signed ${age} s ago; ${tolerance} s are allowed.`
    : `The delivery was signed ${-age} s ahead of time; ${tolerance} s are allowed.`;
}

/** Unix time in seconds of a time written in seconds, in milliseconds or as RFC 3339. */
function secondsOf(text: string): number | undefined {
  if (/^\d{1,11}$/.test(text)) return Number(text);
  if (/^\d{12,14}$/.test(text)) return Number(text) / 1000;
  const time = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) / 1000 : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

const keys = new WeakMap<SignatureScheme, Map<string, KeyObject>>();

/** Making a key takes as long as a short signature: many deliveries share one. */
function cachedKey(scheme: SignatureScheme, secret: string): KeyObject {
  const known = keys.get(scheme) ?? new Map<string, KeyObject>();
  keys.set(scheme, known);
  const key = known.get(secret) ?? keyOf(scheme, secret);
  known.set(secret, key);
  return key;
}
