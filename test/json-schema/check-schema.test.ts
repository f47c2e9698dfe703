import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import draft04 from 'ajv-draft-04';
import { describe, expect, it, test } from 'vitest';
import { checkSchema } from '../../src/json-schema/check-schema.ts';
import { keywordsOf } from '../../src/json-schema/keywords.ts';
import type { Dialect, JsonSchema } from '../../src/json-schema/schema.ts';
import { SchemaCompileError } from '../../src/json-schema/schema-error.ts';
import type { Json } from '../../src/util/json.ts';

const options = { strict: false, logger: false, validateFormats: false } as const;
const draft06 = createRequire(import.meta.url)('ajv/dist/refs/json-schema-draft-06.json') as object;

/** The meta-schema of a dialect, as ajv applies it. */
const metaSchemas: Readonly<Record<Dialect, (schema: JsonSchema) => unknown>> = {
  'draft-04': validating(new draft04.default(options)),
  'draft-06': validating(
    new Ajv({ ...options, meta: draft06 as never, defaultMeta: 'http://json-schema.org/draft-06/schema#' }),
  ),
  'draft-07': validating(new Ajv(options)),
  '2019-09': validating(new Ajv2019(options)),
  '2020-12': validating(new Ajv2020(options)),
};

function validating(ajv: Pick<Ajv, 'validateSchema'>): (schema: JsonSchema) => unknown {
  return (schema) => ajv.validateSchema(schema);
}

const candidates: readonly Json[] = [
  null,
  true,
  false,
  0,
  -1,
  1,
  0.5,
  1.0,
  'a',
  'string',
  '#/definitions/a',
  [],
  {},
  [1],
  ['a'],
  ['a', 'a'],
  ['string', 'null'],
  ['string', 'string'],
  [{}],
  [true],
  [[]],
  { a: {} },
  { a: true },
  { a: 1 },
  { a: ['b'] },
  { a: [] },
  { a: ['b', 'b'] },
  { a: [1] },
  [{ type: 'nothing' }],
  { a: { minLength: -1 } },
];

/** Keywords on whose values the dialects say more than their meta-schemas, or we say less, and why. */
const exceptions: Readonly<Record<string, string>> = {
  id: 'identity keywords are not followed, so their syntax is not checked',
  $id: 'see id',
  $schema: 'see id',
  $anchor: 'see id',
  $dynamicAnchor: 'see id',
  'x-extensible-enum': 'no keyword of any meta-schema',
  contentSchema: 'a keyword of ours before 2019-09',
  contentMediaType: 'a keyword of ours before draft-07',
  contentEncoding: 'see contentMediaType',
  'draft-04 $ref': 'its meta-schema forgets the keyword',
  'draft-04 format': "ajv's copy of the meta-schema forgets the keyword",
  'draft-07 writeOnly': "ajv's copy of the meta-schema forgets the keyword",
  'draft-07 enum': "ajv's copy of the meta-schema kept what draft-06 demanded",
};

describe.each(Object.keys(metaSchemas) as Dialect[])('%s', (dialect) => {
  const names = [...keywordsOf(dialect).keys()].filter(
    (name) => !Object.hasOwn(exceptions, name) && !Object.hasOwn(exceptions, `${dialect} ${name}`),
  );

  it.each(names)('judges %s as the meta-schema does', (name) => {
    for (const value of candidates) {
      const schema = { minimum: 0, maximum: 0, [name]: value };
      expect([value, isAccepted(schema, dialect)]).toEqual([value, metaSchemas[dialect](schema)]);
    }
  });
});

function isAccepted(schema: JsonSchema, dialect: Dialect): boolean {
  try {
    checkSchema(schema, dialect, '#');
    return true;
  } catch (error) {
    if (error instanceof SchemaCompileError) return false;
    throw error;
  }
}

it('says which keyword is wrong, and where', () => {
  const schema = { properties: { a: { items: { minLength: -1 } } } };
  expect(() => checkSchema(schema, 'draft-07', '#/definitions/x')).toThrow(
    expect.objectContaining({
      message: '"minLength" must be a whole number, 0 or greater.',
      pointer: '#/definitions/x/properties/a/items/minLength',
      keyword: 'minLength',
    }),
  );
});

test('patterns that cannot be run are refused, also as names', () => {
  expect(() => checkSchema({ pattern: '(?=a)' }, 'draft-07', '#')).toThrow(
    /"pattern" holds a pattern that cannot be used/,
  );
  expect(() => checkSchema({ patternProperties: { '(': {} } }, 'draft-07', '#')).toThrow(
    /"patternProperties" holds a pattern/,
  );
});

test('keywords of later dialects and of nobody are passed over', () => {
  expect(isAccepted({ minContains: 'x', 'x-anything': null, nonsense: -1 }, 'draft-07')).toBe(true);
});
