import { describe, expect, it } from 'vitest';
import { compareSchemas } from '../../src/compatibility/compare-schemas.ts';
import type { CompareSchemasOptions, Verdict } from '../../src/compatibility/compare-schemas.ts';
import type { Dialect, JsonSchema } from '../../src/json-schema/schema.ts';
import { createValidator } from '../../src/json-schema/validate.ts';
import { hyperjumpAccepts } from './hyperjump.ts';

const word = (verdict: Verdict): string =>
  verdict.status === 'undecided' ? `undecided: ${verdict.reason}` : verdict.status;

/** How two schemas relate: `=`, `<` (the first is contained in the second), `>`, `#` (neither). */
function relation(one: JsonSchema, other: JsonSchema, options: CompareSchemasOptions = {}): string {
  const { backward, forward } = compareSchemas(one, other, options);
  const undecided = [backward, forward].find(({ status }) => status === 'undecided');
  if (undecided !== undefined) return word(undecided);
  const [inside, around] = [backward, forward].map(({ status }) => status === 'compatible');
  if (inside === true) return around === true ? '=' : '<';
  return around === true ? '>' : '#';
}

const recursive = (value: JsonSchema, items: JsonSchema): JsonSchema => ({
  $defs: {
    node: { type: 'object', properties: { value: value, kids: { type: 'array', items: items } } },
  },
  $ref: '#/$defs/node',
});

