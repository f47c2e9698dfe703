import type { DeliveryPart } from '../deliveries/delivery.ts';
import type { Delivery } from '../deliveries/delivery.ts';
import type { Origin } from '../deliveries/capture.ts';

/**
 * What a contract says about a delivery. `accepted`: an event accepts it; `deviates`: the event is known and the delivery
 * breaks it; `unknown`: no contract knows its event, or it is no JSON; `not-judged`: there was no contract to hold it
 * against, or judging failed.
 */
export type RecordVerdict = 'accepted' | 'deviates' | 'unknown' | 'not-judged';

/**
 * What became of the signature, or of the fixed header, when the delivery came in. `not-checked`: no secret was known;
 * `none`: the vendor signs nothing, or the vendor is not known.
 */
export type SignatureState = 'valid' | 'wrong' | 'not-checked' | 'none';

/** What the sender was answered. */
export interface RecordedAnswer {
  /** Status code; absent when the sender left before an answer. */
  readonly status?: number;
  /** Who made the answer. */
  readonly by: 'receiver' | 'gateway';
  /** From the end of the delivery to the answer's head, in seconds. */
  readonly duration: number;
  /** Why the receiver gave no answer, or did not end the one that it gave. */
  readonly failure?: 'refused' | 'timeout' | 'broken';
}

/** Proof that a gateway wrote a record as it is. */
export interface Attestation {
  /** Id of the key: the first 16 hexadecimal digits of the SHA-256 of the public key in DER (RFC 8410). */
  readonly key: string;
  /** Ed25519 (RFC 8032), in base64, over the root of a hash tree of the records that were written together. */
  readonly signature: string;
  /** The way from this record to the root, in base64; absent when it was written alone. */
  readonly proof?: string;
}

/** Values that were replaced after the signature had been verified. Written by redaction. */
export interface Redaction {
  /** When, RFC 3339 in UTC. */
  readonly at: string;
  /** Where values were replaced: JSON Pointers into the payload, or `header:<name>`, `url`, `remote`, `body` for all of it. */
  readonly places: readonly string[];
  /** How many places are not listed. */
  readonly more?: number;
  /** What stood in the attestation of the record before; undefined when it had none that holds. */
  readonly attestedBefore?: string;
}

/** A recorded delivery, as a store keeps it. */
export interface CaptureRecord {
  /** Sorts by time of receipt: see `newRecordId`. */
  readonly id: string;
  /** RFC 3339 in UTC, with milliseconds. */
  readonly receivedAt: string;
  /** Set when nobody stated when it was received: `receivedAt` is the time of its file then, and it came no later. */
  readonly untimed?: true;
  readonly origin: Origin | undefined;
  readonly vendor?: string;
  /** `<vendor>@<version>`. */
  readonly contract?: string;
  readonly event?: string;
  /** Upper case. */
  readonly method: string;
  /** Absolute URL as the vendor sees it, or what stood in the request line. */
  readonly url: string;
  /** In the order received, names as sent. What was not kept has the value `notKept`. */
  readonly headers: Delivery['headers'];
  /** The raw bytes. */
  readonly body: Uint8Array;
  /** Parts that nobody knows: imported captures may lack them. */
  readonly missing?: readonly DeliveryPart[];
  /** Address that the delivery came from. */
  readonly remote?: string;
  readonly verdict: RecordVerdict;
  /** Why it is not accepted, by place and rule; holds no value of the payload. At most 10. */
  readonly reasons?: readonly string[];
  readonly signature: {
    readonly state: SignatureState;
    /** Id of the secret that matched. */
    readonly secret?: string;
    /** Why it is wrong, in a word. */
    readonly reason?: string;
  };
  /** Headers (and `query:<name>`) whose value was withheld at the door, in lower case. */
  readonly withheld?: readonly string[];
  /** The first record with the same delivery, which had been answered with success. */
  readonly duplicateOf?: string;
  /** The first record with the same delivery, which had not been answered with success: the vendor tries again. */
  readonly retryOf?: string;
  readonly answer?: RecordedAnswer;
  /** `held`: waits for its receiver; `delivered`: was held, and its receiver has answered; `failed`: was given up. */
  readonly delivery?: 'held' | 'delivered' | 'failed';
  /** Notes of what was replaced, oldest first. */
  readonly redactions?: readonly Redaction[];
  readonly attestation?: Attestation;
}

/** Whether whoever was answered so need not try again: an answer that broke off is none. */
export function isSuccess(answer: RecordedAnswer | undefined): boolean {
  const { status = 0, by, failure } = answer ?? {};
  return status >= 200 && status < 300 && (by === 'gateway' || failure === undefined);
}

/** What stands in place of a value that a store never sees. */
export const notKept = '(not kept)';

const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const mostCounted = 2 ** 25;
let prefix = '';
let count = mostCounted;
let lastTime = -1;
let lastTimePart = '';

/**
 * A new id of 26 characters in Crockford's base 32: the time in milliseconds (10 characters), 55 bits that are random for
 * each process (11), and a counter (5), so that ids sort as text by the time of receipt and, within a millisecond of one
 * process, by the order of arrival.
 *
 * @param time of receipt, in milliseconds since 1970
 */
export function newRecordId(time: number): string {
  if (count >= mostCounted) {
    prefix = base32(crypto.getRandomValues(new BigUint64Array(1))[0] ?? 0n, 11);
    count = 0;
  }
  if (time !== lastTime) {
    lastTime = time;
    lastTimePart = timePart(time);
  }
  let counter = '';
  for (let rest = count; counter.length < 5; rest >>>= 5) counter = `${digits[rest & 31] ?? ''}${counter}`;
  count += 1;
  return lastTimePart + prefix + counter;
}

/** The least id of that time or later: ids of records received from then on are not smaller. */
export function leastIdAt(time: number): string {
  return `${timePart(time)}${'0'.repeat(16)}`;
}

/** The time of receipt that an id tells, in milliseconds since 1970; undefined when it is no such id. */
export function timeOfId(id: string): number | undefined {
  if (!/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/.test(id)) return undefined;
  let time = 0;
  for (const digit of id.slice(0, 10)) time = time * 32 + digits.indexOf(digit);
  return time;
}

function timePart(time: number): string {
  return base32(BigInt(Math.min(Math.max(0, Math.trunc(time)), 2 ** 48 - 1)), 10);
}

function base32(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest >>= 5n) text = `${digits[Number(rest & 31n)] ?? ''}${text}`;
  return text;
}
