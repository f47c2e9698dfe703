import { describe, expect, test } from 'vitest';
import { duplicateKey } from '../../src/deliveries/duplicate-keys.ts';

const cases: readonly (readonly [text: string, pointer: string | undefined])[] = [
  ['{"a":1,"a":2}', '/a'],
  ['{"a":{"b":[{"c":1},{"c":1,"d":[],"c":2}]}}', '/a/b/1/c'],
  ['{"\\u0061":1, "a":2}', '/a'],
  ['{"x/y":1, "x/y":2}', '/x~1y'],
  ['{"__proto__":1, "__proto__":2}', '/__proto__'],
  ['[{"a":1}, {"a":1}]', undefined],
  ['{"a":"a", "b":{"a":["a","a"]}}', undefined],
  ['{"2":1, "1":{"2":1}}', undefined],
  ['"a"', undefined],
];

describe('a name that stands twice in an object', () => {
  test.each(cases)('%s', (text, pointer) => {
    expect(duplicateKey(text, JSON.parse(text))?.pointer).toBe(pointer);
  });

  test('is told with where the second one stands, however deep', () => {
    const text = `${'['.repeat(50_000)}{"a":1,"a":2}${']'.repeat(50_000)}`;
    expect(duplicateKey(text, undefined)?.offset).toBe(text.lastIndexOf('"a"'));
  });
});
