import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { canonicalize, digest } from '../../src/json-schema/canonicalize.ts';
import type { Json } from '../../src/util/json.ts';

describe('canonicalize', () => {
  it('writes the example of RFC 8785, section 3.2.3', () => {
    const value = JSON.parse(
      String.raw`{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001], "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false]}`,
    ) as Json;
    expect(canonicalize(value)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('sorts keys by their UTF-16 units, as in RFC 8785, section 3.2.3', () => {
    const keys = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6'];
    const text = canonicalize(Object.fromEntries(keys.map((key) => [key, 0])));
    expect(Object.keys(JSON.parse(text) as object)).toEqual([
      '1',
      '\r',
      '\u0080',
      '\u00f6',
      '\u20ac',
      '\ud83d\ude00',
      '\ufb33',
    ]);
  });

  test.each<[Json, string]>([
    [[], '[]'],
    [{}, '{}'],
    [-0, '0'],
    ['\ud800', String.raw`"\ud800"`],
    [JSON.parse('1e400') as Json, '1e999'],
    [JSON.parse('-1e400') as Json, '-1e999'],
    [JSON.parse('{"__proto__": 1}') as Json, '{"__proto__":1}'],
    [{ b: [1, { d: 1, c: 2 }], a: '' }, '{"a":"","b":[1,{"c":2,"d":1}]}'],
  ])('%j is %s', (value, text) => expect(canonicalize(value)).toBe(text));

  it('writes JSON that means the same', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalize(value as Json))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('writes the same text whatever the order of the keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).toReversed());
        expect(canonicalize(reversed as Json)).toBe(canonicalize(value as Json));
      }),
    );
  });

  it('goes as deep as the value does', () => {
    let value: Json = 1;
    for (let depth = 0; depth < 100_000; depth++) value = [value];
    expect(canonicalize(value)).toHaveLength(200_001);
  });

  test.each([undefined, Number.NaN, [undefined], () => 1])('refuses what is not JSON: %s', (value) => {
    expect(() => canonicalize(value as unknown as Json)).toThrow(TypeError);
  });
});

test('digest is the SHA-256 of the canonical text', () => {
  expect(digest({})).toBe('sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
  expect(digest({ a: 1, b: 2 })).toBe(digest({ b: 2, a: 1 }));
});
