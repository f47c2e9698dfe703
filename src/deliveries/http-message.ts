import type { Delivery } from './delivery.ts';

/** An HTTP/1.1 request message as it stands in a file. */
export interface HttpMessage {
  readonly method: string;
  /** The request target as sent: origin form (`/path?query`) or absolute form. */
  readonly target: string;
  /** In order, names as sent, values without the white space around them, each byte as one character. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** The raw body; of a chunked message the chunks' data. */
  readonly body: Uint8Array;
  /** Offset of the body in the message; undefined when it is chunked and so lies in several places. */
  readonly bodyOffset: number | undefined;
}

/** Why bytes are not an HTTP/1.1 request message. */
export interface HttpProblem {
  /** `length`: the body's length is not the one stated; `syntax`: everything else. */
  readonly kind: 'syntax' | 'length';
  readonly message: string;
  /** Offset in bytes. */
  readonly offset: number;
}

const headLimit = 64 * 1024;
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

class Refused extends Error {
  readonly problem: HttpProblem;

  constructor(problem: HttpProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

function refuse(message: string, offset: number, kind: HttpProblem['kind'] = 'syntax'): never {
  throw new Refused({ kind, message, offset });
}

/**
 * Parses one request message that takes up all the bytes. Source: RFC 9112, sections 2 to 7, strict where a recipient
 * may choose: no folded header lines, no white space before a colon, one Host, one Content-Length, no trailers, no
 * transfer coding but `chunked`. Lines end with CRLF or LF. Without Content-Length the body goes to the end.
 */
export function parseHttpMessage(bytes: Uint8Array): HttpMessage | HttpProblem {
  try {
    return parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (error) {
    if (error instanceof Refused) return error.problem;
    throw error;
  }
}

/** Tells the two results of `parseHttpMessage` apart. */
export function isHttpProblem(result: HttpMessage | HttpProblem): result is HttpProblem {
  return 'kind' in result;
}

interface Line {
  readonly text: string;
  readonly start: number;
  /** Offset of the next line. */
  readonly next: number;
}

function parse(bytes: Buffer): HttpMessage {
  const first = requestLine(bytes);
  const [method, target] = parseRequestLine(first);
  const fields: Field[] = [];
  let line = readLine(bytes, first.next);
  for (; line.text !== ''; line = readLine(bytes, line.next)) fields.push(parseHeader(line, fields.length));
  const headers = fields.map(({ name, value }) => [name, value] as const);
  return { method, target, headers, ...parseBody(bytes, line.next, fields) };
}

/** A header line. */
interface Field {
  readonly name: string;
  readonly value: string;
  readonly start: number;
}

/** RFC 9112, section 2.2: empty lines in front of the request line are ignored. */
function requestLine(bytes: Buffer): Line {
  let line = readLine(bytes, 0);
  while (line.text === '') line = readLine(bytes, line.next);
  return line;
}

function readLine(bytes: Buffer, start: number): Line {
  const end = bytes.indexOf(lineFeed, start);
  if (end === -1) {
    refuse('the message ends before the empty line that closes the header lines', bytes.length);
  }
  if (end > headLimit) refuse(`the header lines are longer than ${headLimit} bytes`, start);
  const textEnd = end > start && bytes[end - 1] === carriageReturn ? end - 1 : end;
  return { text: bytes.toString('latin1', start, textEnd), start, next: end + 1 };
}

function parseRequestLine({ text, start }: Line): [method: string, target: string] {
  const [method = '', target = '', version = '', ...rest] = text.split(' ');
  if (version === '' || rest.length > 0) {
    refuse('the first line is not `METHOD target HTTP/1.1` with one space between the parts', start);
  }
  if (!token.test(method) || method !== method.toUpperCase()) refuse('the method is not a word in upper case', start);
  const targetStart = start + method.length + 1;
  if (!/^(?=[\x21-\x7e]+$)(?:\/|https?:\/\/[^/?#])/i.test(target)) {
    refuse('the request target is neither a path that begins with / nor an http(s) URL', targetStart);
  }
  if (!/^HTTP\/1\.[01]$/.test(version)) refuse('the version is not HTTP/1.1', targetStart + target.length + 1);
  return [method, target];
}

function parseHeader({ text, start }: Line, count: number): Field {
  if (count === 2000) refuse('there are more than 2,000 header lines', start);
  if (text.startsWith(' ') || text.startsWith('\t'))
    refuse('a header line begins with white space: folded lines are not allowed', start);
  const colon = text.indexOf(':');
  if (colon === -1)
    refuse('a header line has no colon; an empty line must stand between the headers and the body', start);
  const name = text.slice(0, colon);
  if (!token.test(name)) refuse('a header name is empty or holds a character that names cannot have', start);
  const value = trimBlanks(text.slice(colon + 1));
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value))
    refuse(`the value of ${name} holds a control character`, start + colon + 1);
  return { name, value, start };
}

/** A loop and not a pattern: `\s*$` takes quadratic time on a long run of blanks. */
function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09;
}

function parseBody(bytes: Buffer, offset: number, fields: readonly Field[]): Pick<HttpMessage, 'body' | 'bodyOffset'> {
  single(fields, 'host');
  const length = single(fields, 'content-length');
  const coding = single(fields, 'transfer-encoding');
  if (coding !== undefined) {
    if (length !== undefined) refuse('Transfer-Encoding and Content-Length exclude each other', length.start);
    if (coding.value.toLowerCase() !== 'chunked') {
      refuse(`the transfer coding ${coding.value} is not supported; only chunked is`, coding.start);
    }
    return { body: decodeChunks(bytes, offset), bodyOffset: undefined };
  }
  const body = bytes.subarray(offset);
  if (length !== undefined) checkLength(length, body, offset);
  return { body, bodyOffset: offset };
}

/** The header of that name, which must not stand twice. */
function single(fields: readonly Field[], wanted: string): Field | undefined {
  const [first, second] = fields.filter(({ name }) => name.toLowerCase() === wanted);
  if (second !== undefined) refuse(`the header ${second.name} stands more than once`, second.start);
  return first;
}

function checkLength({ value: stated, start }: Field, body: Buffer, offset: number): void {
  if (!/^\d{1,15}$/.test(stated)) refuse('the value of Content-Length is not a number', start);
  const difference = body.length - Number(stated);
  if (difference === 0) return;
  const hint =
    difference < 0
      ? 'it was cut off'
      : body.at(-1) === lineFeed && difference <= 2
        ? 'an editor may have added the line break at its end'
        : 'something follows it';
  refuse(`Content-Length says ${stated} bytes, the body has ${body.length}: ${hint}`, offset, 'length');
}

/** Source: RFC 9112, section 7.1. */
function decodeChunks(bytes: Buffer, offset: number): Uint8Array {
  const chunks: Buffer[] = [];
  for (let at = offset; ;) {
    const { size, start } = chunkHead(bytes, at);
    const end = start + size;
    if (end > bytes.length) refuse('the body ends in the middle of a chunk', bytes.length, 'length');
    chunks.push(bytes.subarray(start, end));
    at = lineBreak(bytes, end);
    if (size > 0) continue;
    if (at !== bytes.length) refuse('something follows the last chunk; trailers are not supported', at);
    return Buffer.concat(chunks);
  }
}

function chunkHead(bytes: Buffer, offset: number): { size: number; start: number } {
  const end = bytes.indexOf(lineFeed, offset);
  if (end === -1) refuse('the body ends before its last chunk', bytes.length, 'length');
  const text = bytes.toString('latin1', offset, Math.min(end, offset + 256)).replace(/\r$/, '');
  const [digits = ''] = text.split(';');
  if (!/^[\da-f]{1,8}[ \t]*$/i.test(digits)) refuse('the size of a chunk is not a hexadecimal number', offset);
  return { size: Number.parseInt(digits, 16), start: end + 1 };
}

function lineBreak(bytes: Buffer, offset: number): number {
  if (bytes[offset] === lineFeed) return offset + 1;
  if (bytes[offset] === carriageReturn && bytes[offset + 1] === lineFeed) return offset + 2;
  return refuse('a chunk is longer or shorter than its size says', offset, 'length');
}

/** A delivery that HTTP/1.1 cannot state: a header value with a line break, a method in lower case. */
export class UnwritableDelivery extends Error {
  override readonly name = 'UnwritableDelivery';
}

/**
 * The delivery as one HTTP/1.1 request message with CRLF line ends; `parseHttpMessage` reads the same delivery back,
 * headers and body to the byte. The target is in origin form when the Host header and `https` say the rest of the URL,
 * else in absolute form. No header is added.
 * @throws {UnwritableDelivery} when no message can state the delivery.
 */
export function formatHttp(delivery: Delivery): Uint8Array {
  const chunked = delivery.headers.some(([name]) => name.toLowerCase() === 'transfer-encoding');
  const lines = [
    `${delivery.method} ${requestTarget(delivery)} HTTP/1.1`,
    ...delivery.headers.map(([name, value]) => `${name}: ${value}`),
  ];
  const head = lines.join('\r\n');
  if (/[^\u0000-\u00ff]/.test(head)) throw new UnwritableDelivery('a header holds a character beyond Latin-1');
  const { bytes } = delivery.body;
  const message = Buffer.concat([
    Buffer.from(`${head}\r\n\r\n`, 'latin1'),
    ...(chunked ? encodeChunks(bytes) : [bytes]),
  ]);
  const readBack = parseHttpMessage(message);
  if (isHttpProblem(readBack)) throw new UnwritableDelivery(readBack.message);
  if (!sameHeaders(readBack.headers, delivery.headers))
    throw new UnwritableDelivery('a header value begins or ends with white space');
  if ((absoluteUrl(readBack) ?? readBack.target) !== delivery.url)
    throw new UnwritableDelivery('the Host header and the URL disagree');
  return message;
}

function sameHeaders(one: HttpMessage['headers'], other: HttpMessage['headers']): boolean {
  return (
    one.length === other.length &&
    one.every(([name, value], index) => name === other[index]?.[0] && value === other[index][1])
  );
}

function encodeChunks(bytes: Uint8Array): Uint8Array[] {
  const last = Buffer.from('0\r\n\r\n');
  return bytes.length === 0
    ? [last]
    : [Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n'), last];
}

function requestTarget({ url, headers }: Delivery): string {
  const host = headers.find(([name]) => name.toLowerCase() === 'host')?.[1];
  const prefix = `https://${host ?? ''}`;
  return host !== undefined && host !== '' && url.startsWith(`${prefix}/`) ? url.slice(prefix.length) : url;
}

/**
 * The URL of a message, absolute when the target or the Host header tells the host. A target in origin form is taken to
 * have come over `https`, as vendors send; undefined when the host is not known.
 */
export function absoluteUrl({ target, headers }: Pick<HttpMessage, 'target' | 'headers'>): string | undefined {
  if (!target.startsWith('/')) return target;
  const host = headers.find(([name]) => name.toLowerCase() === 'host')?.[1];
  return host === undefined || host === '' ? undefined : `https://${host}${target}`;
}
