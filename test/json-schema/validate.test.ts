import { describe, expect, it, test } from 'vitest';
import type { Dialect, JsonSchema, JsonSchemaObject } from '../../src/json-schema/schema.ts';
import { createValidator, SchemaCompileError } from '../../src/json-schema/validate.ts';
import type { CompiledSchema, Violation } from '../../src/json-schema/validate.ts';
import type { Json } from '../../src/util/json.ts';

function compile(
  schema: JsonSchema,
  more: Record<string, JsonSchema> = {},
  dialect: Dialect = 'draft-07',
): CompiledSchema {
  return createValidator({ dialect, definitions: { it: schema, ...more } }).compile('it');
}

function parse(text: string): JsonSchemaObject {
  return JSON.parse(text) as JsonSchemaObject;
}

/** The violations as `<pointer> <message>`. */
function sentences(compiled: CompiledSchema, value: Json): string[] {
  return compiled.violations(value).map(({ pointer, message }) => `${pointer} ${message}`);
}

function errorOf(
  definitions: Record<string, JsonSchema>,
  name = 'it',
  dialect: Dialect = 'draft-07',
): SchemaCompileError {
  try {
    createValidator({ dialect, definitions }).compile(name);
  } catch (error) {
    if (error instanceof SchemaCompileError) return error;
    throw error;
  }
  throw new Error('The schema was compiled.');
}

describe('violations', () => {
  it('say what was expected, what was there, and where', () => {
    const violations = compile(
      { properties: { a: { $ref: '#/definitions/m' } } },
      { m: { type: 'object', properties: { 'b/c': { type: 'string' } } } },
    );
    expect(violations.violations({ a: { 'b/c': 12 } })).toEqual<Violation[]>([
      {
        pointer: '/a/b~1c',
        schemaPointer: '#/definitions/m/properties/b~1c/type',
        keyword: 'type',
        message: 'must be a string, got number 12',
        expected: 'string',
        actual: 12,
      },
    ]);
  });

  test.each<[JsonSchemaObject, Json, string]>([
    [{ type: ['string', 'null'] }, [1], ' must be a string or null, got an array of 1 item'],
    [{ type: 'integer' }, 1.5, ' must be an integer, got number 1.5'],
    [{ enum: ['a', 'b', 3] }, 'c', ' must be one of "a", "b" or 3, got string "c"'],
    [{ const: 'a' }, {}, ' must be "a", got an object'],
    [{ minimum: 2 }, 1, ' must be at least 2, got 1'],
    [{ exclusiveMaximum: 2 }, 2, ' must be less than 2, got 2'],
    [{ multipleOf: 0.01 }, 0.001, ' must be a multiple of 0.01, got 0.001'],
    [{ minLength: 2 }, '😀', ' must have at least 2 characters, got 1'],
    [{ pattern: '^v' }, 'x', ' must match the pattern ^v, got "x"'],
    [{ format: 'date' }, 'x', ' must be a valid date, got string "x"'],
    [{ maxItems: 1 }, [1, 2], ' must have at most 1 item, got 2'],
    [{ uniqueItems: true }, [1, 2, 1], ' must not repeat an item: items 0 and 2 are equal'],
    [{ minProperties: 1 }, {}, ' must have at least 1 property, got 0'],
    [{ required: ['a'] }, {}, ' must have the property "a"'],
    [{ additionalProperties: false }, { a: 1 }, '/a must not be there: "a" is not a known property'],
    [{ propertyNames: { maxLength: 1 } }, { ab: 1 }, '/ab has a name that must have at most 1 character, got 2'],
    [{ dependencies: { a: ['b'] } }, { a: 1 }, ' must have the property "b", because it has "a"'],
    [{ contains: { const: 1 } }, [2], ' must contain at least 1 matching item, got 0'],
    [{ not: { type: 'null' } }, null, ' must not be what is excluded, got null'],
    [{ properties: { a: false } }, { a: 1 }, '/a must not be there'],
    [
      { items: [{ type: 'string' }], additionalItems: { type: 'number' } },
      ['a', 'b'],
      '/1 must be a number, got string "b"',
    ],
    [
      { oneOf: [{ type: 'integer' }, { type: 'number' }] },
      1,
      ' must be one of several alternatives, but is 2 of them (1 and 2)',
    ],
  ])('%j and %j: %s', (schema, value, sentence) => expect(sentences(compile(schema), value)).toEqual([sentence]));

  it('shorten long values', () => {
    const [violation] = compile({ const: 1 }).violations('a'.repeat(10_000));
    expect(violation?.actual).toHaveLength(80);
    expect(violation?.message.length).toBeLessThan(120);
  });

  it('are all of them, up to a limit', () => {
    expect(compile({ items: { type: 'string' } }).violations([1, 2, 3])).toHaveLength(3);
    expect(compile({ items: { type: 'string' } }).violations(Array.from({ length: 100_000 }, () => 1))).toHaveLength(
      200,
    );
  });
});

