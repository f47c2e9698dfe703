import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Dialect, JsonSchema } from '../../src/json-schema/schema.ts';
import { findUndocumented } from '../../src/json-schema/strict.ts';
import type { Undocumented } from '../../src/json-schema/strict.ts';
import { createValidator } from '../../src/json-schema/validate.ts';
import type { Json, JsonObject } from '../../src/util/json.ts';
import { schemas, values } from './arbitraries.ts';

function find(
  schema: JsonSchema,
  value: Json,
  more: Record<string, JsonSchema> = {},
  dialect: Dialect = 'draft-07',
): readonly Undocumented[] {
  return findUndocumented(createValidator({ dialect, definitions: { it: schema, ...more } }), 'it', value);
}

function places(...given: Parameters<typeof find>): string[] {
  return find(...given).map(({ pointer, inner = '' }) => pointer + inner);
}

describe('properties', () => {
  const a = { properties: { a: {} } };
  const b = { properties: { b: {} } };

  test.each<[string, JsonSchema, Json, string[]]>([
    ['that no schema describes', a, { a: 1, x: 1, 'y/z': 1 }, ['/x', '/y~1z']],
    ['in allOf', { allOf: [a, b] }, { a: 1, b: 1, x: 1 }, ['/x']],
    ['beside allOf', { ...a, allOf: [b] }, { a: 1, b: 1, x: 1 }, ['/x']],
    ['behind references', { allOf: [{ $ref: '#/definitions/m' }, a] }, { id: 1, a: 1, x: 1 }, ['/x']],
    [
      'in the branch that is valid',
      {
        oneOf: [
          { ...a, required: ['a'] },
          { ...b, required: ['b'] },
        ],
      },
      { a: 1, x: 1 },
      ['/x'],
    ],
    [
      'in another branch',
      { oneOf: [{ properties: { t: { const: 1 }, a: {} } }, { properties: { t: { const: 2 }, b: {} } }] },
      { t: 1, b: 1 },
      ['/b'],
    ],
    ['in all branches that are valid', { anyOf: [a, b] }, { a: 1, b: 1, x: 1 }, ['/x']],
    [
      'in what a condition leads to',
      { properties: { t: {} }, if: { properties: { t: { const: 1 } } }, then: a, else: b },
      { t: 1, a: 1, b: 1 },
      ['/b'],
    ],
    ['in the condition', { if: { ...a, required: ['a'] }, then: b }, { a: 1, b: 1 }, []],
    ['in what a property brings with it', { ...a, dependencies: { a: b } }, { a: 1, b: 1, x: 1 }, ['/x']],
    ['only in what is excluded', { ...a, not: { ...b, required: ['x', 'y'] } }, { a: 1, b: 1 }, ['/b']],
    ['by pattern', { ...a, patternProperties: { '^x-': {} } }, { a: 1, 'x-b': 1, y: 1 }, ['/y']],
    ['only by pattern', { patternProperties: { '^x-': {} } }, { y: 1 }, []],
    ['of a free object', { type: 'object' }, { x: { y: 1 } }, []],
    ['of an object that is said to be open', { ...a, additionalProperties: true }, { x: 1 }, []],
    ['of an object open in another schema', { allOf: [a, { additionalProperties: { type: 'number' } }] }, { x: 1 }, []],
    ['of a map', { additionalProperties: a }, { k: { a: 1, x: 1 } }, ['/k/x']],
    [
      'further down',
      { properties: { o: { properties: { l: { items: a } } } } },
      { o: { l: [{ a: 1 }, { x: 1 }] } },
      ['/o/l/1/x'],
    ],
    [
      'joined from several schemas further down',
      { allOf: [{ properties: { o: a } }, { properties: { o: b } }] },
      { o: { a: 1, b: 1, x: 1 } },
      ['/o/x'],
    ],
    [
      'in a list with places',
      { items: [a], additionalItems: b },
      [
        { a: 1, x: 1 },
        { b: 1, x: 1 },
      ],
      ['/0/x', '/1/x'],
    ],
    ['in items that are contained', { contains: { ...a, required: ['a'] } }, [{ a: 1, x: 1 }, { y: 1 }], ['/0/x']],
    ['of other values', a, [1], []],
  ])('%s', (_, schema, value, expected) =>
    expect(places(schema, value, { m: { properties: { id: {} } } })).toEqual(expected),
  );

  it('are reported once, with their value, and nothing within them', () => {
    expect(find(a, { x: { y: { z: 1 } } })).toEqual([{ kind: 'property', pointer: '/x', value: { y: { z: 1 } } }]);
  });

  it('are found in later dialects', () => {
    expect(places({ ...a, dependentSchemas: { a: b } }, { a: 1, b: 1, x: 1 }, {}, '2019-09')).toEqual(['/x']);
    expect(places({ prefixItems: [a], items: b }, [{ x: 1 }, { y: 1 }], {}, '2020-12')).toEqual(['/0/x', '/1/y']);
    expect(places({ ...a, unevaluatedProperties: b }, { a: 1, x: { b: 1, y: 1 } }, {}, '2020-12')).toEqual(['/x/y']);
  });

  it('are found in JSON inside strings', () => {
    const schema = { properties: { t: { contentMediaType: 'application/json', contentSchema: a } } };
    expect(find(schema, { t: '{"a": 1, "x": 2}' })).toEqual([
      { kind: 'property', pointer: '/t', inner: '/x', value: 2 },
    ]);
    expect(find(schema, { t: 'no JSON' })).toEqual([]);
  });

  it('are own properties', () => {
    expect(places(a, JSON.parse('{"__proto__": 1, "constructor": 2}') as Json)).toEqual(['/__proto__', '/constructor']);
    expect(
      places(JSON.parse('{"properties": {"__proto__": {}}}') as JsonSchema, JSON.parse('{"__proto__": 1}') as Json),
    ).toEqual([]);
  });

  it('are found in what recurs', () => {
    const tree = { properties: { child: { $ref: '#/definitions/it' } } };
    expect(places(tree, { child: { child: { x: 1 } } })).toEqual(['/child/child/x']);
  });
});

