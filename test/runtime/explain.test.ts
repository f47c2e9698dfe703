import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { explain as explainInFull, startRun } from '../../src/json-schema/explain.ts';
import type { Dialect, JsonSchema } from '../../src/json-schema/schema.ts';
import { createValidator } from '../../src/json-schema/validate.ts';
import type { Violation } from '../../src/runtime/api.ts';
import { explain } from '../../src/runtime/explain.ts';
import type { Json } from '../../src/util/json.ts';
import { appliedSchemas } from '../contracts/applied-schemas.ts';
import { bundleSchemas, contractFolders, readMessages } from '../contracts/contract-files.ts';
import { mutate } from '../contracts/mutants.ts';
import { schemas, values } from '../json-schema/arbitraries.ts';
import { schemaSetOf } from './schema-set.ts';

const dialects: readonly Dialect[] = ['draft-07', '2020-12'];

/** Place and keyword of each violation, where the two explanations name keywords alike. */
function placesOf(violations: readonly Pick<Violation, 'pointer' | 'inner' | 'keyword' | 'message'>[]): string[] {
  const places = violations.map(({ pointer, inner = '-', keyword, message }) => {
    // A schema that is `false` has no keyword; the client names the one above it, the tool the place in the list.
    if (message.includes('must not be there')) return `${pointer} ${inner} false`;
    return `${pointer} ${inner} ${keyword.startsWith('depend') ? 'required' : keyword}`;
  });
  return [...new Set(places)].toSorted();
}

function explainOne(schema: JsonSchema, value: unknown, more: Record<string, JsonSchema> = {}): readonly Violation[] {
  return explain(schemaSetOf({ dialect: 'draft-07', definitions: { it: schema, ...more } }, ['it']), 'it', value);
}

/** What is said about a value in which there is nothing wrong to be found. */
const nothing = [' - schema'];

