import { unpadded } from './encoding.ts';
import { sameText } from './hmac.ts';
import type { Hmac, Signer } from './hmac.ts';
import type { SignatureScheme } from './scheme.ts';
import { secretBytes } from './secret-bytes.ts';
import { itemsOf, leadOf, readPart, sharesHeader, sourceOf, valuesOf } from './signature-header.ts';
import type { Headers } from './signature-header.ts';
import { covers, signedMessage, splitTemplate } from './signed-message.ts';

/** A secret of the receiver's owner; during a change of secrets there are several. */
export interface Secret {
  readonly id?: string | undefined;
  readonly value: string;
}

/** A delivery whose signature is in question. */
export interface SignedDelivery {
  readonly secrets: readonly Secret[];
  /** As the receiver's owner registered them; one of them is signed. */
  readonly urls: readonly string[];
  /** Upper case. */
  readonly method: string;
  readonly headers: Headers;
  /** The raw bytes, as they were received. */
  readonly body: Uint8Array;
  /** Unix time in seconds at which the delivery was received. */
  readonly now: () => number;
}

/**
 * `missing`: the header, or another one that carries a signed part, is not there; `malformed`: no signature in it that
 * the scheme could have made; `no-timestamp`: none, or one that is no time; `too-old`: signed, but too long ago or too
 * far ahead; `mismatch`: signed with another secret, or for another URL or body.
 */
export type SignatureFault = 'missing' | 'malformed' | 'mismatch' | 'too-old' | 'no-timestamp';

/** The secret that matched, or why none does. */
export type Verdict =
  | { readonly secret: Secret }
  | { readonly secret?: undefined; readonly reason: SignatureFault; readonly message: string };

/** Throws `SignatureSchemeError` when the scheme or a secret cannot be used; never because of the delivery. */
export type Verifier = (delivery: SignedDelivery) => Verdict | Promise<Verdict>;

/** What a delivery says about its signature. */
interface Claim {
  readonly delivery: SignedDelivery;
  readonly signatures: readonly string[];
  readonly id: string | undefined;
  readonly timestamp: string | undefined;
  /** Unix time in seconds. */
  readonly time: number | undefined;
}

/** More secrets than anybody has at a time: a function that invents them must not fill the memory. */
const mostSigners = 100;

/**
 * A function that verifies deliveries against every secret. Comparisons take the same time whatever the difference.
 * Verdicts come at once where the platform's HMAC does.
 */
export function createVerifier(scheme: SignatureScheme, hmac: Hmac<string | Promise<string>>): Verifier {
  const { algorithm, encoding, tolerance = Infinity } = scheme;
  const header = scheme.header.toLowerCase();
  const template = splitTemplate(scheme);
  const lead = leadOf(scheme);
  const idSource = sourceOf(scheme, 'id');
  const timeSource = sourceOf(scheme, 'timestamp');
  const isShared = sharesHeader(scheme);
  const isHex = encoding === 'hex';
  /** Of a signature in characters, without padding. */
  const length = Math.ceil(hashLength(algorithm) * (isHex ? 2 : 4 / 3));
  const signers = new Map<string, Signer<string | Promise<string>>>();

  /** Making a key takes as long as a short signature: many deliveries share one. */
  function signerOf(secret: string): Signer<string | Promise<string>> {
    const known = signers.get(secret);
    if (known !== undefined) return known;
    const signer = hmac(algorithm, secretBytes(scheme, secret));
    if (signers.size >= mostSigners) signers.clear();
    signers.set(secret, signer);
    return signer;
  }

  /** Every URL with every secret, one after the other, until one of them fits. */
  function match(claim: Claim, attempt: number): Verdict | Promise<Verdict> {
    const { urls, secrets, method, body } = claim.delivery;
    const { id, timestamp } = claim;
    const secret = secrets[attempt % secrets.length];
    const url = urls[Math.floor(attempt / secrets.length)];
    if (secret === undefined || url === undefined) return fault('mismatch', mismatchMessage(scheme));
    const signer = signerOf(secret.value);
    const text = signer(signedMessage(template, { url, method, body, id, timestamp }), encoding);
    // No `after` here and below: a function made for each delivery costs as much as a step.
    if (text instanceof Promise) return text.then((later) => compare(claim, attempt, secret, later));
    return compare(claim, attempt, secret, text);
  }

  function compare(claim: Claim, attempt: number, secret: Secret, text: string): Verdict | Promise<Verdict> {
    const { signatures, delivery, time } = claim;
    const expected = text.slice(0, length);
    if (!signatures.some((signature) => sameText(signature, expected))) return match(claim, attempt + 1);
    const age = time === undefined ? 0 : delivery.now() - time;
    if (Math.abs(age) <= tolerance) return { secret };
    const when = `${Math.abs(Math.round(age))} s ${age > 0 ? 'ago' : 'ahead of time'}`;
    return fault('too-old', `The delivery was signed ${when}; ${tolerance} s are allowed.`);
  }

  return (delivery) => {
    const { headers } = delivery;
    const values = valuesOf(headers, header);
    const items = isShared ? itemsOf(scheme, values) : values;
    const signatures: string[] = [];
    for (const item of items) {
      const text = item.slice(lead.length);
      const signature = isHex ? text.toLowerCase() : unpadded(text);
      if (signature.length === length && item.startsWith(lead)) signatures.push(signature);
    }
    if (signatures.length === 0)
      return values.join('') === ''
        ? fault('missing', `The delivery has no header ${scheme.header}.`)
        : fault('malformed', `The header ${scheme.header} holds no signature in ${encoding}.`);
    const id = idSource && readPart(idSource, headers, items);
    if (idSource && id === undefined) return fault('missing', 'The delivery does not carry its id.');
    const timestamp = timeSource && readPart(timeSource, headers, items);
    const time = timeSource && secondsOf(timestamp);
    if (timeSource && time === undefined) return fault('no-timestamp', 'The delivery does not carry its time.');

    return match({ delivery, signatures, id, timestamp, time }, 0);
  };
}

/** Length in bytes. Source: FIPS 180-4. */
function hashLength(algorithm: SignatureScheme['algorithm']): number {
  const bits = Number(algorithm.slice('hmac-sha'.length));
  return bits === 1 ? 20 : bits / 8;
}

function fault(reason: SignatureFault, message: string): Verdict {
  return { reason, message };
}

function mismatchMessage(scheme: SignatureScheme): string {
  const more = (covers(scheme, 'url') ? ', the URL' : '') + (covers(scheme, 'timestamp') ? ', the time' : '');
  return `The signature fits none of the secrets: the secret${more} or the body is another one.`;
}

/** Unix time in seconds of a time written in seconds, in milliseconds or as RFC 3339. */
function secondsOf(text = ''): number | undefined {
  if (/^\d{1,14}$/.test(text)) return text.length < 12 ? Number(text) : Number(text) / 1000;
  const time = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) / 1000 : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}
