import { proofHeader } from '../../deliveries/choose-contract.ts';
import { isCredentialHeader } from '../../deliveries/personal/recognise.ts';
import type { CheckedContract } from '../../checks/checked-contract.ts';
import { payloadTree } from '../../checks/unredacted.ts';
import { parseJson } from '../../deliveries/json-text.ts';
import { bodyFromBytes } from '../../deliveries/body.ts';
import type { CaptureRecord, Redaction } from '../record.ts';
import { notKept } from '../record.ts';
import { redactionNote } from './redaction-note.ts';
import { rewriteText } from '../../deliveries/personal/rewrite-personal.ts';
import type { PersonalRules, Substitute } from '../../deliveries/personal/rewrite-personal.ts';
import type { Pseudonyms } from '../../deliveries/personal/pseudonyms.ts';
import { redactPayload } from '../../deliveries/personal/redact-payload.ts';

/** How records are redacted. */
export interface RedactRules extends PersonalRules {
  /** Further headers whose values are replaced, in lower case. */
  readonly headers: ReadonlySet<string>;
}

/** The contract that a record belongs to, and its event. */
export interface RedactSubject {
  readonly checked: CheckedContract | undefined;
  readonly event: string | undefined;
}

export interface RedactedRecord {
  /** Without attestation: whoever may sign it does. The record itself when nothing was replaced. */
  readonly record: CaptureRecord;
  /** What was replaced; empty when nothing was. */
  readonly places: readonly string[];
  /** Whether the payload is as valid as before; undefined when no schema is known. */
  readonly isAsValid: boolean | undefined;
  /** The body is no JSON: only what is told by its look was replaced. */
  readonly isPlain: boolean;
}

/**
 * A record with pseudonyms in place of personal data in body, headers and URL, without the address it came from, without
 * credentials, and without the signature of a body that is not there any more. The record says where and when.
 *
 * @param at RFC 3339
 * @param attestedBefore signature of the attestation that the record has and that holds
 */
export function redactRecord(
  record: CaptureRecord,
  subject: RedactSubject,
  rules: RedactRules,
  pseudonyms: Pseudonyms,
  { at, attestedBefore }: Pick<Redaction, 'at' | 'attestedBefore'>,
): RedactedRecord {
  const body = redactBody(record, subject, rules, pseudonyms);
  const found = new Set(body.places);
  const substitute: Substitute = (value, { pointer, kind }) => {
    found.add(pointer);
    return pseudonyms.text(String(value), { kind, listed: [], attempt: 0 });
  };
  const known = longValues(body.replaced);
  const elsewhere = (text: string, place: string): string => {
    let shown = rewriteText(text, place, rules, substitute);
    for (const [value, standIn] of known) {
      if (!shown.includes(value)) continue;
      shown = shown.replaceAll(value, standIn);
      found.add(place);
    }
    return shown;
  };
  const { headers, withheld } = redactHeaders(record, subject, rules, elsewhere, substitute, found);
  const url = redactUrl(record.url, elsewhere);
  if (record.remote !== undefined) found.add('remote');
  const places = [...found];
  const { attestation: _, remote: __, ...rest } = record;
  if (places.length === 0) return { record, places, isAsValid: body.isAsValid, isPlain: body.isPlain };
  const note = redactionNote(places, { at, ...(attestedBefore === undefined ? {} : { attestedBefore }) });
  return {
    record: {
      ...rest,
      url,
      headers: withLength(headers, record.body, body.bytes),
      body: body.bytes,
      ...(withheld.length === 0 ? {} : { withheld }),
      redactions: [...(record.redactions ?? []), note],
    },
    places,
    isAsValid: body.isAsValid,
    isPlain: body.isPlain,
  };
}

function redactBody(
  record: CaptureRecord,
  subject: RedactSubject,
  rules: RedactRules,
  pseudonyms: Pseudonyms,
): {
  readonly bytes: Uint8Array;
  readonly places: readonly string[];
  readonly replaced: ReadonlyMap<string, string>;
  readonly isAsValid: boolean | undefined;
  readonly isPlain: boolean;
} {
  const { text } = bodyFromBytes(record.body);
  const same = { bytes: record.body, places: [], replaced: new Map<string, string>(), isAsValid: undefined };
  if (text !== undefined && !('problem' in parseJson(text))) {
    const schema = subject.event === undefined ? undefined : subject.checked?.payload(subject.event);
    const redacted = redactPayload(text, payloadTree(subject.checked, subject.event), schema, rules, pseudonyms);
    if (redacted.places.length === 0) return { ...same, isAsValid: redacted.isAsValid, isPlain: false };
    return { ...redacted, bytes: Buffer.from(redacted.text), isPlain: false };
  }
  // Bytes as characters: what is no UTF-8 can be looked through as well, and nothing else of it changes.
  const latin = Buffer.from(record.body).toString('latin1');
  const replaced = new Map<string, string>();
  const shown = rewriteText(latin, 'body', rules, (value, { kind }) => {
    const standIn = pseudonyms.text(String(value), { kind, listed: [], attempt: 0 });
    replaced.set(String(value), standIn);
    return standIn;
  });
  if (replaced.size === 0) return { ...same, isPlain: true };
  return { ...same, bytes: Buffer.from(shown, 'latin1'), places: ['body'], replaced, isPlain: true };
}

function redactHeaders(
  record: CaptureRecord,
  { checked }: RedactSubject,
  rules: RedactRules,
  elsewhere: (text: string, place: string) => string,
  substitute: Substitute,
  found: Set<string>,
): Pick<CaptureRecord, 'headers'> & { readonly withheld: readonly string[] } {
  const proof = checked === undefined ? undefined : proofHeader(checked.contract)?.toLowerCase();
  const withheld = new Set(record.withheld);
  const headers = record.headers.map(([name, value]): readonly [string, string] => {
    const lower = name.toLowerCase();
    const place = `header:${lower}`;
    if (value === notKept) return [name, value];
    if (isCredentialHeader(name) || lower === proof) {
      found.add(place);
      withheld.add(lower);
      return [name, notKept];
    }
    if (rules.headers.has(lower))
      return [name, String(substitute(value, { pointer: place, kind: undefined, listed: [] }))];
    if (lower === 'content-length') return [name, value];
    return [name, elsewhere(value, place)];
  });
  return { headers, withheld: [...withheld] };
}

/** A Content-Length that was right stays right: it is how a capture tells whether its body was cut off. */
function withLength(
  headers: CaptureRecord['headers'],
  before: Uint8Array,
  after: Uint8Array,
): CaptureRecord['headers'] {
  if (before.length === after.length) return headers;
  return headers.map(([name, value]) => [
    name,
    name.toLowerCase() === 'content-length' && value === String(before.length) ? String(after.length) : value,
  ]);
}

/** A URL whose parts have gone through `elsewhere`, which gets them decoded. The host stays: it is the receiver's own. */
export function redactUrl(url: string, elsewhere: (text: string, place: string) => string): string {
  const start = /^[a-z]+:\/\/[^/?#]*/i.exec(url)?.[0].length ?? 0;
  return (
    url.slice(0, start) +
    url.slice(start).replaceAll(/[^/?#&=]+/g, (part) => {
      const plain = decoded(part);
      const shown = elsewhere(plain, 'url');
      return shown === plain ? part : encodeURIComponent(shown);
    })
  );
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Values that are long enough to be found elsewhere by more than chance, the longest first. */
function longValues(replaced: ReadonlyMap<string, string>): [string, string][] {
  return [...replaced].filter(([value]) => value.length >= 6).toSorted(([one], [other]) => other.length - one.length);
}