describe.each(dialects)('%s', (dialect) => {
  const bundle = fc.record({ one: schemas(dialect), two: schemas(dialect) });

  it('says the places and keywords that the tool says, for any schema and value', () => {
    fc.assert(
      fc.property(bundle, fc.array(values, { minLength: 1, maxLength: 5 }), (definitions, candidates) => {
        const { target, targets } = createValidator({ dialect, definitions }).compile('one');
        const set = schemaSetOf({ dialect, definitions }, ['one']);
        for (const value of candidates) {
          const expected = explainInFull(startRun(targets.get), target, value);
          const found = explain(set, 'one', value);
          expect(placesOf(found)).toEqual(expected.length > 0 ? placesOf(expected) : nothing);
        }
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

  test.each(messages)('$name: damaged examples', ({ name, examples = [] }) => {
    const definition = `events.${name}`;
    for (const { payload } of examples) {
      for (const mutant of mutate(payload, appliedSchemas(bundle, validator, definition, payload))) {
        const expected = validator.compile(definition).violations(mutant.payload);
        const found = placesOf(explain(set, definition, mutant.payload));
        // A value of the wrong type for an open set: the client says which types it can have, not which values are known.
        const isOpenSet = mutant.kind === 'type' && expected.some(({ keyword }) => keyword === 'enum');
        const wanted = placesOf(expected).map((place) => (isOpenSet ? place.replace(/enum$/, 'type') : place));
        expect(found).toEqual(expected.length > 0 ? wanted : nothing);
      }
    }
  });
});

describe('says in words', () => {
  const text = { contentMediaType: 'application/json', contentSchema: { properties: { a: { type: 'string' } } } };

  test.each<[JsonSchema, Json, string]>([
    [{ type: 'string' }, 12, 'must be a string, got number 12'],
    [{ type: ['integer', 'null'] }, 'a', 'must be an integer or null, got string "a"'],
    [{ type: 'object' }, [1], 'must be an object, got an array of length 1'],
    [{ const: 'a' }, true, 'must be "a", got true'],
    [{ enum: ['a', 1, null] }, {}, 'must be one of "a", 1, null, got an object'],
    [{ enum: [{ a: 1 }] }, [], 'must be "an object", got an array of length 0'],
    [
      { enum: Array.from({ length: 20 }, (_, index) => index) },
      'x',
      `must be one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, …, got string "x"`,
    ],
    [{ required: ['a'] }, {}, 'must have the property "a"'],
    [{ format: 'date' }, '2023-02-29', 'must be a valid date, got string "2023-02-29"'],
    [{ format: 'int32' }, 2 ** 40, 'must be a valid int32, got number 1099511627776'],
    [{ pattern: '^a$' }, 'b', 'must match the pattern ^a$, got "b"'],
    [{ pattern: '^(a+)+$' }, `${'a'.repeat(60)}b`, `must match the pattern ^(a+)+$, got "${'a'.repeat(60)}b"`],
    [{ patternProperties: { '^(a+)+$': false } }, { [`${'a'.repeat(60)}b`]: 1, a: 1 }, 'must not be there'],
    [{ minimum: 1 }, 0, 'must be at least 1, got 0'],
    [{ exclusiveMaximum: 1 }, 1, 'must be less than 1, got 1'],
    [{ minLength: 1 }, '', 'must have at least 1 character, got 0'],
    [{ maxLength: 1 }, '😀😀', 'must have at most 1 character, got 2'],
    [{ maxProperties: 0 }, { a: 1 }, 'must have at most 0 properties, got 1'],
    [{ multipleOf: 0.01 }, 0.015, 'must be a multiple of 0.01, got 0.015'],
    [{ uniqueItems: true }, [1, { a: 1, b: 2 }, { b: 2, a: 1 }], 'must not repeat an item: items 1 and 2 are equal'],
    [{ contains: { const: 1 } }, [2], 'must contain at least 1 matching item, got 0'],
    [{ propertyNames: { pattern: '^a' } }, { b: 1 }, 'has a name that must match the pattern ^a, got "b"'],
    [{ dependencies: { a: ['b'] } }, { a: 1 }, 'must have the property "b"'],
    [{ not: {} }, 1, 'must not be what is excluded, got number 1'],
    [{ oneOf: [{}, true] }, 1, 'must be one of several alternatives, but is 2 of them'],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 1, 'must be a string or null, got number 1'],
    [{ anyOf: [{ enum: ['a', 'b'] }, { type: 'string' }] }, 1, 'must be a string, got number 1'],
    [{ items: [true], additionalItems: false }, [1, 2], 'must not be there'],
    [text, '{"a":1}', 'in the JSON text, at /a: must be a string, got number 1'],
    [text, '{', 'must be JSON text, got "{"'],
    [{ type: 'string' }, ['x'.repeat(90)], 'must be a string, got an array of length 1'],
    [{ const: 1 }, 'x'.repeat(90), `must be 1, got string "${'x'.repeat(79)}…"`],
  ])('%j, %j', (schema, value, message) => {
    expect(explainOne(schema, value).map((one) => one.message)).toEqual([message]);
  });

  it('what is expected, and what was there without what is in it', () => {
    expect(explainOne({ properties: { a: { enum: ['x', 'y'] } } }, { a: { secret: 1 } })).toEqual([
      {
        pointer: '/a',
        keyword: 'enum',
        message: 'must be one of "x", "y", got an object',
        expected: ['x', 'y'],
        actual: 'an object',
      },
    ]);
  });

  it('where it is in JSON within JSON, whatever the names', () => {
    const inner = { contentMediaType: 'application/json', contentSchema: { properties: { 'd/~!': false } } };
    const outer = { contentMediaType: 'application/json', contentSchema: { properties: { '~!': inner } } };
    const value = { 'a~!': JSON.stringify({ '~!': JSON.stringify({ 'd/~!': 1 }) }) };
    expect(explainOne({ additionalProperties: outer }, value)).toMatchObject([
      { pointer: '/a~0!', inner: '/~0!/d~1~0!' },
    ]);
  });
});

describe('takes anything', () => {
  const tree = { properties: { below: { $ref: '#/definitions/it' } }, required: ['below'] };

  function nested(depth: number): Json {
    let value: Json = {};
    for (let level = 0; level < depth; level++) value = { below: value };
    return value;
  }

  it('what is nested deeply', () => {
    expect(explainOne(tree, nested(100))).toMatchObject([{ keyword: 'required', pointer: '/below'.repeat(100) }]);
    expect(explainOne(tree, nested(100_000))).toMatchObject([
      { keyword: 'schema', pointer: '', message: 'is nested too deeply to be checked', actual: 'an object' },
    ]);
  });

  it('what takes too many steps', () => {
    const both = { allOf: [{ $ref: '#/definitions/it' }, { $ref: '#/definitions/it' }] };
    const found = explainOne({ properties: { below: both }, required: ['below'] }, nested(40));
    expect(found).toMatchObject([{ keyword: 'schema', message: 'is not valid' }]);
  });

  it('what breaks its schema in too many places', () => {
    const found = explainOne(
      { items: { type: 'string' } },
      Array.from({ length: 50_000 }, () => 1),
    );
    expect(found).toHaveLength(200);
    expect(found.at(-1)).toMatchObject({ pointer: '/199', keyword: 'type' });
  });

  it('what only the generated code understands', () => {
    const closed = { dialect: '2020-12', definitions: { it: { unevaluatedProperties: false } } } as const;
    expect(explain(schemaSetOf(closed, ['it']), 'it', { a: 1 })).toEqual([
      { pointer: '', keyword: 'schema', message: 'is not valid', expected: null, actual: 'an object' },
    ]);
  });

  it('what is no JSON', () => {
    const circle: Record<string, unknown> = {};
    circle['below'] = circle;
    const whatever = [undefined, 1n, Number.NaN, Infinity, () => 1, Symbol('s'), new Date(), new Map(), circle];
    for (const value of whatever) {
      expect(explainOne({ ...tree, type: 'object', const: {} }, value).length).toBeGreaterThan(0);
      expect(
        explainOne({ additionalProperties: { type: 'string', format: 'date' } }, { value }).length,
      ).toBeGreaterThan(0);
    }
    expect(explainOne(tree, { below: undefined })).toMatchObject([{ keyword: 'required', pointer: '' }]);
    expect(explainOne({ properties: { a: { type: 'string' } }, required: ['b'] }, { a: undefined })).toHaveLength(1);
  });

  it('names that every object has', () => {
    const value = JSON.parse('{"__proto__":1,"constructor":2}') as Json;
    const schema = JSON.parse('{"properties":{"__proto__":{"type":"string"}},"required":["toString"]}') as JsonSchema;
    expect(placesOf(explainOne(schema, value))).toEqual([' - required', '/__proto__ - type']);
    expect(placesOf(explainOne({ properties: {}, additionalProperties: false }, value))).toHaveLength(2);
  });
});
