import type { Finding } from '../../findings/finding.ts';
import { attest, trustOf, verifyAttestation } from '../attest.ts';
import type { AttestationKey, TrustedKeys } from '../attest.ts';
import type { RecordJudge } from '../exchange/judge.ts';
import type { NotWritten } from '../exchange/export.ts';
import { captureOfRecord } from '../exchange/records.ts';
import type { CaptureSourceReader, Found } from '../exchange/sources.ts';
import type { CaptureRecord } from '../record.ts';
import type { RecordQuery } from '../store/store.ts';
import type { Capture } from '../../deliveries/capture.ts';
import { Pseudonyms } from '../../deliveries/personal/pseudonyms.ts';
import { redactRecord } from './redact-record.ts';
import type { RedactRules } from './redact-record.ts';

export interface RunRedactOptions {
  readonly rules: RedactRules;
  /** Key of the pseudonyms. */
  readonly pseudonymKey: Uint8Array;
  readonly judge: RecordJudge;
  /** Signs what was redacted, where the signature of the delivery had been verified. */
  readonly signKey?: AttestationKey;
  readonly trusted?: TrustedKeys;
  readonly query?: RecordQuery;
  /** RFC 3339; what the notes say. */
  readonly at: string;
  /** Where captures go; into the place of those in the store when absent. */
  readonly write?: (capture: Capture) => string | undefined;
}

export interface RedactResult {
  /** Captures that were read. */
  readonly captures: number;
  /** Captures in which something was replaced. */
  readonly redacted: number;
  /** How often something was replaced at a place; positions in lists count as one, the most frequent come first. */
  readonly places: readonly { readonly place: string; readonly captures: number }[];
  /** Of the pointers and headers that were named, those at which nothing ever stood: they may be misspelt. */
  readonly unmatched: readonly string[];
  /** Captures of which no contract knows the event: they were redacted by names and looks alone. */
  readonly withoutContract: number;
  /** Captures whose body is no JSON: redacted by looks alone. */
  readonly plain: number;
  /** Ids of captures that are not as valid as before, since no stand-in was accepted; the first ones. */
  readonly unlike: readonly string[];
  /** Captures that are signed now. */
  readonly attested: number;
  /** Redacted captures that are not signed, though there is a key, since nobody has verified their signature. */
  readonly unverified: number;
  /** What could not be read. */
  readonly problems: readonly Finding[];
  /** What could not be written in the wanted format. */
  readonly notWritten: readonly NotWritten[];
}

const mostListed = 100;
const mostPlaces = 1000;
const page = 200;

/** Redacts captures, page by page. */
export async function runRedact(reader: CaptureSourceReader, options: RunRedactOptions): Promise<RedactResult> {
  const { rules, pseudonymKey, write, query } = options;
  const pseudonyms = new Pseudonyms(pseudonymKey);
  const places = new Map<string, number>();
  const result = { captures: 0, redacted: 0, withoutContract: 0, plain: 0, attested: 0, unverified: 0 };
  const unlike: string[] = [];
  const problems: Finding[] = [];
  const notWritten: NotWritten[] = [];
  const unmatched = new Map([
    ...rules.pointers.map((pointer) => [pointer, patternOf(pointer)] as const),
    ...[...rules.headers].map((name) => [name, patternOf(`header:${name}`)] as const),
  ]);
  let changed: CaptureRecord[] = [];
  const flush = async (): Promise<void> => {
    if (changed.length > 0) await reader.store?.replace(changed);
    changed = [];
  };
  for await (const item of reader.read(query)) {
    if ('problem' in item) {
      if (problems.length < mostListed) problems.push(item.problem);
      continue;
    }
    result.captures += 1;
    const made = redactOne(item, { ...options, rules, pseudonyms });
    const { redacted, record, isSigned } = made;
    if (made.isWithoutContract) result.withoutContract += 1;
    if (redacted.isPlain) result.plain += 1;
    if (redacted.isAsValid === false && unlike.length < mostListed) unlike.push(record.id);
    if (redacted.places.length > 0) {
      result.redacted += 1;
      if (isSigned) result.attested += 1;
      else if (options.signKey !== undefined) result.unverified += 1;
      count(places, redacted.places);
      for (const [name, pattern] of unmatched)
        if (redacted.places.some((place) => pattern.test(place))) unmatched.delete(name);
    }
    if (write === undefined) {
      if (redacted.places.length > 0) changed.push(record);
      if (changed.length >= page) await flush();
    } else {
      const reason = write(captureOfRecord(record, item.capture.place.file));
      if (reason !== undefined && notWritten.length < mostListed) notWritten.push({ capture: record.id, reason });
    }
  }
  await flush();
  const sorted = [...places].map(([place, captures]) => ({ place, captures }));
  return {
    ...result,
    places: sorted.toSorted((a, b) => b.captures - a.captures),
    unmatched: [...unmatched.keys()],
    unlike,
    problems,
    notWritten,
  };
}

