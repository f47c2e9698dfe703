import { bodyFromBytes } from '../../deliveries/body.ts';
import type { Capture } from '../../deliveries/capture.ts';
import { offsetOf } from '../../deliveries/json-locate.ts';
import { positionAt } from '../../deliveries/json-text.ts';
import type { CaptureRecord } from '../record.ts';

/** Tells whether a record's attestation holds. */
export type IsAttested = (record: CaptureRecord) => boolean;

/**
 * A record as a capture, so that whatever reads capture files reads stores as well. Its place is the store, with the
 * record's id as the capture's id; places in the body are lines and columns of the body's own text.
 *
 * @param location of the store, for people
 */
export function toCapture(record: CaptureRecord, location: string, isAttested: IsAttested = () => false): Capture {
  const { id, receivedAt, untimed, origin, vendor, contract, event, method, url, headers } = record;
  const body = bodyFromBytes(record.body);
  return {
    id,
    delivery: { method, url, headers, body },
    missing: new Set(record.missing),
    origin,
    attested: origin === 'live' && isAttested(record),
    ...(untimed === true ? {} : { at: receivedAt }),
    ...(vendor === undefined ? {} : { vendor }),
    ...(contract === undefined ? {} : { contract }),
    ...(event === undefined ? {} : { event }),
    place: { file: location },
    locate(inBody) {
      const { text } = body;
      const offset = text === undefined ? undefined : offsetOf(text, inBody);
      return text === undefined || offset === undefined ? undefined : positionAt(text, offset);
    },
  };
}
