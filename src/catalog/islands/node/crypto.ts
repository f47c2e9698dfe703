/** What `src/signatures` uses of `node:crypto`, for the page: put in its place when the islands are bundled. */
import { Buffer } from './buffer.ts';
import { blockSize, sha } from './sha.ts';
import type { HashName } from './sha.ts';

/** A key: its bytes. */
export type KeyObject = Uint8Array;

export function createSecretKey(bytes: Uint8Array): KeyObject {
  return bytes;
}

/** HMAC (RFC 2104). */
export function createHmac(name: HashName, key: KeyObject): Hmac {
  return new Hmac(name, key);
}

export class Hmac {
  readonly #name: HashName;
  readonly #outer: Uint8Array;
  readonly #pieces: Uint8Array[] = [];

  constructor(name: HashName, key: KeyObject) {
    const size = blockSize[name];
    const short = key.length > size ? sha(name, key) : key;
    const inner = new Uint8Array(size).fill(0x36);
    this.#outer = new Uint8Array(size).fill(0x5c);
    for (const [index, byte] of short.entries()) {
      inner[index]! ^= byte;
      this.#outer[index]! ^= byte;
    }
    this.#name = name;
    this.#pieces.push(inner);
  }

  update(piece: string | Uint8Array): this {
    this.#pieces.push(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece);
    return this;
  }

  digest(): Buffer;
  digest(encoding: 'hex' | 'base64' | 'base64url'): string;
  digest(encoding?: 'hex' | 'base64' | 'base64url'): Buffer | string {
    const inner = sha(this.#name, joined(this.#pieces));
    const digest = Buffer.from(sha(this.#name, joined([this.#outer, inner])));
    return encoding === undefined ? digest : digest.toString(encoding);
  }
}

export function timingSafeEqual(one: Uint8Array, other: Uint8Array): boolean {
  let difference = one.length ^ other.length;
  for (const [index, byte] of one.entries()) difference |= byte ^ (other[index] ?? 0);
  return difference === 0;
}

export function randomUUID(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}
