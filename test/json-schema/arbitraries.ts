import fc from 'fast-check';
import type { Dialect, JsonSchemaObject } from '../../src/json-schema/schema.ts';
import type { Json } from '../../src/util/json.ts';

const names = ['a', 'b', 'type', 'constructor', '__proto__'];
const texts = ['', 'a', 'ab', 'abc', '2022-05-19', '{"a":1}', '😀'];
const numbers = [-1, 0, 0.3, 1, 1.5, 2, 3, 1e21];

const name = fc.constantFrom(...names);
const scalar: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, false),
  fc.constantFrom(...texts),
  fc.constantFrom(...numbers),
);

function objectOf<Value>(
  keys: fc.Arbitrary<string>,
  values: fc.Arbitrary<Value>,
  maxLength = 3,
): fc.Arbitrary<Record<string, Value>> {
  return fc
    .array(fc.tuple(keys, values), { maxLength })
    .map((entries) => Object.fromEntries(entries) as Record<string, Value>);
}

/** Small values that the schemas below speak of. */
export const values: fc.Arbitrary<Json> = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    objectOf(name, tie('value')),
  ),
})).value;

const type = fc.constantFrom('null', 'boolean', 'number', 'integer', 'string', 'array', 'object');
const count = fc.nat({ max: 3 });
const limit = fc.constantFrom(...numbers);
const distinct = <Value>(items: fc.Arbitrary<Value>): fc.Arbitrary<Value[]> =>
  fc.uniqueArray(items, { minLength: 1, maxLength: 3, selector: (item) => JSON.stringify(item) });

/**
 * Valid schemas of a dialect, with references to `#/definitions/one` and `#/definitions/two` only from below a
 * property, so that none refers to itself without end.
 */
export function schemas(dialect: Dialect): fc.Arbitrary<JsonSchemaObject> {
  const isOld = dialect === 'draft-07';
  return fc.letrec<{ schema: Json; any: Json }>((tie) => {
    const schema = tie('schema');
    const list = fc.array(schema, { minLength: 1, maxLength: 3 });
    const reference = fc.constantFrom<Json>({ $ref: '#/definitions/one' }, { $ref: '#/definitions/two' });
    const member = fc.oneof({ weight: 3, arbitrary: schema }, { weight: 1, arbitrary: reference });
    const keywords: Record<string, fc.Arbitrary<unknown>> = {
      type: fc.oneof(type, distinct(type)),
      enum: distinct(values),
      const: values,
      multipleOf: fc.constantFrom(0.1, 0.5, 1, 2),
      maximum: limit,
      exclusiveMaximum: limit,
      minimum: limit,
      exclusiveMinimum: limit,
      maxLength: count,
      minLength: count,
      pattern: fc.constantFrom('a', '^a', '^(a|b)+$', '^.$'),
      format: fc.constantFrom('date', 'int32', 'unheard-of'),
      maxItems: count,
      minItems: count,
      uniqueItems: fc.boolean(),
      maxProperties: count,
      minProperties: count,
      required: distinct(name),
      properties: objectOf(name, member),
      patternProperties: objectOf(fc.constantFrom('a', '^t', '_'), member),
      additionalProperties: member,
      propertyNames: schema,
      items: isOld ? fc.oneof(member, list) : member,
      ...(isOld ? { additionalItems: member } : { prefixItems: list, minContains: count, maxContains: count }),
      contains: schema,
      ...(isOld
        ? { dependencies: objectOf(fc.constantFrom('a', 'b'), fc.oneof(schema, distinct(name)), 1) }
        : {
            dependentSchemas: objectOf(fc.constantFrom('a', 'b'), schema, 1),
            dependentRequired: objectOf(fc.constantFrom('a', 'b'), distinct(name), 1),
          }),
      allOf: list,
      anyOf: list,
      oneOf: list,
      not: schema,
      if: schema,
      then: schema,
      else: schema,
    };
    const pairs = Object.entries(keywords).map(([keyword, value]) =>
      value.map((made): [string, unknown] => [keyword, made]),
    );
    const any = fc
      .array(fc.oneof(...pairs), { minLength: 1, maxLength: 3 })
      .map((entries) => Object.fromEntries(entries) as Json);
    return { any, schema: fc.oneof({ maxDepth: 3, withCrossShrink: true }, fc.boolean(), any) };
  }).any as fc.Arbitrary<JsonSchemaObject>;
}
