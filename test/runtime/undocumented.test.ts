import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Dialect, JsonSchema } from '../../src/json-schema/schema.ts';
import { findUndocumented as findInTool } from '../../src/json-schema/strict.ts';
import { createValidator } from '../../src/json-schema/validate.ts';
import type { Undocumented } from '../../src/runtime/api.ts';
import { findUndocumented } from '../../src/runtime/undocumented.ts';
import { isObject } from '../../src/util/json.ts';
import type { Json, JsonObject } from '../../src/util/json.ts';
import { appliedSchemas, below } from '../contracts/applied-schemas.ts';
import { bundleSchemas, contractFolders, readMessages } from '../contracts/contract-files.ts';
import { change } from '../contracts/mutants.ts';
import { schemas, values } from '../json-schema/arbitraries.ts';
import { schemaSetOf } from './schema-set.ts';

function places(found: readonly Pick<Undocumented, 'kind' | 'pointer' | 'inner'>[]): string[] {
  return found.map(({ kind, pointer, inner = '-' }) => `${kind} ${pointer} ${inner}`).toSorted();
}

function find(schema: JsonSchema, value: unknown, dialect: Dialect = 'draft-07'): readonly Undocumented[] {
  return findUndocumented(schemaSetOf({ dialect, definitions: { it: schema } }, ['it']), 'it', value);
}

describe.each<Dialect>(['draft-07', '2020-12'])('%s', (dialect) => {
  const bundle = fc.record({ one: schemas(dialect), two: schemas(dialect) });

  it('finds what the tool finds, for any schema and value', () => {
    fc.assert(
      fc.property(bundle, fc.array(values, { minLength: 1, maxLength: 5 }), (definitions, candidates) => {
        const validator = createValidator({ dialect, definitions });
        const set = schemaSetOf({ dialect, definitions }, ['one']);
        for (const value of candidates)
          expect(places(findUndocumented(set, 'one', value))).toEqual(places(findInTool(validator, 'one', value)));
      }),
      { numRuns: 150 },
    );
  });
});

describe.each(contractFolders)('$id', (contract) => {
  const bundle = bundleSchemas(contract);
  const validator = createValidator(bundle);
  const messages = readMessages(contract).map(({ message }) => message);
  const set = schemaSetOf(
    bundle,
    messages.map(({ name }) => `events.${name}`),
  );

  test.each(messages)('$name: examples, and those with one property more', ({ name, examples = [] }) => {
    const definition = `events.${name}`;
    for (const { payload } of examples) {
      expect(findUndocumented(set, definition, payload)).toEqual([]);
      for (const { place, value } of appliedSchemas(bundle, validator, definition, payload)) {
        const more = isObject(value)
          ? change(payload, below(place, 'stranger'), () => 1)
          : change(payload, place, () => 'stranger');
        expect(places(findUndocumented(set, definition, more))).toEqual(
          places(findInTool(validator, definition, more)),
        );
      }
    }
  });
});

const known = { enum: ['a', 'b'] };
const set = { anyOf: [known, { type: 'string' }] };

test.each<[string, JsonSchema, Json, string[]]>([
  ['an unknown value', set, 'c', ['value  -']],
  ['a known value', set, 'a', []],
  ['an extension', { 'x-extensible-enum': ['a'] }, 'c', ['value  -']],
  ['known values of several types', { anyOf: [{ enum: ['a', 1] }, { type: 'string' }] }, 'c', ['value  -']],
  [
    'known values behind a reference',
    { anyOf: [{ $ref: '#/definitions/it/not' }, { type: 'string' }], not: known },
    'c',
    ['value  -'],
  ],
  ['types alone', { anyOf: [{ type: 'string' }, { type: 'null' }] }, 'c', []],
  ['a value beside a set', { allOf: [set, { const: 'c' }] }, 'c', []],
  ['personal data in a set', { anyOf: [known, { type: 'string', 'x-personal-data': 'name' }] }, 'c', ['value  -']],
  [
    'in JSON text',
    { contentMediaType: 'application/json', contentSchema: { properties: { s: set } } },
    '{"s":"c","x":1}',
    ['property  /x', 'value  /s'],
  ],
])('%s', (_, schema, value, expected) => expect(places(find(schema, value))).toEqual(expected));

it('says what was there, in short', () => {
  expect(find({ properties: {} }, { a: 'x'.repeat(100), b: { c: 1 } })).toEqual([
    { kind: 'property', pointer: '/a', actual: `${'x'.repeat(79)}…` },
    { kind: 'property', pointer: '/b', actual: 'an object' },
  ]);
});

it('takes what is nested too deeply', () => {
  let value: JsonObject = { x: 1 };
  for (let level = 0; level < 100_000; level++) value = { below: value };
  expect(find({ properties: { below: { $ref: '#/definitions/it' } } }, value)).toEqual([]);
});

it('reads what unevaluated keywords describe', () => {
  expect(
    places(find({ properties: {}, unevaluatedProperties: { properties: {} } }, { a: { b: 1 } }, '2020-12')),
  ).toEqual(['property /a/b -']);
  expect(find({ properties: {}, unevaluatedProperties: true }, { a: 1 }, '2020-12')).toEqual([]);
  expect(find({ properties: {}, unevaluatedProperties: false }, { a: 1 }, '2020-12')).toHaveLength(1);
});