describe('of alternatives only the one that was meant is explained', () => {
  const events = {
    oneOf: ['created', 'removed'].map((name) => ({
      required: ['type', name],
      properties: { type: { const: name }, [name]: { type: 'string' } },
    })),
  };

  it('by its fixed value', () => {
    expect(sentences(compile(events), { type: 'removed', removed: 1 })).toEqual([
      '/removed must be a string, got number 1',
    ]);
  });

  it('or says which fixed values there are', () => {
    expect(sentences(compile(events), { type: 'x', removed: 1 })).toEqual([
      '/type must be one of "created" or "removed", got string "x"',
    ]);
  });

  it('by its type', () => {
    const schema = { anyOf: [{ type: 'null' }, { type: 'object', required: ['id'] }, { type: 'string' }] };
    expect(sentences(compile(schema), {})).toEqual([' must have the property "id"']);
    expect(sentences(compile(schema), 1)).toEqual([' must be null, an object or a string, got number 1']);
  });

  it('or the one that gets furthest', () => {
    const schema = { anyOf: [{ required: ['a', 'b', 'c'] }, { required: ['c', 'd'] }] };
    expect(sentences(compile(schema), { d: 1 })).toEqual([' must have the property "c"']);
  });

  it('and of a condition only its consequence', () => {
    const schema = {
      if: { properties: { type: { const: 'a' } } },
      then: { required: ['b'] },
      else: { required: ['c'] },
    };
    expect(sentences(compile(schema), { type: 'a' })).toEqual([' must have the property "b"']);
    expect(sentences(compile(schema), { type: 'x' })).toEqual([' must have the property "c"']);
  });
});

describe('names', () => {
  const validator = createValidator({
    dialect: 'draft-07',
    definitions: {
      'events.visit.created': { properties: { a: { type: 'string' } } },
      'a/b': { type: 'null' },
      'a b%c': { type: 'null' },
      ref: { $ref: '#/definitions/a%20b%25c' },
    },
  });

  it('can lead below a definition, or hold any character', () => {
    expect(validator.compile('events.visit.created/properties/a').isValid(1)).toBe(false);
    expect(validator.compile('a/b').isValid(1)).toBe(false);
    expect(validator.compile('ref').violations(1)[0]?.schemaPointer).toBe('#/definitions/a b%c/type');
  });

  test.each([
    'none',
    'events.visit.created/properties/b',
    'events.visit.created/~',
    'constructor',
    '__proto__',
    'toString/length',
  ])('%s is no schema', (name) => {
    expect(() => validator.compile(name)).toThrow(SchemaCompileError);
  });

  it('are compiled once', () => expect(validator.compile('ref')).toBe(validator.compile('ref')));
});

