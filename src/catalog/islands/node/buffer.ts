/** What `src/signatures` uses of Node's `Buffer`, for the page: put in its place when the islands are bundled. */

type Encoding = 'utf8' | 'latin1' | 'hex' | 'base64' | 'base64url';

/** Bytes that can be written as text and read from it, as Node's do. */
// @ts-expect-error As Node's, its `from` takes texts too, and no functions.
export class Buffer extends Uint8Array<ArrayBuffer> {
  static override from(
    source: string | ArrayLike<number> | ArrayBufferLike,
    second?: unknown,
    length?: number,
  ): Buffer {
    if (typeof source === 'string') return wrap(read(source, (second as Encoding | undefined) ?? 'utf8'));
    if (source instanceof ArrayBuffer) return new Buffer(source, second as number | undefined, length);
    return wrap(Uint8Array.from(source as ArrayLike<number>));
  }

  override toString(encoding: Encoding = 'utf8'): string {
    if (encoding === 'utf8') return new TextDecoder('utf-8', { ignoreBOM: true }).decode(this);
    if (encoding === 'hex') return Array.from(this, (byte) => byte.toString(16).padStart(2, '0')).join('');
    const text = latin1(this);
    if (encoding === 'latin1') return text;
    const base64 = btoa(text);
    return encoding === 'base64' ? base64 : base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  }
}

export function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function read(text: string, encoding: Encoding): Uint8Array<ArrayBuffer> {
  if (encoding === 'utf8') return new TextEncoder().encode(text);
  if (encoding === 'latin1') return Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff);
  if (encoding === 'hex') {
    const [digits = ''] = /^(?:[\da-f]{2})*/i.exec(text) ?? [];
    return Uint8Array.from(digits.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  }
  // As Node reads it: both alphabets, up to the padding, without what is in neither.
  const [body = ''] = text.replaceAll('-', '+').replaceAll('_', '/').split('=');
  const known = body.replaceAll(/[^A-Za-z\d+/]/g, '');
  const whole = known.length % 4 === 1 ? known.slice(0, -1) : known;
  return Uint8Array.from(atob(whole.padEnd(Math.ceil(whole.length / 4) * 4, '=')), (character) =>
    character.charCodeAt(0),
  );
}

function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let offset = 0; offset < bytes.length; offset += 8192)
    text += String.fromCharCode(...bytes.subarray(offset, offset + 8192));
  return text;
}

function wrap(bytes: Uint8Array<ArrayBuffer>): Buffer {
  return new Buffer(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
