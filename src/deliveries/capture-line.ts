import type { Finding, Place } from '../findings/finding.ts';
import { child } from '../json-schema/pointer.ts';
import { bodyFromBase64, bodyFromText } from './body.ts';
import type { Capture, Origin } from './capture.ts';
import { captureFinding } from './capture-finding.ts';
import type { CaptureItem } from './capture-finding.ts';
import type { Delivery, DeliveryBody, DeliveryPart } from './delivery.ts';
import { isOrigin } from './formats/format.ts';
import type { ReadOptions } from './formats/format.ts';
import { locatePointer, offsetInString, offsetOf } from './json-locate.ts';
import { parseJson } from './json-text.ts';
import { wrongDetails } from './record-details.ts';
import type { RecordDetails } from './record-details.ts';
import type { RecordLine } from './record-line.ts';
import type { Position } from './json-text.ts';

/** What all lines of a file have in common. */
export interface LineContext {
  readonly file: string;
  /** Origin of captures that do not state theirs. */
  readonly origin: Origin | undefined;
  readonly options: ReadOptions;
}

/** A line of an .ndjson file, after its types have been checked. */
interface LineRecord {
  readonly id?: string;
  readonly at?: string;
  readonly origin?: Origin;
  readonly vendor?: string;
  readonly contract?: string;
  readonly event?: string;
  readonly attested?: boolean;
  readonly method?: string;
  readonly url?: string;
  readonly headers?: readonly (readonly [string, string])[];
  readonly body?: string;
  readonly bodyBase64?: string;
  readonly record?: RecordDetails;
}

/**
 * Reads one line: a capture, a finding, or undefined for a blank line. `last`: no line break follows, so that text which
 * is not JSON has probably been cut off.
 */
export function captureFromLine(
  text: string,
  line: number,
  context: LineContext,
  last: boolean,
): CaptureItem | undefined {
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    return text.trim() === '' ? undefined : notJson(text, line, context, last);
  }
  const wrong = wrongMember(record);
  if (wrong !== undefined) return misshapen(wrong, text, line, context);
  return new LineCapture(record as LineRecord, text, line, context);
}

/** A class, for the sake of 100,000 lines: members that few callers read are computed when they are read. */
class LineCapture implements Capture {
  readonly id: string;
  readonly delivery: Delivery;
  readonly missing: ReadonlySet<DeliveryPart>;
  readonly origin: Origin | undefined;
  readonly attested: boolean;
  readonly place: Place;
  declare readonly vendor?: string;
  declare readonly contract?: string;
  declare readonly event?: string;
  declare readonly at?: string;
  declare readonly record?: RecordDetails;
  readonly #text: string;

  constructor(record: LineRecord, text: string, line: number, { file, origin, options }: LineContext) {
    const vendor = record.vendor ?? options.vendor;
    const contract = record.contract ?? options.contract;
    const url = options.url ?? record.url;
    this.id = record.id ?? String(line);
    this.delivery = {
      method: record.method ?? 'POST',
      url: url ?? '',
      headers: record.headers ?? [],
      body: bodyOf(record),
    };
    this.missing = missingParts(record.method, url, record.headers);
    this.origin = record.origin ?? origin;
    this.attested =
      record.record === undefined
        ? record.attested === true && options.attested === true
        : this.origin === 'live' && options.isAttested?.(recordLineOf(record, this)) === true;
    if (record.record !== undefined) this.record = record.record;
    this.place = { file, line };
    if (vendor !== undefined) this.vendor = vendor;
    if (contract !== undefined) this.contract = contract;
    if (record.event !== undefined) this.event = record.event;
    if (record.at !== undefined) this.at = record.at;
    this.#text = text;
  }

