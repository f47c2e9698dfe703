import { isAscii, isUtf8 } from 'node:buffer';
import type { Position } from '../json-text.ts';
import { positionAt, shifted } from '../json-text.ts';
import { invalidAt, looksLikeUtf16 } from './encoding.ts';
import type { CaptureSource } from './format.ts';

/** The part of a long text that is looked at; what lies before `keep` is let go when more is read. */
export class TextWindow {
  text = '';
  /** Where reading goes on. */
  at = 0;
  /** From here on the text is still needed. */
  keep = 0;
  /** Whether the text ends with the window. */
  ended = false;
  /** Why the file is no text; the window ends before it then. */
  problem: string | undefined;
  readonly #parts: AsyncIterator<Uint8Array>;
  /** Bytes of a character that goes on in the next part. */
  #rest: Buffer = Buffer.alloc(0);
  /** Bytes before `#rest`. */
  #read = 0;
  /** Position of the window's first character. */
  #start: Position = { line: 1, column: 1 };
  /** A place whose position was asked for, to count on from. */
  #known: { readonly offset: number; readonly position: Position } = { offset: 0, position: this.#start };

  constructor(source: CaptureSource) {
    this.#parts = source.chunks()[Symbol.asyncIterator]();
  }

  /** Reads on. Offsets that somebody holds move: they become smaller by the number that comes back. */
  async more(): Promise<number> {
    const gone = this.keep;
    this.#start = this.position(gone);
    this.#known = { offset: 0, position: this.#start };
    const next = await this.#next();
    this.text = this.text.slice(gone) + next;
    this.at -= gone;
    this.keep = 0;
    return gone;
  }

  /** The position of an offset in the whole text. Offsets that grow from call to call cost least. */
  position(offset: number): Position {
    const from = offset >= this.#known.offset ? this.#known : { offset: 0, position: this.#start };
    const position = shifted(positionAt(this.text.slice(from.offset, offset), offset - from.offset), from.position);
    if (offset >= this.#known.offset) this.#known = { offset, position };
    return position;
  }

  /** Lets go of the file. */
  async close(): Promise<void> {
    await this.#parts.return?.();
  }

  async #next(): Promise<string> {
    const { done, value } = await this.#parts.next();
    if (done === true) return this.#end();
    const bytes = Buffer.concat([this.#rest, value]);
    if (this.#read === 0 && looksLikeUtf16(bytes)) return this.#refuse('the file is UTF-16, not UTF-8');
    const end = isAscii(bytes) ? bytes.length : wholeCharacters(bytes);
    const whole = bytes.subarray(0, end);
    if (!isUtf8(whole)) return this.#refuseByte(whole);
    const hasMark = this.#read === 0 && whole[0] === 0xef && whole[1] === 0xbb && whole[2] === 0xbf;
    this.#read += end;
    this.#rest = Buffer.from(bytes.subarray(end));
    return whole.toString('utf8', hasMark ? 3 : 0);
  }

  #end(): string {
    if (this.#rest.length > 0) return this.#refuseByte(this.#rest);
    this.ended = true;
    return '';
  }

  #refuseByte(bytes: Buffer): string {
    const at = this.#read + invalidAt(bytes) + 1;
    return this.#refuse(`byte ${at} is not UTF-8; the file may be Latin-1 or Windows-1252`);
  }

  #refuse(problem: string): string {
    this.problem = problem;
    this.ended = true;
    return '';
  }
}

/** Where the last character begins that the bytes may not have whole, or their length. Source: RFC 3629, section 3. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}
