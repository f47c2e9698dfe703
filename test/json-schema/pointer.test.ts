import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  at,
  child,
  formatPointer,
  parsePointer,
  pointerOfReference,
  PointerSyntaxError,
} from '../../src/json-schema/pointer.ts';
import type { Json } from '../../src/util/json.ts';

describe('parsePointer and formatPointer', () => {
  test.each([
    ['', []],
    ['/', ['']],
    ['/a/b', ['a', 'b']],
    ['/a~1b/m~0n', ['a/b', 'm~n']],
    ['/~01', ['~1']],
    ['//', ['', '']],
  ])('%j is %j', (pointer, tokens) => {
    expect(parsePointer(pointer)).toEqual(tokens);
    expect(formatPointer(tokens)).toBe(pointer);
  });

  test.each(['a', '#/a', '/~', '/~2', '/a~'])('%j is no pointer', (text) => {
    expect(() => parsePointer(text)).toThrow(PointerSyntaxError);
  });

  it('brings back any tokens', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (tokens) => {
        expect(parsePointer(formatPointer(tokens))).toEqual(tokens);
      }),
    );
  });
});

describe('at', () => {
  // The document of RFC 6901, section 5.
  const data: Json = { foo: ['bar', 'baz'], '': 0, 'a/b': 1, 'c%d': 2, 'm~n': 8, ' ': 7 };

  test.each<[string, Json]>([
    ['', data],
    ['/foo', ['bar', 'baz']],
    ['/foo/0', 'bar'],
    ['/', 0],
    ['/a~1b', 1],
    ['/c%d', 2],
    ['/ ', 7],
    ['/m~0n', 8],
  ])('%j leads to %j', (pointer, value) => expect(at(data, pointer)).toEqual(value));

  test.each(['/foo/2', '/foo/-', '/foo/00', '/foo/01', '/foo/length', '/foo/0/0', '/none', '/foo/constructor'])(
    '%j leads nowhere',
    (pointer) => expect(at(data, pointer)).toBeUndefined(),
  );

  it('finds own properties only', () => {
    expect(at({}, '/__proto__')).toBeUndefined();
    expect(at({}, '/toString')).toBeUndefined();
    expect(at(JSON.parse('{"__proto__": {"a": 1}}'), '/__proto__/a')).toBe(1);
  });

  it('finds a value where child says that it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.jsonValue(), (key, value) => {
        const object = Object.fromEntries([[key, value]]) as Json;
        expect(at(object, child('', key))).toEqual(value);
      }),
    );
  });
});

describe('pointerOfReference', () => {
  test.each([
    ['#/definitions/a%20b', '/definitions/a b'],
    ['#/definitions/a~1b', '/definitions/a~1b'],
    ['#/definitions/events.visit.created', '/definitions/events.visit.created'],
  ])('%j is %j', (reference, pointer) => expect(pointerOfReference(reference)).toBe(pointer));

  test.each(['#', '', '#anchor', 'other.json#/a', 'https://example.com/', '#/%', '#/~', '/definitions/a'])(
    '%j is none',
    (reference) => expect(pointerOfReference(reference)).toBeUndefined(),
  );
});