describe('compareSchemas', () => {
  it.each<[expected: string, one: JsonSchema, other: JsonSchema, options?: CompareSchemasOptions]>([
    ['=', {}, true],
    ['<', false, {}],
    ['=', { not: {} }, false],
    ['<', { type: 'integer' }, { type: 'number' }],
    ['=', { type: 'integer' }, { type: 'number', multipleOf: 1 }],
    ['=', { type: 'integer', minimum: 0.5, maximum: 2.5 }, { enum: [1, 2] }],
    ['=', { enum: [1, 1.0] }, { const: 1 }],
    ['#', { enum: [0] }, { enum: [false] }],
    ['<', { multipleOf: 0.3 }, { multipleOf: 0.1 }],
    ['=', { multipleOf: 4, minimum: 1, maximum: 7 }, { anyOf: [{ const: 4 }, { not: { type: 'number' } }] }],
    ['=', { type: 'integer', not: { multipleOf: 2 }, minimum: 2, maximum: 4 }, { const: 3 }],
    ['=', { exclusiveMinimum: 3, exclusiveMaximum: 4, type: 'integer' }, false],
    ['#', { exclusiveMinimum: 3, exclusiveMaximum: 4, type: 'number' }, { multipleOf: 0.5 }],
    ['<', { pattern: '^(a|b)+$' }, { pattern: '^[a-z]*$' }],
    ['=', { pattern: 'a' }, { pattern: '^[^]*a[^]*$' }],
    ['=', { type: 'string', minLength: 1, maxLength: 1, pattern: '^[xy]$' }, { enum: ['x', 'y'] }],
    ['=', { type: 'string', maxLength: 1, pattern: '^😀*$' }, { enum: ['', '😀'] }],
    ['<', { format: 'date', type: 'string' }, { pattern: '^\\d{4}', type: 'string' }],
    ['#', { format: 'ipv4', type: 'string' }, { format: 'uuid', type: 'string' }],
    ['=', { format: 'date' }, { format: 'email' }, { formats: 'annotate' }],
    ['<', { type: 'integer', format: 'int32' }, { type: 'integer', maximum: 2147483647 }],
    ['=', { format: 'unheard-of' }, {}],
    ['=', { format: 'password' }, {}],
    ['<', { type: 'string', format: 'uuid' }, { minLength: 36, maxLength: 36 }],
    ['<', { type: 'string', format: 'email' }, { minLength: 3 }],
    ['<', { type: 'array', uniqueItems: true, items: { enum: [1, 2, 3] } }, { maxItems: 3 }],
    ['=', { type: 'array', items: { enum: [1, 2] }, uniqueItems: true, minItems: 3 }, false],
    ['=', { prefixItems: [{ const: 1 }, { const: 1 }], minItems: 2, uniqueItems: true }, { not: { type: 'array' } }],
    ['<', { contains: { const: 1 }, minContains: 2 }, { minItems: 2 }],
    ['=', { contains: { type: 'string' }, maxContains: 0, minContains: 0 }, { items: { not: { type: 'string' } } }],
    ['=', { type: 'array', allOf: [{ contains: { const: 1 } }, { contains: { const: 2 } }], maxItems: 1 }, false],
    ['=', { type: 'object', required: ['a'], maxProperties: 0 }, false],
    ['<', { required: ['a', 'b'] }, { minProperties: 2 }],
    ['=', { type: 'object', propertyNames: { enum: ['a', 'b'] }, minProperties: 3 }, false],
    [
      '=',
      { type: 'object', propertyNames: { maxLength: 0 } },
      { type: 'object', patternProperties: { '[\\s\\S]': false } },
    ],
    [
      '=',
      { type: 'object', patternProperties: { '^a': { type: 'string' }, b$: { type: 'null' } }, required: ['ab'] },
      false,
    ],
    [
      '<',
      { properties: { a: { type: 'string' } }, additionalProperties: { type: 'null' } },
      { additionalProperties: { type: ['string', 'null'] } },
    ],
    ['=', { dependentRequired: { a: ['b'] } }, { if: { type: 'object', required: ['a'] }, then: { required: ['b'] } }],
    [
      '=',
      { if: { type: 'string' }, then: { maxLength: 1 }, else: { type: 'null' } },
      { anyOf: [{ type: 'null' }, { type: 'string', maxLength: 1 }] },
    ],
    [
      '=',
      { oneOf: [{ minimum: 1 }, { maximum: 3 }], type: 'number' },
      { anyOf: [{ exclusiveMaximum: 1 }, { exclusiveMinimum: 3 }], type: 'number' },
    ],
    ['=', { oneOf: [{}, {}] }, false],
    ['=', { oneOf: [{ type: 'string' }, { type: 'string' }, { type: 'null' }] }, { type: 'null' }],
    ['=', { properties: { a: false }, required: ['a'], type: 'object' }, false],
    ['=', { const: { a: [1, { b: null }] } }, { enum: [{ a: [1, { b: null }] }] }],
    ['<', { const: [1, 2] }, { items: { type: 'integer' }, maxItems: 2 }],
    ['=', { not: { enum: [[1], { a: 1 }] }, anyOf: [{ const: [1] }, { const: [2] }] }, { const: [2] }],
    [
      '=',
      { contentMediaType: 'application/json', contentSchema: { type: 'object', not: {} } },
      { type: ['null', 'boolean', 'number', 'array', 'object'] },
    ],
    [
      '<',
      { contentMediaType: 'application/json', contentSchema: { type: 'integer' } },
      { contentMediaType: 'application/json', contentSchema: { type: 'number' } },
    ],
    ['=', { contentMediaType: 'application/json', contentSchema: false }, {}, { formats: 'annotate' }],
  ])('says %s of %j and %j', (expected, one, other, options) => {
    expect(relation(one, other, options)).toBe(expected);
    const turned = new Map([
      ['<', '>'],
      ['>', '<'],
    ]);
    expect(relation(other, one, options)).toBe(turned.get(expected) ?? expected);
  });

  it('follows schemas that refer to themselves', () => {
    const self: JsonSchema = { $ref: '#/$defs/node' };
    expect(relation(recursive({ type: 'integer' }, self), recursive({ type: 'number' }, self))).toBe('<');
    expect(relation(recursive({ type: 'integer' }, self), recursive({ type: 'integer' }, { $ref: '#' }))).toBe('=');
    const endless: JsonSchema = { type: 'object', properties: { next: { $ref: '#' } }, required: ['next'] };
    expect(relation(endless, false)).toBe('=');
    const mutual: JsonSchema = {
      $defs: {
        a: { type: ['array'], items: { $ref: '#/$defs/b' } },
        b: { type: ['array', 'null'], items: { $ref: '#/$defs/a' } },
      },
      $ref: '#/$defs/a',
    };
    expect(relation(mutual, { type: 'array', items: { type: ['array', 'null'] } })).toBe('<');
  });

  it('finds references by pointer, address, name and dynamic scope', () => {
    const byAddress: JsonSchema = {
      $id: 'https://example.com/root',
      $defs: { n: { $id: 'number', type: 'number' } },
      items: { $ref: 'number' },
    };
    expect(relation(byAddress, { items: { type: 'number' } })).toBe('=');
    expect(
      relation(
        { $defs: { n: { $anchor: 'n', type: 'number' } }, items: { $ref: '#n' } },
        { items: { type: 'number' } },
      ),
    ).toBe('=');
    expect(
      relation(
        { definitions: { n: { $id: '#n', type: 'number' } }, items: { $ref: '#n' } },
        { items: { type: 'number' } },
        { dialect: 'draft-07' },
      ),
    ).toBe('=');
    expect(
      relation(
        { properties: { 'a/b~': { type: 'null' }, c: { $ref: '#/properties/a~1b~0' } } },
        { properties: { 'a/b~': { type: 'null' }, c: { type: 'null' } } },
      ),
    ).toBe('=');
  });

  it('drops what stands beside a reference up to draft-07, and only there', () => {
    const schema: JsonSchema = {
      definitions: { s: { type: 'string' } },
      properties: { a: { $ref: '#/definitions/s', maxLength: 1 } },
    };
    const bare: JsonSchema = { properties: { a: { type: 'string' } } };
    expect(relation(schema, bare, { dialect: 'draft-07' })).toBe('=');
    expect(relation(schema, bare, { dialect: '2019-09' })).toBe('<');
  });

  it('reads each schema in the dialect that it names', () => {
    const old: JsonSchema = { $schema: 'http://json-schema.org/draft-04/schema#', minimum: 3, exclusiveMinimum: true };
    expect(relation(old, { $schema: 'https://json-schema.org/draft/2020-12/schema', exclusiveMinimum: 3 })).toBe('=');
    expect(relation({ $schema: 'http://json-schema.org/draft-04/schema#', const: 1 }, {})).toBe('=');
    expect(
      relation(
        { items: [{ type: 'null' }], additionalItems: false },
        { prefixItems: [{ type: 'null' }], items: false },
        {},
      ),
    ).toContain('undecided');
  });

  it('gives small witnesses that the validator confirms', () => {
    const older: JsonSchema = {
      type: 'object',
      properties: {
        id: { type: 'string' },
        guests: { type: 'array', items: { type: 'object', properties: { age: { type: 'integer' } } } },
      },
      required: ['id'],
    };
    const newer: JsonSchema = structuredClone(older);
    const changed = JSON.parse(JSON.stringify(newer).replace('"integer"', '"number"')) as JsonSchema;
    expect(compareSchemas(older, changed).forward).toEqual({
      status: 'incompatible',
      witness: { id: '', guests: [{ age: 0.5 }] },
    });
    const validator = createValidator({ dialect: '2020-12', definitions: { older, changed } });
    expect(validator.compile('changed').isValid({ id: '', guests: [{ age: 0.5 }] })).toBe(true);
    expect(validator.compile('older').isValid({ id: '', guests: [{ age: 0.5 }] })).toBe(false);
  });

  it('spends the same steps every time', () => {
    const hard: JsonSchema = { pattern: '(a|b)*a(a|b){18}$' };
    const other: JsonSchema = { pattern: '(a|b)*a(a|b){17}$' };
    const verdicts = [1, 2].map(() => compareSchemas(hard, other, { steps: 5_000 }));
    expect(verdicts[0]).toEqual(verdicts[1]);
    expect(verdicts[0]?.backward).toEqual({ status: 'undecided', reason: 'the budget of steps is used up' });
  });
});

