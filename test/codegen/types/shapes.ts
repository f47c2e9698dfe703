import fc from 'fast-check';
import type { JsonSchemaObject } from '../../../src/json-schema/schema.ts';
import type { Json } from '../../../src/util/json.ts';

const names = ['kind', 'a', 'b'];
const name = fc.constantFrom(...names);
const word = fc.constantFrom('x', 'y', 'z');
const some = <Value>(items: fc.Arbitrary<Value>, max = 3): fc.Arbitrary<Value[]> =>
  fc.uniqueArray(items, { minLength: 1, maxLength: max, selector: (item) => JSON.stringify(item) });
const record = (values: fc.Arbitrary<Json>, max = 3): fc.Arbitrary<Record<string, Json>> =>
  fc.dictionary(name, values, { minKeys: 1, maxKeys: max, noNullPrototype: true });

const leaf: fc.Arbitrary<Json> = fc.oneof(
  word.map((value) => ({ const: value })),
  some(word).map((values) => ({ type: 'string', enum: values })),
  some(word).map((values) => ({ anyOf: [{ enum: values }, { type: 'string' }] })),
  fc.constantFrom<Json>(
    { type: 'string' },
    { type: ['string', 'null'] },
    { type: 'integer' },
    { type: 'boolean' },
    true,
  ),
);

/**
 * Schemas as people write them for objects: discriminated, narrowed, conditional, and referring to `#/definitions/one` and
 * `#/definitions/two`; `isInPlace` also where they stand for the value itself, which the two themselves must not.
 */
export function shapes(isInPlace: boolean): fc.Arbitrary<JsonSchemaObject> {
  const reference = fc.constantFrom<Json>({ $ref: '#/definitions/one' }, { $ref: '#/definitions/two' });
  return fc.letrec<{ shape: Json; held: Json; part: Json }>((tie) => {
    const part = isInPlace ? fc.oneof(tie('shape'), reference) : tie('shape');
    const list = fc.array(part, { minLength: 1, maxLength: 3 });
    const condition = fc.record(
      { properties: record(leaf, 1), required: some(name, 1) },
      { requiredKeys: ['properties'] },
    );
    const keywords: Record<string, fc.Arbitrary<unknown>> = {
      type: fc.constantFrom<Json>('object', 'object', 'object', ['object', 'null']),
      properties: record(tie('held')),
      required: some(name),
      additionalProperties: fc.oneof(fc.boolean(), tie('held')),
      allOf: list,
      anyOf: list,
      oneOf: list,
      not: fc.oneof(condition, leaf),
      if: fc.oneof(condition, leaf),
      then: part,
      else: part,
      dependencies: record(fc.oneof(part, some(name)), 1),
    };
    const pairs = Object.entries(keywords).map(([keyword, value]) =>
      value.map((made): [string, unknown] => [keyword, made]),
    );
    const shape = fc
      .array(fc.oneof(...pairs), { minLength: 2, maxLength: 5 })
      .map((entries) => Object.fromEntries([['type', 'object'], ['properties', {}], ...entries]) as Json);
    return {
      shape,
      held: fc.oneof(
        { maxDepth: 2, withCrossShrink: true },
        leaf,
        leaf,
        reference,
        tie('shape'),
        tie('held').map((items) => ({ type: 'array', items })),
      ),
      part,
    };
  }).shape as fc.Arbitrary<JsonSchemaObject>;
}

/** Values that those schemas often let through. */
export const shapedValues: fc.Arbitrary<Json> = fc.letrec<{ value: Json; object: Json }>((tie) => ({
  object: fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom<Json>('x', 'y', 'z', 1, null, true),
    tie('object'),
    fc.array(tie('value'), { maxLength: 2 }),
  ),
})).object;