describe('schemas that cannot be used', () => {
  it.each<[string, Record<string, JsonSchema>, string, string | undefined]>([
    [
      'a keyword that is wrong',
      { it: { properties: { a: { type: 'text' } } } },
      '#/definitions/it/properties/a/type',
      'type',
    ],
    [
      'a wrong keyword in what it refers to',
      { it: { $ref: '#/definitions/m' }, m: { minimum: 'a' } },
      '#/definitions/m/minimum',
      'minimum',
    ],
    [
      'a reference to nothing',
      { it: { items: { $ref: '#/definitions/none' } } },
      '#/definitions/it/items/$ref',
      '$ref',
    ],
    [
      'a reference to no schema',
      { it: { required: ['a'], not: { $ref: '#/definitions/it/required' } } },
      '#/definitions/it/not/$ref',
      '$ref',
    ],
    ['a reference out of the bundle', { it: { $ref: 'https://example.com/a' } }, '#/definitions/it/$ref', '$ref'],
    ['a reference to a file', { it: { $ref: '../a.json' } }, '#/definitions/it/$ref', '$ref'],
    ['a reference to the root', { it: { $ref: '#' } }, '#/definitions/it/$ref', '$ref'],
    ['a reference to itself', { it: { $ref: '#/definitions/it' } }, '#/definitions/it', '$ref'],
    [
      'a circle of references',
      { it: { allOf: [{ $ref: '#/definitions/m' }] }, m: { anyOf: [{ $ref: '#/definitions/it' }, {}] } },
      '#/definitions/it',
      '$ref',
    ],
    ['a pattern that cannot be run', { it: { pattern: '(a)\\1' } }, '#/definitions/it/pattern', 'pattern'],
    [
      'one inside a JSON text',
      { it: { contentMediaType: 'application/json', contentSchema: { type: 1 } } },
      '#/definitions/it/contentSchema/type',
      'type',
    ],
  ])('%s', (_, definitions, pointer, keyword) => expect(errorOf(definitions)).toMatchObject({ pointer, keyword }));

  it('fail again when they are asked for again, and leave the others alone', () => {
    const validator = createValidator({
      dialect: 'draft-07',
      definitions: {
        bad: { allOf: [{ $ref: '#/definitions/good' }, { $ref: '#/definitions/none' }] },
        good: { type: 'null' },
      },
    });
    for (const _ of [1, 2]) expect(() => validator.compile('bad')).toThrow(/There is no schema/);
    expect(validator.compile('good').isValid(1)).toBe(false);
  });

  it('are those nested too deeply', () => {
    let schema: JsonSchema = {};
    for (let depth = 0; depth < 50_000; depth++) schema = { not: schema };
    expect(errorOf({ it: schema }).message).toMatch(/nested too deeply/);
  });

  it.each(['$dynamicRef', '$recursiveRef'])('%s by anchor', (keyword) => {
    expect(
      errorOf({ it: { [keyword]: '#node' } }, 'it', keyword === '$dynamicRef' ? '2020-12' : '2019-09').pointer,
    ).toBe(`#/definitions/it/${keyword}`);
  });
});

describe('dialects', () => {
  test.each<[string, Dialect, JsonSchemaObject, Json, boolean]>([
    ['draft-04 has switches beside limits', 'draft-04', { minimum: 1, exclusiveMinimum: true }, 1, false],
    ['draft-04 has switches beside limits', 'draft-04', { maximum: 1, exclusiveMaximum: false }, 1, true],
    ['draft-04 knows no const', 'draft-04', { const: 1 }, 2, true],
    ['draft-06 knows const', 'draft-06', { const: 1 }, 2, false],
    ['draft-06 knows no if', 'draft-06', { if: true, then: false }, 2, true],
    ['draft-07 knows if', 'draft-07', { if: true, then: false }, 2, false],
    [
      'up to draft-07 siblings of a reference are dropped',
      'draft-07',
      { $ref: '#/definitions/any', type: 'null' },
      2,
      true,
    ],
    ['since 2019-09 they are not', '2019-09', { $ref: '#/definitions/any', type: 'null' }, 2, false],
    ['draft-07 knows no dependentRequired', 'draft-07', { dependentRequired: { a: ['b'] } }, { a: 1 }, true],
    ['2019-09 does', '2019-09', { dependentRequired: { a: ['b'] } }, { a: 1 }, false],
    ['2019-09 has lists under items', '2019-09', { items: [{ type: 'null' }] }, [1], false],
    ['2019-09 knows no prefixItems', '2019-09', { prefixItems: [{ type: 'null' }] }, [1], true],
    ['2020-12 does', '2020-12', { prefixItems: [{ type: 'null' }] }, [1], false],
    [
      '2019-09 closes objects across schemas',
      '2019-09',
      { allOf: [{ properties: { a: true } }], unevaluatedProperties: false },
      { a: 1, b: 2 },
      false,
    ],
    ['2020-12 too', '2020-12', { allOf: [{ properties: { a: true } }], unevaluatedProperties: false }, { a: 1 }, true],
    [
      'a dynamic reference by pointer is a reference',
      '2020-12',
      { $dynamicRef: '#/definitions/none', $ref: '#/definitions/any' },
      1,
      false,
    ],
    ['nullable is no keyword', '2020-12', { type: 'string', nullable: true }, null, false],
    ['$async is no keyword', 'draft-07', { $async: true, type: 'string' }, 1, false],
    [
      'identity keywords change nothing',
      'draft-07',
      { $id: 'https://example.com/x', items: { $ref: '#/definitions/none' } },
      [1],
      false,
    ],
  ])('%s (%s)', (_, dialect, schema, value, valid) => {
    const compiled = compile(schema, { any: {}, none: { not: {} } }, dialect);
    expect(compiled.isValid(value)).toBe(valid);
    expect(compiled.violations(value).length === 0).toBe(valid);
  });

  it('names the place of what only the decider understands', () => {
    const compiled = compile({ properties: { x: { unevaluatedProperties: false } } }, {}, '2020-12');
    expect(compiled.violations({ x: { a: 1 } })).toEqual([
      expect.objectContaining({ pointer: '/x', keyword: 'unevaluatedProperties' }),
    ]);
  });
});