  locate(inBody: string | number): Position | undefined {
    const body = locatePointer(this.#text, '/body');
    const { text } = this.delivery.body;
    if (body === undefined || text === undefined) return undefined;
    const offset = offsetOf(text, inBody);
    return offset === undefined
      ? undefined
      : { line: this.place.line ?? 1, column: offsetInString(this.#text, body, offset) + 1 };
  }
}

/** The line's own statements, which its attestation covers: not what the reader was told. */
function recordLineOf(record: LineRecord, { id, delivery }: Capture): RecordLine {
  return {
    id,
    ...(record.at === undefined ? {} : { at: record.at }),
    origin: record.origin,
    ...(record.vendor === undefined ? {} : { vendor: record.vendor }),
    ...(record.contract === undefined ? {} : { contract: record.contract }),
    ...(record.event === undefined ? {} : { event: record.event }),
    delivery: { ...delivery, url: record.url ?? '' },
    missing: missingParts(record.method, record.url, record.headers),
    details: record.record as RecordDetails,
  };
}

/** `wrongMember` has looked at both. */
function bodyOf({ body, bodyBase64 }: LineRecord): DeliveryBody {
  const decoded = body === undefined ? bodyFromBase64(bodyBase64 ?? '') : bodyFromText(body);
  return decoded ?? bodyFromText('');
}

const nothing: ReadonlySet<DeliveryPart> = new Set();

function missingParts(method: unknown, url: unknown, headers: unknown): ReadonlySet<DeliveryPart> {
  if (method !== undefined && url !== undefined && headers !== undefined) return nothing;
  const missing = new Set<DeliveryPart>();
  if (method === undefined) missing.add('method');
  if (url === undefined) missing.add('url');
  if (headers === undefined) missing.add('headers');
  return missing;
}

/** What is wrong with a record: the member's name ('' for the record as a whole) and a sentence. */
type Wrong = readonly [member: string, message: string];

function wrongMember(record: unknown): Wrong | undefined {
  if (typeof record !== 'object' || record === null || Array.isArray(record))
    return ['', 'the line is not a JSON object'];
  let bodies = 0;
  // A record from JSON.parse has own properties only, and `for in` makes no list of them.
  for (const member in record) {
    const message = check(member, (record as Readonly<Record<string, unknown>>)[member]);
    if (message !== undefined) return [member, message];
    if (member === 'body' || member === 'bodyBase64') bodies += 1;
  }
  if (bodies === 1) return undefined;
  return [
    '',
    bodies === 0 ? 'the capture has neither `body` nor `bodyBase64`' : 'the capture has both `body` and `bodyBase64`',
  ];
}

const dateTime = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;

function check(member: string, value: unknown): string | undefined {
  switch (member) {
    case 'body':
      if (typeof value !== 'string')
        return '`body` is not a text: a payload is stated as the text that was sent, or as `bodyBase64`';
      return value.isWellFormed()
        ? undefined
        : '`body` holds a lone surrogate, which UTF-8 cannot express; use `bodyBase64`';
    case 'bodyBase64':
      return typeof value === 'string' && bodyFromBase64(value) !== undefined
        ? undefined
        : '`bodyBase64` is not base64';
    case 'headers':
      return isHeaderList(value) ? undefined : '`headers` is not a list of [name, value] pairs';
    case 'method':
      return typeof value === 'string' && /^[A-Z]+$/.test(value) ? undefined : '`method` is not a word in upper case';
    case 'id':
    case 'url':
    case 'vendor':
    case 'contract':
    case 'event':
      return typeof value === 'string' && value !== '' ? undefined : `\`${member}\` is not a text`;
    case 'at':
      return typeof value === 'string' && dateTime.test(value) ? undefined : '`at` is not a date-time of RFC 3339';
    case 'origin':
      return isOrigin(value) ? undefined : '`origin` is none of live, documented, simulated';
    case 'attested':
      return typeof value === 'boolean' ? undefined : '`attested` is neither true nor false';
    case 'record': {
      const wrong = wrongDetails(value);
      return wrong === undefined ? undefined : `\`record\` ${wrong}`;
    }
    default:
      return `\`${member}\` is no member of a capture`;
  }
}

function isHeaderList(value: unknown): boolean {
  if (!Array.isArray(value)) return false;
  for (const pair of value as readonly unknown[]) {
    if (!Array.isArray(pair) || pair.length !== 2 || typeof pair[0] !== 'string' || typeof pair[1] !== 'string')
      return false;
  }
  return true;
}

function notJson(text: string, line: number, { file }: LineContext, last: boolean): Finding {
  const parsed = parseJson(text);
  const problem = 'problem' in parsed ? parsed.problem : { message: 'the text is not JSON', offset: 0, cutOff: false };
  const place = { file, line, column: problem.offset + 1 };
  if (last && problem.cutOff === true) {
    return captureFinding('truncated', `line ${line} is cut off: ${problem.message}`, place, String(line));
  }
  return captureFinding('syntax', `line ${line} is not JSON: ${problem.message}`, place, String(line));
}

function misshapen([member, message]: Wrong, text: string, line: number, { file }: LineContext): Finding {
  const pointer = member === '' ? '' : child('', member);
  const offset = locatePointer(text, pointer) ?? 0;
  return captureFinding('shape', `line ${line}: ${message}`, { file, line, column: offset + 1 }, String(line));
}

/**
 * The capture as one line of an .ndjson file, without the line break. The body is text when it is valid UTF-8, else
 * base64; its bytes come back unchanged. Parts that the capture does not have are left out.
 */
export function captureToLine(capture: Capture): string {
  const { delivery, missing } = capture;
  const { text, bytes } = delivery.body;
  const record: LineRecord = {
    id: capture.id,
    ...(capture.at === undefined ? {} : { at: capture.at }),
    ...(capture.origin === undefined ? {} : { origin: capture.origin }),
    ...(capture.vendor === undefined ? {} : { vendor: capture.vendor }),
    ...(capture.contract === undefined ? {} : { contract: capture.contract }),
    ...(capture.event === undefined ? {} : { event: capture.event }),
    ...(capture.attested ? { attested: true } : {}),
    ...(missing.has('method') ? {} : { method: delivery.method }),
    ...(missing.has('url') ? {} : { url: delivery.url }),
    ...(missing.has('headers') ? {} : { headers: delivery.headers }),
    ...(text === undefined ? { bodyBase64: Buffer.from(bytes).toString('base64') } : { body: text }),
    ...(capture.record === undefined ? {} : { record: capture.record }),
  };
  return JSON.stringify(record);
}
