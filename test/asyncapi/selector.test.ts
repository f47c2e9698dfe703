import { describe, expect, test } from 'vitest';

import { findSelector, matchOf, parseSelector } from '../../src/asyncapi/selector.ts';
import type { JsonSchema, SchemaBundle } from '../../src/json-schema/schema.ts';

function bundle(definitions: Record<string, JsonSchema>, dialect: SchemaBundle['dialect'] = 'draft-07'): SchemaBundle {
  return { dialect, definitions };
}

function payload(type: JsonSchema): JsonSchema {
  return { properties: { meta: { properties: { type } }, version: { const: 1 } } };
}

const events = [
  { payload: 'events.a', headers: undefined },
  { payload: 'events.b', headers: undefined },
];

describe('a selector found by itself', () => {
  test('is the shallowest place with one value per event', () => {
    const found = findSelector(
      bundle({
        'events.a': { allOf: [payload({ const: 'a' }), { properties: { kind: { $ref: '#/definitions/kindA' } } }] },
        'events.b': { allOf: [payload({ enum: ['b'] }), { properties: { kind: { const: 'x' } } }] },
        kindA: { const: 'y' },
      }),
      events,
    );
    expect(found).toEqual([{ kind: 'pointer', pointer: '/kind' }]);
  });

  test('is none when events share the value, leave it open or have several', () => {
    for (const type of [{ const: 'a' }, { type: 'string' }, { enum: ['b', 'c'] }]) {
      expect(findSelector(bundle({ 'events.a': payload({ const: 'a' }), 'events.b': payload(type) }), events)).toEqual(
        [],
      );
    }
  });

  test('can be a header', () => {
    const found = findSelector(
      bundle({
        p: true,
        'headers.a': { properties: { 'X-Event': { const: 'a' } } },
        'headers.b': { properties: { 'X-Event': { const: 'b' } } },
      }),
      [
        { payload: 'p', headers: 'headers.a' },
        { payload: 'p', headers: 'headers.b' },
      ],
    );
    expect(found).toEqual([{ kind: 'header', header: 'X-Event' }]);
  });

  test('is none with one event', () => {
    expect(findSelector(bundle({ 'events.a': payload({ const: 'a' }) }), events.slice(0, 1))).toEqual([]);
  });

  test('recursive and wide models end', () => {
    const properties = Object.fromEntries(
      Array.from({ length: 20 }, (_, index) => [`p${index}`, { $ref: '#/definitions/node' }]),
    );
    const definitions = {
      'events.a': { $ref: '#/definitions/node' },
      'events.b': { $ref: '#/definitions/node' },
      node: { properties },
    };
    expect(findSelector(bundle(definitions), events)).toEqual([]);
  });
});

describe('the values of a selector', () => {
  const selector = parseSelector(['header:x-event', '/meta/type', '/other']);

  test('come from payload and headers, header names without case', () => {
    const schemas = bundle({
      'events.a': payload({ enum: ['a', 'b'] }),
      'headers.a': { properties: { 'X-Event': { const: 'order' } } },
    });
    expect(matchOf(schemas, { payload: 'events.a', headers: 'headers.a' }, selector)).toEqual([
      ['order'],
      ['a', 'b'],
      undefined,
    ]);
  });

  test('are those that all parts of an allOf allow', () => {
    const schemas = bundle({ 'events.a': { allOf: [payload({ enum: ['a', 'b'] }), payload({ const: 'b' })] } });
    expect(matchOf(schemas, { payload: 'events.a', headers: undefined }, selector)[1]).toEqual(['b']);
  });

  test('beside a $ref count from 2019-09 on', () => {
    const definitions = { 'events.a': { $ref: '#/definitions/x', ...(payload({ const: 'a' }) as object) }, x: true };
    const event = { payload: 'events.a', headers: undefined };
    expect(matchOf(bundle(definitions), event, selector)[1]).toBeUndefined();
    expect(matchOf(bundle(definitions, '2020-12'), event, selector)[1]).toEqual(['a']);
  });
});
