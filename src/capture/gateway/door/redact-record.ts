import { isUtf8 } from 'node:buffer';
import type { Contract } from '../../../asyncapi/model.ts';
import { codingOf, decodeBody } from '../../../http/decode-body.ts';
import type { CaptureRecord } from '../../record.ts';
import { redactionNote } from '../../redact/redaction-note.ts';
import type { RedactPayload } from './redact-payload.ts';

/**
 * A record without personal data in its body and without the address that it came from. A body that is no JSON in UTF-8
 * goes as a whole, since nobody can tell what is in it; a compressed one is stored as what it held. The attestation goes
 * too, as it is no longer true: sign the record anew.
 *
 * @param limit most bytes of a body without its content coding
 */
export async function redactRecord(
  record: CaptureRecord,
  contract: Contract | undefined,
  redact: RedactPayload,
  limit: number,
): Promise<CaptureRecord> {
  const { attestation, remote, redactions = [], ...rest } = record;
  const coding = codingOf(record.headers);
  const body = coding === '' ? record.body : await decodeBody(record.body, coding, limit);
  const redacted = redactBody(typeof body === 'string' ? undefined : body, contract, record.event, redact);
  const places = [
    ...(remote === undefined ? [] : ['remote']),
    ...(coding === '' ? [] : ['header:content-encoding']),
    ...(record.body.byteLength === 0 ? [] : redacted.places),
  ];
  const note = redactionNote(places, {
    at: new Date().toISOString(),
    ...(attestation === undefined ? {} : { attestedBefore: attestation.signature }),
  });
  return {
    ...rest,
    headers: coding === '' ? record.headers : record.headers.filter(([name]) => !/^content-encoding$/i.test(name)),
    body: redacted.body,
    redactions: [...redactions, note],
  };
}

function redactBody(
  body: Uint8Array | undefined,
  contract: Contract | undefined,
  event: string | undefined,
  redact: RedactPayload,
): { readonly body: Uint8Array; readonly places: readonly string[] } {
  const text = body !== undefined && isUtf8(body) ? new TextDecoder().decode(body) : undefined;
  if (body === undefined || text === undefined || !isJson(text)) return { body: new Uint8Array(), places: ['body'] };
  const { text: redacted, places } = redact({ text, contract, event });
  return { body: places.length === 0 ? body : new TextEncoder().encode(redacted), places };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
