import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bodyFromBase64, bodyFromBytes, bodyFromText } from '../../src/deliveries/body.ts';

describe('a body', () => {
  test('from text has the bytes of its UTF-8 form, a byte order mark included', () => {
    expect(bodyFromText('\ufeff{"name":"Zoë"}').bytes).toEqual(new Uint8Array(Buffer.from('\ufeff{"name":"Zoë"}')));
  });

  test('encodes once', () => {
    const body = bodyFromText('x');
    expect(body.bytes).toBe(body.bytes);
  });

  test('refuses a lone surrogate', () => {
    expect(() => bodyFromText('\ud800')).toThrow(TypeError);
  });

  test('from bytes keeps the very same bytes, and has no text when they are not UTF-8', () => {
    const bytes = new Uint8Array([0xc3, 0x28]);
    const body = bodyFromBytes(bytes);
    expect(body.bytes).toBe(bytes);
    expect(body.text).toBeUndefined();
  });

  test.each([
    ['an overlong form', [0xc0, 0x80]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['a cut character', [0xe2, 0x82]],
  ])('%s is not UTF-8', (_, bytes) => {
    expect(bodyFromBytes(new Uint8Array(bytes)).text).toBeUndefined();
  });

  test('text and bytes are two sides of one thing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const wellFormed = text.toWellFormed();
        expect(bodyFromBytes(bodyFromText(wellFormed).bytes).text).toBe(wellFormed);
      }),
    );
  });

  test('base64 gives the bytes back', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const body = bodyFromBase64(Buffer.from(bytes).toString('base64'));
        expect(Buffer.compare(body?.bytes ?? Buffer.from('x'), bytes)).toBe(0);
      }),
    );
  });

  test.each(['a', 'YQ', 'YQ==\n', 'Y-==', 'YR=='])('%j is not base64', (text) => {
    expect(bodyFromBase64(text)).toBeUndefined();
  });
});
