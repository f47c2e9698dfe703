import { isObject } from '../util/json.ts';
import type { Finding } from '../findings/finding.ts';
import type { Capture } from './capture.ts';
import { isFinding } from './capture-finding.ts';
import { decodeUtf8 } from './formats/encoding.ts';
import { wholeFileLimit } from './formats/format.ts';
import type { CaptureFormat, CaptureSource } from './formats/format.ts';
import { harFormat } from './formats/har.ts';
import { httpFormat } from './formats/http.ts';
import { jsonFormat } from './formats/json.ts';
import { ndjsonFormat } from './formats/ndjson.ts';
import { offsetOf } from './json-locate.ts';
import { positionAt } from './json-text.ts';
import { parseCurl } from './parse-curl.ts';

/** What a pasted text was taken for. */
export type InputKind = 'payload' | 'http' | 'curl' | 'har' | 'ndjson';

/** Deliveries found in a pasted text. */
export interface ParsedInput {
  readonly kind: InputKind;
  readonly captures: readonly Capture[];
  /** Parts of the text that could not be read. */
  readonly problems: readonly InputProblem[];
}

/** What is wrong with a pasted text. */
export interface InputProblem {
  /** A sentence. */
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

/** Greatest number of deliveries taken from one text. */
export const mostDeliveries = 1000;

/**
 * Finds out what a pasted text is (a payload, a raw HTTP message, a curl command line, an HTTP archive or lines of
 * captures) and reads the deliveries in it. Undefined `kind`: it is none of them, and `problems` says what it lacks.
 * @param file the name that places in the text get
 */
export async function parseInput(
  input: string | Uint8Array,
  file = '-',
): Promise<ParsedInput | { readonly kind: undefined; readonly problems: readonly InputProblem[] }> {
  if (typeof input === 'string' && !input.isWellFormed())
    return nothing('the input holds a lone surrogate, which UTF-8 cannot express');
  const bytes = typeof input === 'string' ? Buffer.from(input) : input;
  if (bytes.length > wholeFileLimit) return nothing(`the input is longer than ${wholeFileLimit} bytes`);
  if (httpFormat.detect?.(withoutBlankLines(bytes)) === true) return read('http', httpFormat, bytes, file);
  const decoded = decodeUtf8(bytes);
  if ('problem' in decoded) return nothing(decoded.problem);
  const { text } = decoded;
  if (text.trim() === '') return nothing('the input is empty');
  if (/^\s*(?:[$>#]\s+)?(?:\S*[\\/])?curl(?:\.exe)?\s/.test(text)) return readCurl(text, file);
  if (/^\s*[{["']/.test(text) || valueOf(text) !== undefined) return read(...jsonKind(text), Buffer.from(text), file);
  return nothing(unknownText(text));
}

function nothing(message: string): { kind: undefined; problems: InputProblem[] } {
  return { kind: undefined, problems: [{ message: sentence(message) }] };
}

/** A text that begins like JSON: one value, or one a line. */
function jsonKind(text: string): [InputKind, CaptureFormat] {
  const whole = valueOf(text);
  if (isArchive(whole)) return ['har', harFormat];
  const first = whole ?? valueOf(text.trimStart().split('\n', 1)[0] ?? '');
  if (isCapture(first)) return ['ndjson', ndjsonFormat];
  return ['payload', jsonFormat];
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isArchive(value: unknown): boolean {
  const log = isObject(value) && Object.hasOwn(value, 'log') ? value['log'] : undefined;
  return isObject(log) && Object.hasOwn(log, 'entries') && Array.isArray(log['entries']);
}

/** A payload may have a `body` of its own; the name of a method or headers beside it tells a capture. */
function isCapture(value: unknown): boolean {
  if (!isObject(value)) return false;
  const has = (key: string): boolean => Object.hasOwn(value, key);
  return (has('body') || has('bodyBase64')) && (has('headers') || has('method') || has('url'));
}

async function read(kind: InputKind, format: CaptureFormat, bytes: Uint8Array, file: string): Promise<ParsedInput> {
  const captures: Capture[] = [];
  const problems: InputProblem[] = [];
  for await (const run of format.read(inMemory(file, bytes), {})) {
    for (const item of run) {
      if (isFinding(item)) problems.push(problemOf(item));
      else captures.push(item);
    }
    if (captures.length + problems.length >= mostDeliveries) break;
  }
  return { kind, captures, problems };
}

function inMemory(file: string, bytes: Uint8Array): CaptureSource {
  return {
    file,
    async *chunks() {
      yield bytes;
    },
  };
}

function problemOf({ message, place: { line, column } }: Finding): InputProblem {
  return { message, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) };
}

function readCurl(text: string, file: string): ParsedInput {
  const delivery = parseCurl(text);
  if ('message' in delivery) {
    const problem = {
      message: sentence(`the curl command line cannot be used: ${delivery.message}`),
      ...positionAt(text, delivery.offset),
    };
    return { kind: 'curl', captures: [], problems: [problem] };
  }
  const capture: Capture = {
    id: 'curl',
    delivery,
    missing: new Set(),
    origin: undefined,
    attested: false,
    place: { file, line: 1 },
    locate: (inBody) => locateQuoted(text, delivery.body.text ?? '', inBody),
  };
  return { kind: 'curl', captures: [capture], problems: [] };
}

/** A place in a body that stands in the command line letter for letter, as between single quotes. */
function locateQuoted(text: string, body: string, inBody: string | number): ReturnType<Capture['locate']> {
  const start = body === '' ? -1 : text.indexOf(body);
  const offset = start === -1 ? undefined : offsetOf(body, inBody);
  return offset === undefined ? undefined : positionAt(text, start + offset);
}

function unknownText(text: string): string {
  const first = (text.trimStart().split('\n', 1)[0] ?? '').trim();
  if (/^[\w-]+:\s/.test(first))
    return 'the text begins with a header; put the request line in front of it, such as POST /path HTTP/1.1';
  if (/^[A-Z]{3,10} \S+(?: HTTP\/\S+)?$/.test(first))
    return 'the first line is no request line of HTTP/1.1; write it as POST /path HTTP/1.1';
  if (first.startsWith('HTTP/'))
    return 'this is a response; a delivery is a request, which begins with POST /path HTTP/1.1';
  if (first.startsWith('<')) return 'this looks like XML or HTML; a payload is JSON';
  return 'this is neither JSON, nor a raw HTTP message (POST /path HTTP/1.1), nor a curl command line, nor an HTTP archive';
}

function withoutBlankLines(bytes: Uint8Array): Uint8Array {
  const start = bytes.findIndex((byte) => byte !== 0x0d && byte !== 0x0a);
  return bytes.subarray(Math.max(start, 0), start + 4096);
}

function sentence(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}