describe('values of open sets', () => {
  const known = { enum: ['a', 'b'] };
  const set = { anyOf: [known, { type: 'string' }] };

  test.each<[string, JsonSchema, Json, readonly Json[] | undefined]>([
    ['unknown', set, 'c', ['a', 'b']],
    ['known', set, 'a', undefined],
    ['in the other order', { anyOf: [{ type: 'string' }, known] }, 'c', ['a', 'b']],
    ['with null', { anyOf: [known, { type: 'string' }, { type: 'null' }] }, 'c', ['a', 'b']],
    ['null', { anyOf: [known, { type: ['string', 'null'] }] }, null, undefined],
    ['behind a reference', { anyOf: [{ $ref: '#/definitions/known' }, { type: 'string' }] }, 'c', ['a', 'b']],
    ['of one known value', { anyOf: [{ const: 'a' }, { type: 'string' }] }, 'c', ['a']],
    ['of numbers', { anyOf: [{ enum: [1, 2] }, { type: 'integer' }] }, 3, [1, 2]],
    ['with known values of a type', { anyOf: [{ type: 'string', ...known }, { type: 'string' }] }, 'c', ['a', 'b']],
    ['that another schema closes', { allOf: [set, { const: 'c' }] }, 'c', undefined],
    ['in two schemas', { allOf: [set, { anyOf: [{ enum: ['c'] }, { type: 'string' }] }] }, 'd', ['a', 'b', 'c']],
    ['known in one of two schemas', { allOf: [set, { anyOf: [{ enum: ['c'] }, { type: 'string' }] }] }, 'c', undefined],
    ['as an extension', { type: 'string', 'x-extensible-enum': ['a', 'b'] }, 'c', ['a', 'b']],
    ['known to the extension', { type: 'string', 'x-extensible-enum': ['a', 'b'] }, 'b', undefined],
    ['malformed extension', { type: 'string', 'x-extensible-enum': 'a' }, 'b', undefined],
    ['closed', known, 'c', undefined],
    ['of types alone, which are no set', { anyOf: [{ type: 'string' }, { type: 'null' }] }, 'c', undefined],
    ['beside a narrower type', { anyOf: [known, { type: 'string', minLength: 1 }] }, 'c', undefined],
  ])('%s', (_, schema, value, expected) => {
    const found = find(schema, value, { known });
    expect(found).toEqual(expected === undefined ? [] : [{ kind: 'value', pointer: '', value, known: expected }]);
  });

  it('are found further down', () => {
    expect(places({ properties: { l: { items: set } } }, { l: ['a', 'x', 'b', 'y'] })).toEqual(['/l/1', '/l/3']);
  });
});

