import fc from 'fast-check';
import type { Dialect, JsonSchemaObject } from '../../../src/json-schema/schema.ts';
import type { Json } from '../../../src/util/json.ts';

/** Names of several lengths, some of the same, some that every object inherits. */
const names = [
  'a',
  'b',
  'id',
  'at',
  'name',
  'type',
  'kind',
  'status',
  'created',
  'updated',
  'toString',
  'constructor',
  '__proto__',
  'has-dash',
  'ünïcode',
  "quo'te",
  '7',
];

const name = fc.constantFrom(...names);
const texts = ['', 'a', 'aaa', 'abc', 'b', '2022-05-19', '2022-02-30', '😀😀', 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6'];
const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, false, 0, -1, 1.5, 7, 1e300),
  fc.constantFrom(...texts),
);

function subset<Item>(items: readonly Item[], least = 0): fc.Arbitrary<Item[]> {
  return fc.subarray([...items], { minLength: least });
}

function objectOf(keys: fc.Arbitrary<readonly string[]>, values: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  return keys.chain((chosen) =>
    fc
      .tuple(...chosen.map(() => values))
      .map((held) => Object.fromEntries(chosen.map((key, index) => [key, held[index] as Json]))),
  );
}

/** Small schemas of one value, as members have them. */
const memberSchema: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    true,
    {},
    false,
    { type: 'string' },
    { type: 'integer' },
    { type: 'number', minimum: 0, multipleOf: 0.5 },
    { type: ['string', 'null'], format: 'date' },
    { anyOf: [{ enum: ['a', 'b'] }, { type: 'string' }] },
    { anyOf: [{ type: 'object', required: ['a'] }, { type: 'null' }] },
    { anyOf: [{ type: 'object', required: ['a'] }, { type: 'array', items: { type: 'string' } }, { type: 'null' }] },
    { const: 'a' },
    { enum: ['a', 'b', null, 7, 'abc', '', 1.5, true, false, 'x', 'y'] },
    { type: 'string', pattern: '^(a+)+$' },
    { type: 'string', pattern: '^[a-c]+$', maxLength: 3 },
    { type: 'string', minLength: 2, format: 'uuid' },
    { type: 'array', items: { type: 'string' }, uniqueItems: true },
    { type: 'object', additionalProperties: { type: 'integer' } },
    { type: 'object', required: ['id'], properties: { id: { type: 'string' }, at: { type: 'integer' } } },
    { $ref: '#/definitions/two' },
  ),
);

const condition: fc.Arbitrary<Json> = fc.oneof(
  fc.tuple(name, scalar).map(([key, value]): Json => ({ properties: { [key]: { const: value } }, required: [key] })),
  fc.tuple(name, scalar).map(([key, value]): Json => ({ properties: { [key]: { const: value } } })),
  subset(names, 1).map((required): Json => ({ required: required.slice(0, 2) })),
  fc.constantFrom<Json>({ type: 'object' }, { minProperties: 2 }, true, false),
);

/** Schemas of objects with many members, and with what else is said about members. */
export const wideSchemas: fc.Arbitrary<JsonSchemaObject> = fc
  .record(
    {
      type: fc.constantFrom<Json>('object', ['object', 'null'], ['array', 'object']),
      properties: objectOf(subset(names, 5), memberSchema),
      required: subset(names).map((chosen) => chosen.slice(0, 3)),
      additionalProperties: fc.oneof(fc.boolean(), memberSchema),
      patternProperties: objectOf(subset(['^a', 'e', '^(?:t|k)+', '^.{2}$', '\\d']), memberSchema),
      propertyNames: fc.constantFrom<Json>({ maxLength: 7 }, { pattern: '^[a-z]*$' }, { enum: names }),
      minProperties: fc.nat({ max: 4 }),
      maxProperties: fc.nat({ max: 12 }),
      dependencies: objectOf(
        subset(names).map((chosen) => chosen.slice(0, 2)),
        fc.constantFrom<Json>(['id'], ['a', 'b']),
      ),
      if: condition,
      then: fc.oneof(
        condition,
        objectOf(subset(names), memberSchema).map((properties): Json => ({ properties })),
      ),
      else: condition,
      anyOf: fc.array(condition, { minLength: 1, maxLength: 3 }),
      oneOf: fc.array(condition, { minLength: 1, maxLength: 3 }),
      not: condition,
      allOf: fc.array(
        objectOf(subset(names), memberSchema).map((properties): Json => ({ properties })),
        {
          minLength: 1,
          maxLength: 2,
        },
      ),
    },
    { requiredKeys: ['properties'] },
  )
  .map((schema) => schema as JsonSchemaObject);

