import { createHash, createHmac as nodeHmac, createSecretKey as nodeKey } from 'node:crypto';
import { isUtf8 as nodeIsUtf8 } from 'node:buffer';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Buffer as PageBuffer, isUtf8 } from '../../src/catalog/islands/node/buffer.ts';
import { createHmac, randomUUID, timingSafeEqual } from '../../src/catalog/islands/node/crypto.ts';
import { sha } from '../../src/catalog/islands/node/sha.ts';

const names = ['sha1', 'sha256', 'sha384', 'sha512'] as const;
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

test.each(names)('%s is what Node computes, at every length around its blocks', (name) => {
  for (let length = 0; length < 300; length += 1) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 7 + length) & 0xff);
    expect(hex(sha(name, bytes)), String(length)).toBe(createHash(name).update(bytes).digest('hex'));
  }
});

test('HMAC is what Node computes, whatever the key and the pieces', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.uint8Array({ maxLength: 200 }),
      fc.string({ unit: 'grapheme' }),
      fc.uint8Array(),
      (name, key, text, bytes) => {
        const expected = nodeHmac(name, nodeKey(key)).update(text).update(bytes).digest('base64url');
        expect(createHmac(name, key).update(text).update(bytes).digest('base64url')).toBe(expected);
      },
    ),
  );
});

test('texts become bytes and bytes texts as in Node', () => {
  const encodings = ['utf8', 'latin1', 'hex', 'base64', 'base64url'] as const;
  fc.assert(
    fc.property(fc.uint8Array(), fc.string(), fc.constantFrom(...encodings), (bytes, text, encoding) => {
      const well = text.toWellFormed();
      expect(PageBuffer.from(bytes).toString(encoding)).toBe(Buffer.from(bytes).toString(encoding));
      expect(hex(PageBuffer.from(well, encoding))).toBe(Buffer.from(well, encoding).toString('hex'));
      expect(isUtf8(bytes)).toBe(nodeIsUtf8(bytes));
    }),
  );
});

test('the rest', () => {
  expect(timingSafeEqual(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
  expect(timingSafeEqual(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
  expect(timingSafeEqual(Uint8Array.of(1), Uint8Array.of(1, 3))).toBe(false);
  expect(randomUUID()).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});
