import { expect, it } from 'vitest';
import { shrink } from '../../src/compatibility/witness.ts';
import type { Json } from '../../src/util/json.ts';

it('leaves out what nothing needs', () => {
  const value: Json = { id: 'visit-1', guests: [{ name: 'x' }, { name: 'y', age: 41.5 }], note: 'long note' };
  const needsAge = (candidate: Json): boolean => JSON.stringify(candidate).includes('"age":');
  expect(shrink(value, needsAge)).toEqual({ guests: [{ age: null }] });
});

it('makes texts shorter and numbers rounder', () => {
  expect(shrink('a long text', (value) => typeof value === 'string' && value.includes('text'))).toBe('text');
  expect(shrink(17.25, (value) => typeof value === 'number' && value > 3)).toBe(10);
  expect(shrink([3, 3, 3], (value) => Array.isArray(value) && value.length >= 2)).toEqual([null, null]);
});

it('keeps a value that cannot be smaller', () => {
  expect(shrink('abc', (value) => value === 'abc')).toBe('abc');
});

it('keeps own properties called __proto__', () => {
  const value = JSON.parse('{"__proto__": 1, "a": 2}') as Json;
  const shrunk = shrink(
    value,
    (candidate) => typeof candidate === 'object' && candidate !== null && Object.hasOwn(candidate, '__proto__'),
  );
  expect(JSON.stringify(shrunk)).toBe('{"__proto__":null}');
});

it('gives up after a fixed number of attempts', () => {
  let attempts = 0;
  const large: Json = Array.from({ length: 10_000 }, (_, index) => index);
  shrink(large, () => {
    attempts += 1;
    return false;
  });
  expect(attempts).toBeLessThanOrEqual(2_000);
});