describe('verdicts where the validator is no help', () => {
  const meta = (anchor: string): JsonSchema => ({
    $id: 'https://example.com/strict-tree',
    $dynamicAnchor: 'node',
    $ref: 'tree',
    unevaluatedProperties: false,
    $defs: {
      tree: {
        $id: 'tree',
        $dynamicAnchor: anchor,
        type: 'object',
        properties: { data: true, children: { type: 'array', items: { $dynamicRef: '#node' } } },
      },
    },
  });

  it.each<[Dialect, JsonSchema, JsonSchema, string]>([
    [
      '2020-12',
      meta('node'),
      { type: 'object', properties: { children: { items: { properties: { daat: false } } } } },
      '<',
    ],
    [
      '2020-12',
      {
        properties: { a: {} },
        anyOf: [{ properties: { b: {} }, required: ['b'] }, true],
        unevaluatedProperties: false,
      },
      { propertyNames: { enum: ['a', 'b'] } },
      '=',
    ],
    [
      '2020-12',
      { allOf: [{ prefixItems: [{}] }], unevaluatedItems: { type: 'null' } },
      { prefixItems: [{}], items: { type: 'null' } },
      '=',
    ],
    [
      '2019-09',
      {
        if: { properties: { k: { const: 1 } }, required: ['k'] },
        then: { properties: { a: {} } },
        unevaluatedProperties: false,
      },
      { propertyNames: { enum: ['k', 'a'] } },
      '<',
    ],
    [
      '2019-09',
      {
        $recursiveAnchor: true,
        type: 'object',
        properties: { next: { $recursiveRef: '#' } },
        unevaluatedProperties: false,
      },
      { propertyNames: { const: 'next' } },
      '<',
    ],
  ])('are confirmed by another one: %s, %j', async (dialect, one, other, expected) => {
    expect(relation(one, other, { dialect, formats: 'annotate' })).toBe(expected);
    const { backward, forward } = compareSchemas(one, other, { dialect, formats: 'annotate' });
    for (const [verdict, inner, outer] of [
      [backward, one, other],
      [forward, other, one],
    ] as const) {
      if (verdict.status !== 'incompatible') continue;
      expect(await hyperjumpAccepts(inner, dialect, verdict.witness)).toBe(true);
      expect(await hyperjumpAccepts(outer, dialect, verdict.witness)).toBe(false);
    }
  });
});

it('what validators read in two ways is undecided: contains beside unevaluatedItems in 2019-09', () => {
  const newer = { unevaluatedItems: { const: {} } };
  const older = { ...newer, contains: { type: 'number' } };
  expect(compareSchemas(older, newer, { dialect: '2019-09' }).backward).toMatchObject({
    status: 'undecided',
    reason: expect.stringContaining('read in two ways'),
  });
  expect(compareSchemas(older, newer, { dialect: '2020-12' }).backward).toEqual({
    status: 'incompatible',
    witness: [0],
  });
});
