import { isAscii, isUtf8 } from 'node:buffer';
import { captureFinding } from '../capture-finding.ts';
import type { CaptureItem } from '../capture-finding.ts';
import { captureFromLine } from '../capture-line.ts';
import type { LineContext } from '../capture-line.ts';
import { invalidAt, looksLikeUtf16 } from './encoding.ts';
import { defaultOrigin } from './format.ts';
import type { CaptureFormat, CaptureRun, CaptureSource, ReadOptions } from './format.ts';

/** Greatest length of a line in bytes. */
export const lineLimit = 32 * 1024 * 1024;

/** One capture a line, as JSON; docs/captures.md describes the members. Streams, whatever the file's size. */
export const ndjsonFormat: CaptureFormat = {
  name: 'ndjson',
  extensions: ['.ndjson', '.jsonl'],
  detect: (head) => /^(?:\xef\xbb\xbf)?\{.*"body(?:Base64)?"\s*:/.test(Buffer.from(head).toString('latin1')),
  read: readNdjson,
};

const lineFeed = 0x0a;

async function* readNdjson(source: CaptureSource, options: ReadOptions): AsyncGenerator<CaptureRun> {
  const context: LineContext = { file: source.file, origin: defaultOrigin(source, options), options };
  const counter = { line: 0, items: 0 };
  for await (const block of wholeLines(source)) {
    if (block === tooLong) {
      counter.line += 1;
      counter.items += 1;
      const message = `line ${counter.line} is longer than ${lineLimit / 1024 / 1024} MB, the most that one capture may take; it is left out`;
      yield [captureFinding('tooLarge', message, { file: source.file, line: counter.line }, String(counter.line))];
    } else if (counter.line === 0 && looksLikeUtf16(block.bytes)) {
      yield [captureFinding('encoding', 'the file is UTF-16, not UTF-8', { file: source.file, line: 1, column: 1 })];
      return;
    } else {
      yield readBlock(block, counter, context);
    }
  }
  if (counter.items === 0)
    yield [captureFinding('empty', 'every line of the file is blank', { file: source.file, line: 1 })];
}

/** What has been read so far; an item is a capture or a finding. */
interface Counter {
  line: number;
  items: number;
}

/**
 * A block of ASCII alone is decoded at once; else each line by itself, which keeps most strings at one byte a character
 * and tells which line is not UTF-8.
 */
function* readBlock({ bytes, last }: Block, counter: Counter, context: LineContext): Generator<CaptureItem> {
  const text = isAscii(bytes) ? bytes.toString('latin1') : undefined;
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(lineFeed, start);
    const end = found === -1 ? bytes.length : found;
    counter.line += 1;
    const line = text === undefined ? decodeLine(bytes.subarray(start, end)) : text.slice(start, end);
    const item = readLine(line, counter.line, context, last);
    if (item !== undefined) {
      counter.items += 1;
      yield item;
    }
    start = end + 1;
  }
}

function readLine(
  text: string | Uint8Array,
  line: number,
  context: LineContext,
  last: boolean,
): CaptureItem | undefined {
  if (typeof text === 'string')
    return captureFromLine(line === 1 && text.startsWith('\ufeff') ? text.slice(1) : text, line, context, last);
  const at = invalidAt(text);
  const place = { file: context.file, line, column: Buffer.from(text.subarray(0, at)).toString('utf8').length + 1 };
  return captureFinding('encoding', `line ${line} is not UTF-8 from its byte ${at + 1} on`, place, String(line));
}

/** A run of whole lines; `last` when the file ends in it without a line break. */
interface Block {
  readonly bytes: Buffer;
  readonly last: boolean;
}

const tooLong = Symbol('a line beyond the limit');

/**
 * Cuts the chunks at line ends, so that no line and no character is split. Only a line that two chunks share is copied.
 */
async function* wholeLines(source: CaptureSource): AsyncGenerator<Block | typeof tooLong> {
  const rest = new Rest();
  for await (const chunk of source.chunks()) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const firstEnd = rest.isEmpty ? 0 : bytes.indexOf(lineFeed) + 1;
    if (firstEnd > 0) {
      if (rest.add(bytes.subarray(0, firstEnd))) yield tooLong;
      const line = rest.take();
      if (line !== undefined) yield { bytes: line, last: false };
    }
    const end = rest.isEmpty ? bytes.lastIndexOf(lineFeed) + 1 : 0;
    if (end > firstEnd) yield { bytes: bytes.subarray(firstEnd, end), last: false };
    if (rest.add(bytes.subarray(Math.max(firstEnd, end)))) yield tooLong;
  }
  const line = rest.take();
  if (line !== undefined && line.length > 0) yield { bytes: line, last: true };
}

/** The beginning of a line whose end has not been read yet. */
class Rest {
  #parts: Buffer[] = [];
  #length = 0;
  /** The line is beyond the limit: what comes up to its end is dropped. */
  #skipping = false;

  get isEmpty(): boolean {
    return this.#length === 0 && !this.#skipping;
  }

  /** Adds a copy of `bytes`; true when this takes the line over the limit. */
  add(bytes: Buffer): boolean {
    if (this.#skipping || bytes.length === 0) return false;
    this.#parts.push(Buffer.from(bytes));
    this.#length += bytes.length;
    if (this.#length <= lineLimit) return false;
    this.#parts = [];
    this.#length = 0;
    this.#skipping = true;
    return true;
  }

  /** The line, and begins anew; undefined when it was beyond the limit. */
  take(): Buffer | undefined {
    const line = this.#skipping ? undefined : Buffer.concat(this.#parts);
    this.#parts = [];
    this.#length = 0;
    this.#skipping = false;
    return line;
  }
}

/** The line's text, or its bytes when they are not UTF-8. */
function decodeLine(line: Buffer): string | Uint8Array {
  if (isAscii(line)) return line.toString('latin1');
  return isUtf8(line) ? line.toString('utf8') : line;
}
