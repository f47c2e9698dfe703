import fc from 'fast-check';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { asJson } from '../../src/testing/plain.ts';

describe('a value of a test', () => {
  test('is taken as it is when it is JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        // JSON knows no -0.
        expect(JSON.stringify(asJson(value).json)).toBe(JSON.stringify(value));
        expect(asJson(value).problems).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('is never passed off as JSON when it is none, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withTypedArray: true }),
        (value) => {
          const { json, problems } = asJson(value);
          // What it says is JSON is what JSON.stringify makes of the value.
          const isSame = problems.length > 0 || JSON.stringify(json) === JSON.stringify(value);
          expect(isSame).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  test.each<[string, unknown, string, string]>([
    ['a date', { at: new Date(0) }, '/at', 'an object of the class Date'],
    ['a map', [new Map()], '/0', 'an object of the class Map'],
    ['no number', { a: { b: Number.NaN } }, '/a/b', 'NaN'],
    ['a big integer', { 'a/b': 1n }, '/a~1b', 'a bigint'],
    ['undefined in a list', [undefined], '/0', 'undefined'],
    ['undefined', undefined, '', 'undefined'],
    ['a function', { f: () => 1 }, '/f', 'a function'],
    ['a matcher', { a: expect.any(String) }, '/a', 'an object of the class Any'],
  ])('that holds %s is reported with the place', (_, value, pointer, what) => {
    expect(asJson(value).problems).toEqual([{ pointer, what }]);
  });

  test('that holds itself ends', () => {
    const value: Record<string, unknown> = {};
    value['self'] = value;
    expect(asJson(value).problems).toEqual([{ pointer: '/self', what: 'a reference to what it stands in' }]);
    const same = { a: 1 };
    expect(asJson([same, same]).problems).toEqual([]);
  });

  test('that is nested too deeply is reported', () => {
    let value: unknown = 1;
    for (let depth = 0; depth < 100_000; depth++) value = [value];
    expect(asJson(value).problems).toEqual([{ pointer: '', what: 'nested too deeply' }]);
  });

  test('loses what is undefined, as JSON does', () => {
    expect(asJson({ a: undefined, b: null })).toEqual({ json: { b: null }, problems: [] });
  });

  test('may come from another realm', () => {
    expect(asJson(runInNewContext('({ a: [1, { b: 2 }] })')).problems).toEqual([]);
  });
});