/** What a place reads like that a pointer stands for, or that lies below it. */
function patternOf(pointer: string): RegExp {
  const escaped = pointer.replaceAll(/[\\^$.+?()[\]{}|]/g, '\\$&').replaceAll('*', '[^/]*');
  return new RegExp(`^${escaped}(?:/|$)`, 'u');
}

function redactOne(
  { capture, record }: Found,
  options: RunRedactOptions & { readonly pseudonyms: Pseudonyms },
): {
  readonly redacted: ReturnType<typeof redactRecord>;
  readonly record: CaptureRecord;
  readonly isSigned: boolean;
  readonly isWithoutContract: boolean;
} {
  const { rules, pseudonyms, judge, signKey, at } = options;
  const trusted: TrustedKeys = new Map([
    ...(options.trusted ?? []),
    ...(signKey === undefined ? [] : trustOf(signKey)),
  ]);
  const judged = judge(capture);
  const wasAttested = verifyAttestation(record, trusted) === 'attested';
  const stated = { ...record, ...knownNow(record, judged, wasAttested) };
  const isWithoutContract = judged.event === undefined;
  const redacted = redactRecord(stated, judged, { ...rules, byName: rules.byName || isWithoutContract }, pseudonyms, {
    at,
    ...(wasAttested && record.attestation !== undefined ? { attestedBefore: record.attestation.signature } : {}),
  });
  // What nothing was replaced in stays as it is, attestation and all.
  if (redacted.places.length === 0 && !isWorthSigning(stated, wasAttested, signKey)) {
    return { redacted, record, isSigned: false, isWithoutContract };
  }
  // What a program made up has a valid signature as well.
  const isMadeUp = record.origin === 'simulated' || record.origin === 'documented';
  const mayVouch = !isMadeUp && (wasAttested || judged.signature.state === 'valid');
  if (signKey === undefined || !mayVouch)
    return { redacted, record: redacted.record, isSigned: false, isWithoutContract };
  const { attestation: _, ...bare } = redacted.record;
  const unsigned: CaptureRecord = { ...bare, origin: 'live' };
  return {
    redacted,
    record: { ...unsigned, attestation: attest(unsigned, signKey) },
    isSigned: true,
    isWithoutContract,
  };
}

/** A capture from a file whose signature has just been verified may be vouched for though nothing in it is personal. */
function isWorthSigning(
  { signature, origin }: CaptureRecord,
  wasAttested: boolean,
  key: AttestationKey | undefined,
): boolean {
  const isMadeUp = origin === 'simulated' || origin === 'documented';
  return key !== undefined && !wasAttested && !isMadeUp && signature.state === 'valid';
}

/** What the contracts say now, unless a trusted record has said it when the delivery came. */
function knownNow(
  record: CaptureRecord,
  { checked, event, verdict, reasons, signature }: ReturnType<RecordJudge>,
  wasAttested: boolean,
): Partial<CaptureRecord> {
  if (wasAttested || checked === undefined) return {};
  const { vendor, id } = checked.contract;
  // A record's word about a signature that cannot be checked any more is kept, and signed by nobody.
  const isChecked = signature.state === 'valid' || signature.state === 'wrong' || record.verdict === 'not-judged';
  return {
    vendor,
    contract: id,
    ...(event === undefined ? {} : { event }),
    ...(record.verdict === 'not-judged' ? { verdict, ...(reasons.length === 0 ? {} : { reasons }) } : {}),
    ...(isChecked ? { signature } : {}),
  };
}

/** Positions in lists count as one place. */
function count(places: Map<string, number>, found: readonly string[]): void {
  for (const place of new Set(found.map((one) => one.replaceAll(/\/\d+(?=\/|$)/g, '/*')))) {
    const known = places.get(place);
    if (known !== undefined) places.set(place, known + 1);
    else if (places.size < mostPlaces) places.set(place, 1);
  }
}
