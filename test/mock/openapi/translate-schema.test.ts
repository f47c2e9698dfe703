import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Dialect, JsonSchema } from '../../../src/json-schema/schema.ts';
import { createValidator } from '../../../src/json-schema/validate.ts';
import { createComponents } from '../../../src/mock/openapi/components.ts';
import { translateSchema } from '../../../src/mock/openapi/translate-schema.ts';
import type { Json } from '../../../src/util/json.ts';
import { schemas, values } from '../../json-schema/arbitraries.ts';
import { sketch } from '../support.ts';

const dialects: readonly Dialect[] = ['draft-07', '2020-12'];

function translated(schema: JsonSchema, dialect: Dialect): JsonSchema {
  return translateSchema(schema, dialect, (reference) => ({ $ref: `new:${reference}` }));
}

describe('what differs between dialects', () => {
  test.each<[what: string, dialect: Dialect, schema: JsonSchema, expected: JsonSchema]>([
    ['limits as switches', 'draft-04', { minimum: 1, exclusiveMinimum: true }, { exclusiveMinimum: 1 }],
    ['switches that are off', 'draft-04', { maximum: 1, exclusiveMaximum: false }, { maximum: 1 }],
    ['a switch without a limit', 'draft-04', { exclusiveMaximum: true }, {}],
    ['keywords of a later dialect', 'draft-04', { const: 1, if: true, contains: {}, type: 'null' }, { type: 'null' }],
    [
      'tuples',
      'draft-07',
      { items: [{ const: 1 }], additionalItems: false },
      { prefixItems: [{ const: 1 }], items: false },
    ],
    ['open tuples', '2019-09', { items: [true] }, { prefixItems: [true] }],
    ['additionalItems without a tuple', 'draft-07', { items: true, additionalItems: false }, { items: true }],
    [
      'dependencies',
      'draft-07',
      { dependencies: { a: ['b'], c: { minProperties: 2 } } },
      { dependentRequired: { a: ['b'] }, dependentSchemas: { c: { minProperties: 2 } } },
    ],
    [
      'dependencies beside what replaced them',
      '2019-09',
      { dependencies: { a: ['b'] }, dependentRequired: { a: ['c'] } },
      { dependentRequired: { a: ['c'] }, allOf: [{ dependentRequired: { a: ['b'] } }] },
    ],
    ['what a reference hides', 'draft-07', { $ref: '#/definitions/x', type: 'null' }, { $ref: 'new:#/definitions/x' }],
    [
      'siblings of a reference',
      '2020-12',
      { $ref: '#/definitions/x', required: ['a'] },
      { required: ['a'], allOf: [{ $ref: 'new:#/definitions/x' }] },
    ],
    ['a reference alone', '2020-12', { $ref: '#/definitions/x', $comment: 'y' }, { $ref: 'new:#/definitions/x' }],
    ['a dynamic reference', '2020-12', { $dynamicRef: '#/definitions/x' }, { $ref: 'new:#/definitions/x' }],
    [
      'names, notes and local definitions',
      'draft-07',
      { $id: 'urn:x', $schema: 's', $comment: 'c', definitions: { a: {} }, title: 't', 'x-source': {}, 'x-other': 1 },
      { title: 't', 'x-other': 1 },
    ],
    [
      'a resource of somebody else',
      'draft-07',
      { properties: { id: { readOnly: true, type: 'string' } } },
      { properties: { id: { type: 'string' } } },
    ],
    [
      'keywords that only ajv knows',
      'draft-07',
      { type: 'string', nullable: true, discriminator: {} },
      { type: 'string' },
    ],
    [
      'data that looks like a schema',
      'draft-04',
      { enum: [{ const: 1, minimum: 1 }] },
      { enum: [{ const: 1, minimum: 1 }] },
    ],
    [
      'properties with names of keywords',
      'draft-04',
      { properties: { const: { type: 'null' }, $id: true } },
      { properties: { const: { type: 'null' }, $id: true } },
    ],
  ])('%s', (_, dialect, schema, expected) => {
    expect(translated(schema, dialect)).toEqual(expected);
  });
});

describe.each(dialects)('a schema of %s and what becomes of it', (dialect) => {
  test('accept the same values', () => {
    fc.assert(
      fc.property(
        fc.record({ one: schemas(dialect), two: schemas(dialect) }),
        fc.array(values, { minLength: 1, maxLength: 10 }),
        (definitions, candidates) => {
          const contract = sketch({ dialect, definitions, events: [] });
          const components = createComponents();
          const { $ref: reference } = components.of(contract).refer('one');
          const before = createValidator(contract.schemas).compile('one');
          const after = createValidator({ dialect: '2020-12', definitions: asDefinitions(components.schemas()) });
          const name = reference.replace('#/components/schemas/', '');
          for (const value of candidates) expect(after.compile(name).isValid(value)).toBe(before.isValid(value));
        },
      ),
      { numRuns: 150 },
    );
  });
});

test('what is referred to below a definition becomes a part of its own', () => {
  const definitions = {
    one: { items: [{ $ref: '#/definitions/two/definitions/a~1b' }, { $ref: '#/definitions/one/items/0' }] },
    two: { definitions: { 'a/b': { type: 'null' } } },
  };
  const components = createComponents();
  components.of(sketch({ definitions, events: [] })).refer('one');
  expect(components.schemas()).toEqual({
    'cafe.v1.one': {
      prefixItems: [
        { $ref: '#/components/schemas/cafe.v1.two.definitions.a_b' },
        { $ref: '#/components/schemas/cafe.v1.one.items.0' },
      ],
    },
    'cafe.v1.two.definitions.a_b': { type: 'null' },
    'cafe.v1.one.items.0': { $ref: '#/components/schemas/cafe.v1.two.definitions.a_b' },
  });
});

test('names that become the same are told apart', () => {
  const definitions = { 'a b': { type: 'null' }, 'a/b': { type: 'string' } };
  const components = createComponents();
  const { refer } = components.of(sketch({ definitions, events: [] }));
  expect([refer('a b'), refer('a/b'), refer('a b')].map(({ $ref }) => $ref)).toEqual([
    '#/components/schemas/cafe.v1.a_b',
    '#/components/schemas/cafe.v1.a_b-2',
    '#/components/schemas/cafe.v1.a_b',
  ]);
});

function asDefinitions(found: Readonly<Record<string, JsonSchema>>): Record<string, JsonSchema> {
  const text = JSON.stringify(found).replaceAll('"#/components/schemas/', '"#/definitions/');
  return JSON.parse(text) as Record<string, JsonSchema & Json>;
}