describe('for any schema', () => {
  const definitions = fc.record({ one: schemas('2020-12'), two: schemas('2020-12') });

  it('reports places that exist, each once, and throws nothing', () => {
    fc.assert(
      fc.property(definitions, values, (bundle, value) => {
        const found = findUndocumented(createValidator({ dialect: '2020-12', definitions: bundle }), 'one', value);
        const pointers = found.map((one) => one.pointer);
        expect(new Set(pointers).size).toBe(pointers.length);
      }),
      { numRuns: 200 },
    );
  });

  it('reports nothing but what was added to a value that is described', () => {
    const names = fc.constantFrom('a', 'b', 'c', 'd');
    const described = fc.letrec<{ pair: [JsonSchema, Json] }>((tie) => ({
      pair: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        fc.constantFrom<[JsonSchema, Json]>([{ type: 'string' }, 'x'], [{ type: 'null' }, null]),
        fc
          .dictionary(names, tie('pair'), { minKeys: 1 })
          .map((members): [JsonSchema, Json] => [objectSchema(members), mapSecond(members)]),
        fc
          .dictionary(names, tie('pair'), { minKeys: 2 })
          .map((members): [JsonSchema, Json] => [splitSchema(members), mapSecond(members)]),
        tie('pair').map(([schema, value]): [JsonSchema, Json] => [{ type: 'array', items: schema }, [value, value]]),
        tie('pair').map(([schema, value]): [JsonSchema, Json] => [{ oneOf: [{ type: 'integer' }, schema] }, value]),
      ),
    })).pair;
    fc.assert(
      fc.property(described, ([schema, value]) => {
        expect(find(schema, value)).toEqual([]);
        const [changed, added] = withStrangers(value);
        expect(places(schema, changed).toSorted()).toEqual(added.toSorted());
      }),
      { numRuns: 200 },
    );
  });
});

type Members = Record<string, [JsonSchema, Json]>;

function objectSchema(members: Members): JsonSchema {
  return {
    type: 'object',
    properties: Object.fromEntries(Object.entries(members).map(([name, [schema]]) => [name, schema])),
  };
}

/** The same object described in two halves. */
function splitSchema(members: Members): JsonSchema {
  const entries = Object.entries(members);
  return {
    allOf: [objectSchema(Object.fromEntries(entries.slice(0, 1))), objectSchema(Object.fromEntries(entries.slice(1)))],
  };
}

function mapSecond(members: Members): JsonObject {
  return Object.fromEntries(Object.entries(members).map(([name, [, value]]) => [name, value]));
}

/** The value with an unknown property in each of its objects, and where these are. */
function withStrangers(value: Json, pointer = ''): [Json, string[]] {
  if (typeof value !== 'object' || value === null) return [value, []];
  const parts = Object.entries(value).map(
    ([name, member]) => [name, ...withStrangers(member, `${pointer}/${name}`)] as const,
  );
  const added = parts.flatMap(([, , below]) => below);
  if (Array.isArray(value)) return [parts.map(([, member]) => member), added];
  return [{ ...Object.fromEntries(parts), stranger: 1 }, [...added, `${pointer}/stranger`]];
}
