import type { CaptureRecord } from '../record.ts';
import type { GatewayDesk } from './desk.ts';
import { redactRecord } from './door/redact-record.ts';
import type { Arrival, Judged } from './judge.ts';

/** What a record is made of. */
export interface Received {
  readonly arrival: Arrival;
  readonly judged: Judged;
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly receivedAt: number;
  readonly remote: string | undefined;
}

/** The record of a delivery, without what the door keeps out. */
export function recordOf(
  { withhold, redact, personalData, limit }: GatewayDesk,
  { arrival, judged, id, receivedAt, remote }: Received,
): CaptureRecord | Promise<CaptureRecord> {
  const { vendor, contract, event, verdict, reasons, signature, known } = judged;
  const { url, headers, withheld } = withhold(judged.url, arrival.headers);
  const record: CaptureRecord = {
    id,
    receivedAt: new Date(receivedAt).toISOString(),
    // What somebody else than the vendor sent tells nothing about the vendor.
    origin: signature.state === 'wrong' ? undefined : 'live',
    ...(vendor === undefined ? {} : { vendor }),
    ...(contract === undefined ? {} : { contract }),
    ...(event === undefined ? {} : { event }),
    method: arrival.method,
    url,
    headers,
    body: arrival.body,
    ...(remote === undefined ? {} : { remote }),
    verdict,
    ...(reasons === undefined ? {} : { reasons }),
    signature,
    ...(withheld.length === 0 ? {} : { withheld }),
  };
  return personalData === 'redact' ? redactRecord(record, known, redact, limit) : record;
}
