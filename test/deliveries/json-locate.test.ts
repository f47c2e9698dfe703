import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { locateItems, locatePointer, offsetInString } from '../../src/deliveries/json-locate.ts';
import { at, formatPointer } from '../../src/json-schema/pointer.ts';
import { isObject } from '../../src/util/json.ts';
import type { Json } from '../../src/util/json.ts';

describe('locatePointer', () => {
  const text = '{"a": [1, {"b/c": "x"}], "é~": {"": null}, "a2": "a"}';
  test.each([
    ['', 0],
    ['/a', text.indexOf('[1')],
    ['/a/0', text.indexOf('1, ')],
    ['/a/1', text.indexOf('{"b/c"')],
    ['/a/1/b~1c', text.indexOf('"x"')],
    ['/é~0/', text.indexOf('null')],
    ['/a2', text.indexOf('"a"}')],
    ['/a/2', undefined],
    ['/a/1/b', undefined],
    ['/a2/x', undefined],
    ['/nothing', undefined],
  ])('%s', (pointer, offset) => {
    expect(locatePointer(text, pointer)).toBe(offset);
  });

  test('of equal names the last counts', () => {
    const doubled = '{"a": {"b": 1}, "a": {"b": 2}}';
    expect(locatePointer(doubled, '/a/b')).toBe(doubled.indexOf('2'));
    expect(locatePointer('{"a": {"b": 1}, "a": {}}', '/a/b')).toBeUndefined();
  });

  test('names with escapes, __proto__ among them', () => {
    expect(locatePointer('{"__proto__": 1}', '/__proto__')).toBe(14);
    expect(locatePointer('{"\\u0061\\n": 1}', '/a\n')).toBe(13);
  });

  test('10,000 levels', () => {
    const deep = `${'['.repeat(10_000)}1${']'.repeat(10_000)}`;
    expect(locatePointer(deep, '/0'.repeat(10_000))).toBe(10_000);
  });

  test('finds every value of every JSON text', () => {
    fc.assert(
      fc.property(fc.json(), fc.boolean(), (compact, spread) => {
        const data = JSON.parse(compact) as Json;
        const json = JSON.stringify(data, null, spread ? 2 : 0);
        for (const pointer of pointersOf(data)) {
          const offset = locatePointer(json, pointer);
          const value = JSON.stringify(at(data, pointer), null, spread ? 2 : 0);
          const found = json.slice(offset).replaceAll(/\n */g, '\n');
          expect(found.startsWith(value.replaceAll(/\n */g, '\n'))).toBe(true);
        }
      }),
    );
  });
});

function pointersOf(data: Json, path: readonly string[] = []): string[] {
  const below = isObject(data) || Array.isArray(data) ? Object.entries(data) : [];
  return [formatPointer(path), ...below.flatMap(([key, value]) => pointersOf(value as Json, [...path, key]))];
}

test('locateItems finds the items of one list only', () => {
  const text = '{"x": [1, {"a": [2]}, [], "s"], "y": [3]}';
  const items = locateItems(text, text.indexOf('['));
  expect(items.map(({ start, end }) => text.slice(start, end))).toEqual(['1', '{"a": [2]}', '[]', '"s"']);
  expect(locateItems('[]', 0)).toEqual([]);
});

test('offsetInString counts escapes as what they stand for', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat(), (value, at) => {
      const index = value.length === 0 ? 0 : at % value.length;
      const text = JSON.stringify(value);
      const before = text.slice(1, offsetInString(text, 0, index));
      expect(JSON.parse(`"${before}"`)).toBe(value.slice(0, index));
    }),
  );
});
