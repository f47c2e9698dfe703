import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import type { Dialect, JsonSchema } from '../../src/json-schema/schema.ts';
import type { Json } from '../../src/util/json.ts';

/** Which keywords of what dialect may appear. */
export interface SchemaKinds {
  readonly dialect: Dialect;
  readonly unevaluated: boolean;
}

const names = ['a', 'b', 'ab', 'x1'];
const texts = ['', 'a', 'b', 'ab', 'aa', 'abc', 'x1', 'é', '2020-01-01', 'a@b.co'];
const numbers = [-2, -1, -0.5, 0, 0.5, 1, 1.5, 2, 3, 4, 6, 7.25];
const patterns = ['^a', 'b$', '^a*$', '[0-9]', '^.$', '^(?:a|ab)$', '^x\\d+$'];
const formats = ['date', 'email', 'int32'];

/** Values near what the schemas below talk about. */
export const values: Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.constantFrom<Json>(null, false, true, ...numbers, ...texts),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...names, 'x2', 'y'), tie('value'), { maxKeys: 4 }),
  ),
})).value;

/** Schemas of a dialect over a small world of names, texts and numbers, so that random ones have to do with one another. */
export function schemas({ dialect, unevaluated }: SchemaKinds): Arbitrary<JsonSchema> {
  const old = dialect === 'draft-04';
  const later = dialect === '2019-09' || dialect === '2020-12';
  const body = fc.letrec<{ schema: JsonSchema }>((tie) => {
    const schema = tie('schema');
    const list = fc.array(schema, { minLength: 1, maxLength: 3 });
    const named = (keys: readonly string[]): Arbitrary<Record<string, JsonSchema>> =>
      fc.dictionary(fc.constantFrom(...keys), schema, { minKeys: 1, maxKeys: 2 });
    const some = fc.uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 2 });
    const count = fc.integer({ min: 0, max: 3 });
    const type = fc.constantFrom('null', 'boolean', 'integer', 'number', 'string', 'array', 'object');
    const scalars: Record<string, Arbitrary<Json>> = {
      type: fc.oneof(type, fc.uniqueArray(type, { minLength: 1, maxLength: 4 })),
      enum: fc.uniqueArray(values, { minLength: 1, maxLength: 4, selector: (value) => JSON.stringify(value) }),
      minimum: fc.constantFrom(...numbers),
      maximum: fc.constantFrom(...numbers),
      multipleOf: fc.constantFrom(0.5, 1, 1.5, 2, 3),
      minLength: count,
      maxLength: count,
      pattern: fc.constantFrom(...patterns),
      format: fc.constantFrom(...formats),
      minItems: count,
      maxItems: count,
      uniqueItems: fc.boolean(),
      minProperties: count,
      maxProperties: count,
      required: some,
      ...(old
        ? {}
        : {
            const: values,
            exclusiveMinimum: fc.constantFrom(...numbers),
            exclusiveMaximum: fc.constantFrom(...numbers),
          }),
      ...(later
        ? { dependentRequired: fc.dictionary(fc.constantFrom(...names), some, { minKeys: 1, maxKeys: 2 }) }
        : {}),
    };
    const nested: Record<string, Arbitrary<Json>> = {
      properties: named(names),
      patternProperties: named(patterns),
      additionalProperties: old ? fc.oneof(fc.boolean(), schema) : schema,
      allOf: list,
      anyOf: list,
      oneOf: list,
      not: schema,
      ...(old ? {} : { propertyNames: schema, contains: schema }),
      ...(dialect === '2020-12'
        ? { prefixItems: list, items: schema }
        : { items: fc.oneof(schema, list), additionalItems: old ? fc.boolean() : schema }),
      ...(dialect === 'draft-07' || later ? { if: schema, then: schema, else: schema } : {}),
      ...(later
        ? {}
        : {
            dependencies: fc.dictionary(fc.constantFrom(...names), fc.oneof(schema, some), { minKeys: 1, maxKeys: 2 }),
          }),
      ...(later ? { dependentSchemas: named(names), minContains: count, maxContains: count } : {}),
      ...(unevaluated ? { unevaluatedProperties: schema, unevaluatedItems: schema } : {}),
    };
    const reference = fc.constantFrom('#/definitions/one', '#/definitions/two');
    const keyword = (table: Record<string, Arbitrary<Json>>): Arbitrary<[string, Json]> =>
      fc
        .constantFrom(...Object.keys(table))
        .chain((name) => (table[name] as Arbitrary<Json>).map((value): [string, Json] => [name, value]));
    const leaf = fc
      .array(keyword(scalars), { minLength: 1, maxLength: 3 })
      .map((entries): JsonSchema => Object.fromEntries(entries));
    return {
      schema: fc.oneof(
        { maxDepth: 3, depthSize: 'small' },
        { weight: 6, arbitrary: leaf },
        { weight: old ? 0 : 1, arbitrary: fc.boolean() },
        {
          weight: 5,
          arbitrary: fc
            .array(fc.oneof(keyword(nested), keyword(scalars)), { minLength: 1, maxLength: 4 })
            .map((entries): JsonSchema => Object.fromEntries(entries)),
        },
        { weight: 1, arbitrary: reference.map((target): JsonSchema => ({ $ref: target })) },
      ),
    };
  }).schema;
  return fc
    .tuple(body, body, body)
    .map(([root, one, two]) => (typeof root === 'boolean' ? root : withDefinitions(root, one, two)));
}

/** In a dialect where `$ref` stands alone, a root that refers is wrapped. */
function withDefinitions(root: JsonSchema & object, one: JsonSchema, two: JsonSchema): JsonSchema {
  const definitions = { one: guarded(one), two: guarded(two) };
  return Object.hasOwn(root, '$ref') ? { allOf: [root], definitions } : { ...root, definitions };
}

/** Definitions refer to others only below a property, so that no reference leads only to itself. */
function guarded(schema: JsonSchema): JsonSchema {
  return { properties: { a: schema } };
}
