import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, randomBytes } from 'node:crypto';
import type { CaptureRecord } from '../record.ts';
import { StoreError } from '../../database/store-error.ts';

/** Parts of a record that have columns of their own, and change. */
type Content = Omit<CaptureRecord, 'id' | 'body' | 'answer' | 'delivery' | 'attestation'>;

/** What stands in a frame. */
export type FramedRecord = Content & Pick<CaptureRecord, 'body'>;

/** How a store writes its records. */
export interface Codec {
  /**
   * Everything of a record that never changes, as bytes.
   *
   * @param framed what `frame` has made of the record, when that is at hand
   */
  encode(record: CaptureRecord, framed?: Uint8Array): Uint8Array;
  /** @throws {StoreError} when the bytes are not what `encode` has made for this id with this key */
  decode(id: string, content: Uint8Array): Content & Pick<CaptureRecord, 'body'>;
  /** A text for a column that is looked up by equality: the text itself, or where records are sealed a keyed hash. */
  label(text: string): string;
}

const plain = 0;
const sealed = 1;
const nonceBytes = 12;
const tagBytes = 16;

/**
 * Records as they are: a byte that says so, the length of a JSON text, the JSON text, the body's bytes.
 */
function plainCodec(): Codec {
  return {
    encode: (record, framed) => framed ?? frame(record),
    decode: (id, content) => unframe(id, open(id, content, plain)),
    label: (text) => text,
  };
}

/**
 * Records sealed with AES-256-GCM (NIST SP 800-38D), each with a nonce of its own and bound to its id. The keys for
 * records and for labels come from the given one by HKDF (RFC 5869), different for each store.
 *
 * @param key 32 bytes
 * @param salt of the store
 */
function sealedCodec(key: Uint8Array, salt: string): Codec {
  const contentKey = createSecretKey(derive(key, salt, 'content'));
  const labelKey = createSecretKey(derive(key, salt, 'label'));
  return {
    label: (text) => createHmac('sha256', labelKey).update(text).digest('base64url').slice(0, 22),
    encode(record, framed = frame(record)) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', contentKey, nonce).setAAD(Buffer.from(record.id));
      const text = Buffer.concat([cipher.update(framed.subarray(1)), cipher.final()]);
      return Buffer.concat([Buffer.of(sealed), nonce, cipher.getAuthTag(), text]);
    },
    decode(id, content) {
      const bytes = open(id, content, sealed);
      const decipher = createDecipheriv('aes-256-gcm', contentKey, bytes.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      });
      decipher.setAAD(Buffer.from(id)).setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
      try {
        return unframe(id, Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]));
      } catch (error) {
        throw error instanceof StoreError ? error : broken(id, 'it cannot be opened with this key', error);
      }
    },
  };
}

/** What a store is written with. */
export interface StoreKeys {
  /** In base64. */
  readonly salt: string;
  /** 32 bytes; undefined when nothing is sealed. */
  readonly key: Uint8Array | undefined;
}

export function codecFrom({ key, salt }: StoreKeys): Codec {
  return key === undefined ? plainCodec() : sealedCodec(key, salt);
}

/** Key of the hashes that stand for samenesses. */
export function samenessKeyFrom({ key, salt }: StoreKeys): Uint8Array {
  return key === undefined ? Buffer.from(salt, 'base64') : derive(key, salt, 'sameness');
}

/** 32 bytes out of a key, for one purpose. */
export function derive(key: Uint8Array, salt: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, `counterfoil store ${purpose}`, 32));
}

function open(id: string, content: Uint8Array, kind: number): Buffer {
  if (content[0] !== kind)
    throw broken(id, content[0] === sealed ? 'it is sealed' : 'it is not sealed as it should be');
  const { buffer, byteOffset, byteLength } = content;
  return Buffer.from(buffer, byteOffset + 1, byteLength - 1);
}

/** What a record holds beside what changes, and its body, as the JSON text that `frame` begins with. */
export function contentText(record: CaptureRecord): string {
  const { id: _, body: _b, answer: _a, delivery: _d, attestation: _t, ...content } = record;
  return JSON.stringify(content satisfies Content);
}

/** A record as it is stored when nothing is sealed. */
export function frame(record: CaptureRecord): Buffer {
  const json = contentText(record);
  const length = Buffer.byteLength(json);
  // Memory of its own: of a part of the shared one, all of it would be copied from thread to thread.
  const bytes = Buffer.allocUnsafeSlow(frameLength(length, record.body));
  writeFrame(bytes, 0, json, length, record.body);
  return bytes;
}

/** Bytes of a frame. */
export function frameLength(textLength: number, body: Uint8Array): number {
  return 5 + textLength + body.byteLength;
}

/** Writes a frame at an offset. */
export function writeFrame(bytes: Buffer, at: number, text: string, textLength: number, body: Uint8Array): void {
  bytes[at] = plain;
  bytes.writeUInt32LE(textLength, at + 1);
  bytes.write(text, at + 5, textLength);
  bytes.set(body, at + 5 + textLength);
}

/** What `writeFrame` has written; the body is a part of the same memory. */
export function readFrame(frame: Buffer): FramedRecord {
  const end = 5 + frame.readUInt32LE(1);
  return { ...(JSON.parse(frame.toString('utf8', 5, end)) as Content), body: frame.subarray(end) };
}

function unframe(id: string, bytes: Buffer): Content & Pick<CaptureRecord, 'body'> {
  if (bytes.byteLength < 4) throw broken(id, 'it is cut off');
  const end = 4 + bytes.readUInt32LE();
  if (end > bytes.byteLength) throw broken(id, 'it is cut off');
  try {
    const content = JSON.parse(bytes.toString('utf8', 4, end)) as Content;
    // A copy of its own: the body would otherwise keep all of the record's bytes alive.
    return { ...content, body: Uint8Array.from(bytes.subarray(end)) };
  } catch (error) {
    throw broken(id, 'its description is not JSON', error);
  }
}

function broken(id: string, why: string, cause?: unknown): StoreError {
  return new StoreError('broken', `The record ${id} cannot be read: ${why}.`, cause);
}
