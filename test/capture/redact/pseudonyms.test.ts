import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Pseudonyms } from '../../../src/deliveries/personal/pseudonyms.ts';
import { isStandIn, personalParts } from '../../../src/deliveries/personal/recognise.ts';
import { RawNumber, rewriteJson } from '../../../src/deliveries/rewrite-json.ts';
import { isFormat } from '../../../src/json-schema/formats.ts';

const pseudonyms = new Pseudonyms(Buffer.from('a key for tests'));
const plain = { kind: undefined, listed: [], attempt: 0 };
const shapeOf = (text: string): string =>
  text
    .replaceAll(/\p{Lu}\p{M}*/gu, 'X')
    .replaceAll(/\p{L}\p{M}*/gu, 'x')
    .replaceAll(/\p{N}/gu, '9');

describe('a pseudonym', () => {
  test.each(['email', 'uuid', 'ipv4', 'ipv6', 'date', 'date-time'])('has the format of the value: %s', (format) => {
    const values: Record<string, readonly string[]> = {
      email: ['Anna.Berg@corp.se', 'a@b.co'],
      uuid: ['123E4567-E89B-12D3-A456-426614174000', '123e4567-e89b-42d3-a456-426614174000'],
      ipv4: ['10.1.2.3', '255.255.255.255'],
      ipv6: ['fe80::1', '2a02:1234:5678:9abc:def0:1234:5678:9abc'],
      date: ['1990-02-28', '2024-02-29'],
      'date-time': ['2024-02-29T23:59:59Z', '2024-01-01T00:00:00.123456+05:30'],
    };
    for (const value of values[format] ?? []) {
      for (const attempt of [0, 1, 2]) {
        const standIn = pseudonyms.text(value, { ...plain, attempt });
        expect(isFormat(format, standIn)).toBe(true);
        expect(standIn).not.toBe(value);
      }
    }
  });

  test('has the shape of a name', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-ZÅÄÖa-zåäöéüß]{2,10}( [A-Za-z'-]{2,10}){0,2}$/), (name) => {
        const standIn = pseudonyms.text(name, { ...plain, kind: 'name' });
        expect(shapeOf(standIn)).toBe(shapeOf(name));
        expect(pseudonyms.text(name, { ...plain, kind: 'name' })).toBe(standIn);
        expect(isStandIn(standIn)).toBe(true);
      }),
    );
  });

  test('of a telephone number is one that nobody has, whatever stands between the digits', () => {
    const one = pseudonyms.text('+46 70-123 45 67', { ...plain, kind: 'phone' });
    expect(one).toMatch(/^\+46 00-0\d\d \d\d \d\d$/);
    const other = pseudonyms.text('+46701234567', { ...plain, kind: 'phone' });
    const international = pseudonyms.text('0046701234567', { ...plain, kind: 'phone' });
    expect(one.replaceAll(/\D/g, '')).toBe(other.slice(1));
    expect(international).toBe(`00${other.slice(1)}`);
    for (const each of [one, other, international]) expect(isStandIn(each)).toBe(true);
    for (const real of ['+46 70-123 45 67', '070-123 45 67', '0046701234567']) expect(isStandIn(real)).toBe(false);
  });

  test('of an address does not depend on its case', () => {
    expect(pseudonyms.text(' Anna@Corp.se'.trim(), plain)).toBe(pseudonyms.text('anna@corp.SE', plain));
  });

  test('of a number has as many digits', () => {
    fc.assert(
      fc.property(fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })), (number) => {
        const { text } = pseudonyms.number(number, plain);
        expect(Number.isFinite(Number(text))).toBe(true);
        // The greatest exponents are made smaller, so that the number stays one.
        const length = Math.abs(number) < 1e300 ? String(number).length : text.length;
        expect(text).toHaveLength(length);
      }),
    );
  });

  test('of any text holds no control character that was not there, and is well-formed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const standIn = pseudonyms.text(text, plain);
        expect(standIn.isWellFormed()).toBe(text.isWellFormed());
      }),
    );
  });
});

test('what looks like personal data is found in linear time', () => {
  for (const text of [
    'a@'.repeat(100_000),
    '+1'.repeat(100_000),
    '1.2.3.'.repeat(50_000),
    `${'a.'.repeat(100_000)}@`,
    'eyJ'.repeat(60_000),
  ]) {
    expect(personalParts(text).length).toBeLessThan(100_000);
  }
});

test.each([
  ['write to anna@corp.se, or call +46 70 123 45 67', ['email', 'phone']],
  ['from 10.1.2.3', ['ip']],
  ['version 1.2.3.4.5 of 2024-01-02T10:11:12+02:00', []],
  ['order 123456789012, 00', []],
  ['Bearer eyJhbGciOi.eyJzdWIiOiIx.c2lnbmF0dXJl', ['credential']],
  ['whsec_abcdefghijklmnop', ['credential']],
  ['user@localhost', []],
])('%s', (text, looks) => {
  expect(personalParts(text).map(({ look }) => look)).toEqual(looks);
});

describe('rewriting JSON', () => {
  const same = { below: () => undefined, scalar: () => undefined };

  test('keeps every character that it does not replace', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(3), (json, indent) => {
        const text = JSON.stringify(JSON.parse(json), null, indent);
        expect(rewriteJson(text, undefined, same)).toBe(text);
      }),
    );
    const odd = ' {"a" : 1.50e+02 ,"a":[ ],"\\u0061":-0 , "":{"":[1,\t2]}}\n';
    expect(rewriteJson(odd, undefined, same)).toBe(odd);
  });

  test('tells where each value stands', () => {
    const places: string[] = [];
    rewriteJson('{"a":[1,{"b/c":"x"},[]],"":2}', undefined, {
      below: () => undefined,
      scalar(value, spot) {
        places.push(`${spot.pointer()}=${value}`);
        return undefined;
      },
    });
    expect(places).toEqual(['/a/0=1', '/a/1/b~1c=x', '/=2']);
  });

  test('replaces texts, numbers and names', () => {
    const written = rewriteJson('{"a":"x","b":[1.0,2]}', undefined, {
      below: () => undefined,
      scalar: (value) => (typeof value === 'string' ? 'y"' : value === 1 ? new RawNumber('9.0') : undefined),
      name: (name) => (name === 'b' ? 'a' : undefined),
    });
    expect(written).toBe('{"a":"y\\"","a-2":[9.0,2]}');
  });
});
