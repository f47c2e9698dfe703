import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { canonicalize } from '../../src/json-schema/canonicalize.ts';
import { findRepeated, isEqual } from '../../src/json-schema/equal.ts';
import type { Json } from '../../src/util/json.ts';
import { values } from './arbitraries.ts';

describe('isEqual', () => {
  test.each<[string, string, boolean]>([
    ['1', '1.0', true],
    ['0', '-0', true],
    ['0', 'false', false],
    ['""', 'null', false],
    ['[]', '{}', false],
    ['[1,2]', '[2,1]', false],
    ['{"a":1,"b":[{}]}', '{"b":[{}],"a":1}', true],
    ['{"a":1}', '{"a":1,"b":2}', false],
    ['{"constructor":{}}', '{"constructor":{}}', true],
    ['{"valueOf":1}', '{"valueOf":1}', true],
    ['{"__proto__":1}', '{}', false],
    ['{}', '{"__proto__":1}', false],
    ['{"toString":1}', '{"a":1}', false],
  ])('%s and %s: %s', (a, b, equal) => {
    expect(isEqual(JSON.parse(a) as Json, JSON.parse(b) as Json)).toBe(equal);
    expect(findRepeated([JSON.parse(a), 'x', JSON.parse(b)] as Json[])).toEqual(equal ? [0, 2] : undefined);
  });

  it('agrees with canonical texts', () => {
    fc.assert(
      fc.property(values, values, (a, b) => {
        expect(isEqual(a, b)).toBe(canonicalize(a) === canonicalize(b));
      }),
    );
  });
});

it('finds the first repetition among many items in little time', () => {
  const items: Json[] = Array.from({ length: 100_000 }, (_, index) => ({ index }));
  const started = performance.now();
  expect(findRepeated(items)).toBeUndefined();
  expect(findRepeated([...items, { index: 7 }])).toEqual([7, 100_000]);
  expect(performance.now() - started).toBeLessThan(3000);
});
