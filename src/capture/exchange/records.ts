import { createHash } from 'node:crypto';
import type { Capture } from '../../deliveries/capture.ts';
import type { RecordDetails } from '../../deliveries/record-details.ts';
import type { RecordLine } from '../../deliveries/record-line.ts';
import { verifyAttestation } from '../attest.ts';
import type { TrustedKeys } from '../attest.ts';
import { leastIdAt, timeOfId } from '../record.ts';
import type { CaptureRecord } from '../record.ts';
import { toCapture } from '../store/to-capture.ts';

/**
 * A capture as a record.
 *
 * @param times says when a capture was received that does not say it itself, in milliseconds since 1970
 */
export function recordOfCapture(capture: Capture, times: { readonly fallback: number }): CaptureRecord {
  const { delivery, missing, origin, vendor, contract, event, record, at } = capture;
  const { method, url, headers, body } = delivery;
  const isRecord = record !== undefined;
  const untimed = (isRecord ? timeOfId(capture.id) : undefined) ?? times.fallback;
  return {
    id: capture.id,
    receivedAt: isRecord && at !== undefined ? at : isoOf(at === undefined ? untimed : Date.parse(at)),
    ...(at === undefined ? { untimed: true } : {}),
    origin,
    ...(vendor === undefined ? {} : { vendor }),
    ...(contract === undefined ? {} : { contract }),
    ...(event === undefined ? {} : { event }),
    method,
    url,
    headers,
    body: body.bytes,
    ...(missing.size === 0 ? {} : { missing: [...missing] }),
    ...(record ?? { verdict: 'not-judged', signature: { state: 'not-checked' } }),
  };
}

function isoOf(time: number): string {
  return new Date(time).toISOString();
}

/** A line that tells all of a record, as that record. */
export function recordOfLine({ id, at, delivery, missing, details, ...stated }: RecordLine): CaptureRecord {
  const { method, url, headers, body } = delivery;
  return {
    id,
    ...(at === undefined ? { receivedAt: isoOf(timeOfId(id) ?? 0), untimed: true } : { receivedAt: at }),
    ...stated,
    method,
    url,
    headers,
    body: body.bytes,
    ...(missing.size === 0 ? {} : { missing: [...missing] }),
    ...details,
  };
}

/** Tells of a line whether a trusted key has signed what it says. */
export function lineAttestation(trusted: TrustedKeys): (line: RecordLine) => boolean {
  return (line) => trusted.size > 0 && verifyAttestation(recordOfLine(line), trusted) === 'attested';
}

/** A record as a capture that tells all of it. */
export function captureOfRecord(record: CaptureRecord, location: string, trusted: TrustedKeys = new Map()): Capture {
  const capture = toCapture(record, location, (one) => verifyAttestation(one, trusted) === 'attested');
  return { ...capture, record: detailsOf(record) };
}

/** What a record says beside the delivery. */
export function detailsOf(record: CaptureRecord): RecordDetails {
  const { remote, verdict, reasons, signature, withheld, duplicateOf, retryOf } = record;
  const { answer, delivery, redactions, attestation } = record;
  return {
    ...(remote === undefined ? {} : { remote }),
    verdict,
    ...(reasons === undefined ? {} : { reasons }),
    signature,
    ...(withheld === undefined ? {} : { withheld }),
    ...(duplicateOf === undefined ? {} : { duplicateOf }),
    ...(retryOf === undefined ? {} : { retryOf }),
    ...(answer === undefined ? {} : { answer }),
    ...(delivery === undefined ? {} : { delivery }),
    ...(redactions === undefined ? {} : { redactions }),
    ...(attestation === undefined ? {} : { attestation }),
  };
}

const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The id that a capture from a file gets in a store: as `newRecordId`, but always the same for the same capture, so that
 * a file which is imported twice is in the store once.
 *
 * @param occurrence which one of equal captures it is, from 0
 */
export function importedId(record: CaptureRecord, occurrence: number): string {
  if (timeOfId(record.id) !== undefined) return record.id;
  const { id, receivedAt, origin, method, url, headers, body } = record;
  const hash = createHash('sha256')
    .update(JSON.stringify([id, receivedAt, origin ?? null, method, url, headers, occurrence]))
    .update('\n')
    .update(body)
    .digest();
  const tail = Array.from(hash.subarray(0, 16), (byte) => digits[byte & 31]).join('');
  return leastIdAt(Date.parse(receivedAt)).slice(0, -16) + tail;
}