/** Values that such schemas speak of. */
export const wideValues: fc.Arbitrary<Json> = fc.oneof(
  {
    weight: 8,
    arbitrary: objectOf(
      subset([...names, 'aa', 'te', 'other']),
      fc.oneof(scalar, fc.constantFrom<Json>([], ['a'], {}, { a: 1, id: 'x' })),
    ),
  },
  { weight: 1, arbitrary: fc.oneof(scalar, fc.constantFrom<Json>([], {})) },
);

const contentSchema: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    {
      type: 'object',
      required: ['a', 'b'],
      properties: { a: { type: 'string' }, b: { type: 'string', format: 'uuid' } },
    },
    {
      type: 'object',
      required: ['a', 'b'],
      properties: { b: { type: ['boolean', 'null'] }, a: { type: ['string', 'null'] } },
    },
    { type: 'object', required: ['a'], properties: { a: { type: 'string' } }, additionalProperties: false },
    { type: 'object', required: ['a'], properties: { a: { type: 'string', minLength: 2 } } },
    { type: 'object', required: ['a', 'b'], properties: { a: { type: 'string' }, b: true }, maxProperties: 1 },
    { $ref: '#/definitions/two' },
  ),
  memberSchema,
);

/** Schemas of texts that hold JSON. */
export const textSchemas: fc.Arbitrary<JsonSchemaObject> = contentSchema.map((schema) => ({
  contentMediaType: 'application/json',
  contentSchema: schema,
}));

const content: fc.Arbitrary<Json> = fc.oneof(
  fc
    .tuple(fc.constantFrom('a', 'abc', '"\\', 'é', '\n', ''), fc.constantFrom<Json>(...texts, null, true, 7))
    .map(([a, b]): Json => ({ a, b })),
  fc.tuple(fc.string(), fc.boolean()).map(([a, b]): Json => ({ b, a })),
  wideValues,
);

/** Texts that hold such JSON, written in several ways, or broken. */
export const jsonTexts: fc.Arbitrary<Json> = fc.oneof(
  { weight: 4, arbitrary: content.map((value) => JSON.stringify(value)) },
  { weight: 1, arbitrary: content.map((value) => JSON.stringify(value, undefined, 1)) },
  { weight: 1, arbitrary: content.map((value) => JSON.stringify(value).slice(0, -1)) },
  { weight: 1, arbitrary: content.map((value) => `${JSON.stringify(value)}x`) },
  { weight: 1, arbitrary: fc.constantFrom<Json>('', 'null', '"a"', '{"a":"x","a":7,"b":null}', 5, null) },
);

const evaluatedNames = ['a', 'b', 'c', 'dd'];

/** Schemas with `unevaluated...` keywords beside and below what evaluates. */
export function unevaluatedSchemas(dialect: Dialect): fc.Arbitrary<JsonSchemaObject> {
  return fc.letrec<{ part: Json; whole: Json }>((tie) => {
    const part = fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom<Json>(true, { type: 'object' }, { required: ['a'] }, { minItems: 1 }),
      tie('whole'),
    );
    const leaf = fc.constantFrom<Json>(true, { type: 'string' }, { type: 'integer' });
    const parts: fc.Arbitrary<Json> = fc.array(part, { minLength: 1, maxLength: 2 });
    const first: fc.Arbitrary<Json> = fc.array(leaf, { minLength: 1, maxLength: 2 });
    const items: Record<string, fc.Arbitrary<Json>> = dialect === '2020-12'
      ? { prefixItems: first, items: leaf, contains: leaf }
      : { items: fc.oneof(leaf, first), additionalItems: leaf };
    return {
      part,
      whole: fc
        .record(
          {
            properties: objectOf(subset(evaluatedNames), leaf),
            patternProperties: objectOf(subset(['^d', 'a|b']), leaf),
            additionalProperties: leaf,
            ...items,
            allOf: parts,
            anyOf: parts,
            oneOf: parts,
            not: part,
            if: part,
            then: part,
            else: part,
            dependentSchemas: objectOf(subset(['a', 'b']), part),
            $ref: fc.constant('#/definitions/two'),
            unevaluatedProperties: fc.oneof(fc.boolean(), leaf),
            unevaluatedItems: fc.oneof(fc.boolean(), leaf),
          },
          { requiredKeys: [] },
        )
        // Sparse: with everything at once nothing is left to evaluate.
        .chain((schema) => {
          const entries = Object.entries(schema);
          return fc.subarray(entries, {
            minLength: Math.min(1, entries.length),
            maxLength: Math.min(4, entries.length),
          });
        })
        .map((entries) => Object.fromEntries(entries) as Json),
    };
  }).whole as fc.Arbitrary<JsonSchemaObject>;
}

/** Objects and arrays for these. */
export const evaluatedValues: fc.Arbitrary<Json> = fc.oneof(
  objectOf(subset(evaluatedNames), fc.constantFrom<Json>('x', 1, null)),
  fc.array(fc.constantFrom<Json>('x', 1, null), { maxLength: 4 }),
  fc.constantFrom<Json>(null, 'x'),
);