describe('formats', () => {
  const definitions = { it: { format: 'date' }, other: { format: 'visit-code' } };

  it('are asserted, or not', () => {
    expect(createValidator({ dialect: 'draft-07', definitions }).compile('it').isValid('x')).toBe(false);
    expect(
      createValidator({ dialect: 'draft-07', definitions }, { formats: 'annotate' }).compile('it').violations('x'),
    ).toEqual([]);
  });

  it('that nobody defines are listed and assert nothing', () => {
    const validator = createValidator({ dialect: 'draft-07', definitions });
    expect(validator.compile('other').isValid('x')).toBe(true);
    expect([...validator.unknownFormats]).toEqual(['visit-code']);
  });
});

describe('JSON inside strings', () => {
  const text = { type: 'string', contentMediaType: 'application/json', contentSchema: { $ref: '#/definitions/m' } };
  const compiled = compile(
    { properties: { t: text } },
    { m: { type: 'object', required: ['id'], properties: { id: { type: 'string' }, more: text } } },
  );

  it('is checked with the schemas of the bundle', () => {
    expect(compiled.isValid({ t: '{"id": "a"}' })).toBe(true);
    expect(compiled.violations({ t: '{"id": 1}' })).toEqual([
      {
        pointer: '/t',
        inner: '/id',
        schemaPointer: '#/definitions/m/properties/id/type',
        keyword: 'type',
        message: 'in the JSON text, at /id: must be a string, got number 1',
        expected: 'string',
        actual: 1,
      },
    ]);
  });

  it('must be JSON', () => {
    expect(sentences(compiled, { t: '{"id": "a",}' })).toEqual(['/t must be JSON text, got "{\\"id\\": \\"a\\",}"']);
    expect(sentences(compiled, { t: '' })).toEqual(['/t must be JSON text, got ""']);
  });

  it('can hold JSON inside strings again', () => {
    expect(compiled.isValid({ t: JSON.stringify({ id: 'a', more: '{"id": "b"}' }) })).toBe(true);
    expect(compiled.violations({ t: JSON.stringify({ id: 'a', more: '{"id": 1}' }) })).toMatchObject([
      { pointer: '/t', inner: '/more/id' },
    ]);
  });

  it('is not looked for in other values, encodings and media types', () => {
    expect(compile({ ...text, type: ['string', 'number'] }, { m: {} }).isValid(5)).toBe(true);
    expect(compile({ ...text, contentEncoding: 'base64' }, { m: {} }).isValid('{')).toBe(true);
    expect(compile({ ...text, contentMediaType: 'text/plain' }, { m: {} }).isValid('{')).toBe(true);
  });
});

