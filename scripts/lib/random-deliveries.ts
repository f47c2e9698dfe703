/** Deliveries as nobody should send them, made from a seed: for the tests and the long rounds of receivers. */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { Delivery } from '../../src/runtime/api.ts';
import type { SignatureScheme } from '../../src/signatures/scheme.ts';
import { sign } from '../../src/signatures/sign.ts';
import { randomFrom } from './seeded-random.ts';

export interface DeliverySource {
  readonly scheme: SignatureScheme;
  readonly secret: string;
  readonly url: string;
  /** Payloads that the contract accepts. */
  readonly payloads: readonly unknown[];
}

const methods = [
  'POST',
  'POST',
  'POST',
  'POST',
  'POST',
  'POST',
  'POST',
  'PUT',
  'DELETE',
  'PATCH',
  'GET',
  'HEAD',
  'OPTIONS',
];
const contentTypes = [
  'application/json',
  'application/json; charset=utf-8',
  'application/x+json',
  '',
  'text/plain',
  'multipart/form-data; boundary=x',
  ';',
  'application/json, text/html',
];
const codings = ['gzip', 'deflate', 'br', 'identity', 'x-gzip', 'compress', 'gzip, br', '', '*', '__proto__'];
const texts = [
  '',
  ' ',
  'null',
  '[]',
  '{}',
  '0',
  '""',
  '{"type":null}',
  '{"type":{}}',
  '{"type":"__proto__"}',
  '{"__proto__":{"type":"x"}}',
  '{"type":"constructor","constructor":{}}',
  '\u{feff}{}',
  '{"type":"x"',
  '1e999',
  '"\\ud800"',
  '{"type":[["',
  '\0',
  'undefined',
  '{"type":"x"}{"type":"x"}',
];

/** A function that makes one delivery after the other. */
export function createRandomDeliveries(
  { scheme, secret, url, payloads }: DeliverySource,
  seed: number,
): () => Delivery {
  const random = randomFrom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const one = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item;
  const happens = (share: number): boolean => random() < share;
  const noise = (length: number): Uint8Array => Uint8Array.from({ length }, () => below(256));

  function mutate(value: unknown): unknown {
    if (happens(0.15))
      return one([null, true, -1, 1e21, '', 'x'.repeat(below(40)), [], {}, [[]], { type: 1 }, '{"a":1}']);
    if (Array.isArray(value)) return value.map((item: unknown) => (happens(0.3) ? mutate(item) : item));
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).filter(() => !happens(0.05));
    const changed = entries.map(([name, member]) => [name, happens(0.3) ? mutate(member) : member] as const);
    const more = happens(0.2) ? [[one(['x', 'toString', 'type', 'data', 'length']), mutate(null)] as const] : [];
    return Object.fromEntries([...changed, ...more]);
  }

  /** The payload as one that was not there before. */
  function renewed(payload: unknown): unknown {
    const id = `${below(1e9)}`;
    return { ...(payload as object), ...(Object.hasOwn(payload as object, 'id') ? { id } : { nonce: id }) };
  }

  function bytesOf(): Uint8Array {
    const payload = happens(0.5) ? one(payloads) : renewed(one(payloads));
    const kind = below(10);
    if (kind < 4) return Buffer.from(JSON.stringify(payload));
    if (kind < 7) return Buffer.from(JSON.stringify(mutate(payload)) ?? '');
    if (kind === 7) return Buffer.from(one(texts));
    if (kind === 8) return noise(below(200));
    const bytes = Buffer.from(JSON.stringify(payload));
    bytes[below(bytes.length)] = below(256);
    return happens(0.1) ? Buffer.from('['.repeat(20_000 + below(50_000))) : bytes;
  }

  function encode(bytes: Uint8Array, coding: string): Uint8Array {
    if (coding.endsWith('gzip')) return gzipSync(bytes, { level: 1 });
    if (coding === 'deflate') return deflateSync(bytes, { level: 1 });
    return coding === 'br' ? brotliCompressSync(bytes, { params: { 1: 1 } }) : bytes;
  }

  function signatureOf(body: Uint8Array): readonly (readonly [string, string])[] {
    const made = {
      secret: happens(0.1) ? 'another secret' : secret,
      url: happens(0.05) ? `${url}/` : url,
      method: 'POST',
      body,
    };
    const headers = sign(scheme, made);
    const kind = below(20);
    if (kind === 0) return [];
    if (kind === 1) return headers.map(([name, value]) => [name, value.slice(0, below(value.length))]);
    if (kind === 2)
      return headers.map(([name]) => [
        name,
        one(['', ',', '=', 'v1=', 'sha256=', 'x'.repeat(64), '\u00ff', '0'.repeat(64)]),
      ]);
    return kind === 3 ? [...headers, ...headers] : headers;
  }

  return () => {
    const coding = happens(0.1) ? one(codings) : undefined;
    const plain = bytesOf();
    const body = coding === undefined || happens(0.1) ? plain : encode(plain, coding);
    const cut = happens(0.02) ? body.subarray(0, below(body.length)) : body;
    const headers = [
      ...(happens(0.9) ? [['Content-Type', happens(0.9) ? 'application/json' : one(contentTypes)] as const] : []),
      ...(coding === undefined ? [] : [['Content-Encoding', coding] as const]),
      ...(happens(0.02) ? [['Content-Length', one(['-1', 'x', '99999999', '1e3', ''])] as const] : []),
      ...signatureOf(happens(0.5) ? cut : plain),
    ];
    return { method: happens(0.9) ? 'POST' : one(methods), url, headers, body: cut };
  };
}
