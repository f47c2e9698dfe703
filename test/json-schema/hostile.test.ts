import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keywordsOf } from '../../src/json-schema/keywords.ts';
import type { Dialect, JsonSchema } from '../../src/json-schema/schema.ts';
import { findUndocumented } from '../../src/json-schema/strict.ts';
import { createValidator, SchemaCompileError } from '../../src/json-schema/validate.ts';
import type { Validator } from '../../src/json-schema/validate.ts';
import type { Json } from '../../src/util/json.ts';

const dialects: readonly Dialect[] = ['draft-04', 'draft-06', 'draft-07', '2019-09', '2020-12'];

/** Keys and texts that mean something to a validator, or to JavaScript. */
const words = fc.constantFrom(
  '__proto__',
  'constructor',
  'toString',
  'a',
  '',
  '\u2028',
  '"];throw 1;//',
  '$async',
  'nullable',
  'discriminator',
  '$data',
  '#/definitions/it',
  '#/definitions/other',
  '#',
  '^a',
  '(a+)+$',
  'date',
  'string',
  'object',
  'array',
  'application/json',
  '{"a":1}',
);

function soup(dialect: Dialect): fc.Arbitrary<Json> {
  const key = fc.oneof(fc.constantFrom(...keywordsOf(dialect).keys()), words);
  return fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom<Json>(null, true, false, 0, 1, -1, 1.5),
      words,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries) as Json),
    ),
  })).value;
}

function isUsable(validator: Validator): boolean {
  try {
    validator.compile('it');
    return true;
  } catch (error) {
    if (error instanceof SchemaCompileError && error.pointer.startsWith('#/definitions/')) return false;
    throw error;
  }
}

describe.each(dialects)('%s', (dialect) => {
  it('takes anything for a schema: it is refused with a place, or it decides', () => {
    fc.assert(
      fc.property(soup(dialect), soup(dialect), fc.array(soup(dialect), { maxLength: 3 }), (it, other, values) => {
        const validator = createValidator({ dialect, definitions: { it, other } as Record<string, JsonSchema> });
        if (!isUsable(validator)) return;
        for (const value of values) {
          const violations = validator.compile('it').violations(value);
          expect(violations.length === 0).toBe(validator.compile('it').isValid(value));
          expect(JSON.parse(JSON.stringify(violations))).toEqual(violations);
          findUndocumented(validator, 'it', value);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('size', () => {
  it('of a schema with many properties', () => {
    const names = Array.from({ length: 5000 }, (_, index) => `property-${index}`);
    const schema = {
      additionalProperties: false,
      required: names,
      properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
    };
    const compiled = createValidator({ dialect: 'draft-07', definitions: { it: schema } }).compile('it');
    expect(compiled.isValid(Object.fromEntries(names.map((name) => [name, 'x'])))).toBe(true);
    expect(compiled.isValid({ ...Object.fromEntries(names.map((name) => [name, 'x'])), 'property-4999': 1 })).toBe(
      false,
    );
    expect(compiled.violations({})).toHaveLength(200);
  });

  it('of an enumeration with many values', () => {
    const values = Array.from({ length: 50_000 }, (_, index) => `value-${index}`);
    const compiled = createValidator({ dialect: 'draft-07', definitions: { it: { enum: values } } }).compile('it');
    expect(compiled.isValid('value-49999')).toBe(true);
    expect(compiled.violations('x')[0]?.message.length).toBeLessThan(400);
  });

  it('of a chain of references', () => {
    const chain = Array.from(
      { length: 500 },
      (_, index) => [`m${index}`, { $ref: `#/definitions/m${index + 1}` }] as const,
    );
    const definitions = { ...Object.fromEntries(chain), m500: { type: 'string' } };
    expect(createValidator({ dialect: 'draft-07', definitions }).compile('m0').violations(1)).toMatchObject([
      { schemaPointer: '#/definitions/m500/type' },
    ]);
  });
});