describe('hostile input', () => {
  it('nested too deeply is a violation', () => {
    const compiled = compile({ properties: { a: { $ref: '#/definitions/it' }, b: { type: 'string' } } });
    let value: Json = { b: 1 };
    for (let depth = 0; depth < 100_000; depth++) value = { a: value };
    expect(compiled.isValid(value)).toBe(false);
    expect(sentences(compiled, value)).toEqual([' is nested too deeply to be checked']);
  });

  it('of 10,000 levels that no schema speaks of is fine', () => {
    const value = JSON.parse(`${'['.repeat(10_000)}${']'.repeat(10_000)}`) as Json;
    expect(compile({ type: 'array' }).isValid(value)).toBe(true);
  });

  it.each([
    ['{"required": ["__proto__"]}', '{}', false],
    ['{"required": ["__proto__"]}', '{"__proto__": 1}', true],
    ['{"required": ["constructor", "toString"]}', '{"constructor": 1}', false],
    ['{"properties": {"__proto__": {"type": "string"}}}', '{"__proto__": 1}', false],
    ['{"properties": {"__proto__": {"type": "string"}}}', '{}', true],
    ['{"properties": {"constructor": {"type": "string"}}}', '{}', true],
    ['{"properties": {"constructor": {"type": "string"}}}', '{"constructor": 1}', false],
    ['{"properties": {"__proto__": true}, "additionalProperties": false}', '{"__proto__": 1}', true],
    ['{"additionalProperties": false}', '{"__proto__": 1}', false],
    ['{"additionalProperties": {"type": "string"}}', '{"__proto__": 1}', false],
    ['{"dependencies": {"toString": ["a"]}}', '{}', true],
    ['{"dependencies": {"toString": ["a"]}}', '{"toString": 1}', false],
    ['{"dependencies": {"__proto__": {"required": ["a"]}}}', '{"__proto__": 1}', false],
    ['{"dependencies": {"a": ["constructor"]}}', '{"a": 1}', false],
    ['{"minProperties": 1}', '{"__proto__": 1}', true],
    ['{"propertyNames": {"pattern": "^a"}}', '{"__proto__": 1}', false],
    ['{"const": {"valueOf": 1}}', '{"valueOf": 1}', true],
    ['{"enum": [{"constructor": {}}]}', '{"constructor": {}}', true],
    ['{"uniqueItems": true}', '[{"valueOf": 1}, {"valueOf": 1}]', false],
    ['{"const": {"a": 1}}', '{"toString": null}', false],
  ])('%s and %s: %s', (schema, value, valid) => {
    const compiled = compile(parse(schema));
    expect(compiled.isValid(JSON.parse(value) as Json)).toBe(valid);
    expect(compiled.violations(JSON.parse(value) as Json).length === 0).toBe(valid);
  });

  it('of alternatives within alternatives ends', () => {
    const branch = (name: string): JsonSchemaObject => ({
      properties: { a: { $ref: '#/definitions/it' }, [name]: { type: 'string' } },
    });
    const compiled = compile({ anyOf: [branch('x'), branch('y')] });
    let value: Json = { x: 1, y: 1 };
    for (let depth = 0; depth < 16; depth++) value = { a: value };
    const started = performance.now();
    expect(compiled.violations(value).length).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it('with numbers beyond a double is no number', () => {
    expect(compile({ type: 'number' }).isValid(JSON.parse('1e400') as Json)).toBe(false);
    expect(compile({ uniqueItems: true }).isValid(JSON.parse('[1e400, 1e401]') as Json)).toBe(false);
  });
});

it('forgets nothing after a keyword that finds nothing to look at', () => {
  expect(compile({ propertyNames: { minLength: 2 }, required: ['constructor'] }).isValid({})).toBe(false);
  expect(compile({ prefixItems: [false], contains: false }, {}, '2020-12').isValid([])).toBe(false);
  expect(compile({ items: [false], contains: false }).isValid([])).toBe(false);
});

describe('code of ajv that fails on a value', () => {
  const choice = { anyOf: [{ const: null, properties: { a: false } }, true], patternProperties: { '^t': true } };

  it('is not there when nothing asks for what was evaluated', () => {
    const compiled = createValidator({ dialect: '2020-12', definitions: { x: choice } }).compile('x');
    expect([compiled.isValid({ type: '' }), compiled.decide({ type: '' })]).toEqual([true, true]);
  });

  it('decides nothing and lets nothing pass when something does', () => {
    const definitions = { x: { ...choice, unevaluatedProperties: false } };
    const compiled = createValidator({ dialect: '2020-12', definitions }).compile('x');
    expect([compiled.isValid({ type: '' }), compiled.decide({ type: '' })]).toEqual([false, undefined]);
    expect(compiled.violations({ type: '' })).toMatchObject([{ keyword: 'schema', pointer: '' }]);
  });
});
