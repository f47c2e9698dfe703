import { describe, expect, test } from 'vitest';
import { stringFormats } from '../../../src/json-schema/formats.ts';
import { SampleError } from '../../../src/json-schema/sample/sampler.ts';
import type { JsonSchemaObject } from '../../../src/json-schema/schema.ts';
import type { Json } from '../../../src/util/json.ts';
import { samplesOf, textsOf } from './support.ts';

describe('texts', () => {
  // Every sample is validated before it is returned, so that having one shows that it has the format.
  test.each([...stringFormats.keys()])('have the format %s', (format) => {
    const texts = textsOf({ type: 'string', format }, 50);
    expect(new Set(texts).size).toBeGreaterThan(1);
    for (const text of texts) expect(text).toMatch(/^[ -~]{1,60}$/);
  });

  test.each([
    '^\\+?[0-9]+$',
    '^[0-9a-fA-F]{64}$',
    '^(?:foo|bar)-\\d{2,4}$',
    '^[A-Z][a-z]+(?: [A-Z][a-z]+)*$',
    '^\\p{Lu}\\p{Ll}{3}$',
    '^[^a-z]{5}$',
    '^.{3,5}$',
    '^\\u{1F600}$',
    'x',
    '^$',
  ])('match the pattern %s', (pattern) => {
    expect(textsOf({ type: 'string', pattern }, 20)).toHaveLength(20);
  });

  test('are a date and no number of four digits where the pattern is one of a date', () => {
    const pattern = '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?$';
    for (const text of textsOf({ type: 'string', pattern }, 20)) expect(Date.parse(text)).not.toBeNaN();
  });

  test('fulfil several demands at once', () => {
    const schema = {
      allOf: [{ pattern: '^[a-z]+$' }, { pattern: 'q$', minLength: 4 }, { not: { const: 'aaaq' } }],
      type: 'string',
      maxLength: 12,
    };
    for (const text of textsOf(schema, 20)) expect(text).toMatch(/^[a-z]{3,11}q$/);
  });

  test.each([
    [0, 0],
    [1, 1],
    [3, 3],
    [300, 400],
  ])('have %i to %i characters', (minLength, maxLength) => {
    expect(textsOf({ type: 'string', minLength, maxLength }, 10)).toHaveLength(10);
  });

  test('hold JSON where JSON is demanded', () => {
    const contentSchema = { type: 'object', required: ['id'], properties: { id: { type: 'string', format: 'uuid' } } };
    const schema = { type: 'string', contentMediaType: 'application/json', contentSchema };
    for (const text of textsOf(schema, 20)) expect(JSON.parse(text)).toHaveProperty('id');
  });

  test('about persons are made up: nobody has them', () => {
    const kinds = {
      email: /@example\.com$/,
      phone: /^\+1\d{3}55501\d\d$/,
      ip: /^(?:192\.0\.2|198\.51\.100|203\.0\.113)\./,
    };
    for (const [kind, form] of Object.entries(kinds)) {
      for (const text of textsOf({ type: 'string', 'x-personal-data': kind }, 20)) expect(text).toMatch(form);
    }
    const names = textsOf({ type: 'string', 'x-personal-data': 'name' }, 20);
    for (const name of names)
      expect(name).toMatch(/ (?:Example|Fictional|Madeup|Nobody|Placeholder|Sample|Testperson)$/);
  });

  test('follow the name of the property where nothing else tells what they are', () => {
    const names = {
      locale: /^[a-z]{2}$/,
      customerEmail: /@example\.com$/,
      accountId: /^[a-zA-Z0-9]{20}$/,
      firstName: /^[A-Z]/,
    };
    const properties = Object.fromEntries(Object.keys(names).map((name) => [name, { type: 'string' }]));
    for (const sample of samplesOf({ type: 'object', properties }, 10, { optional: 'all' })) {
      for (const [name, form] of Object.entries(names)) expect((sample as Record<string, string>)[name]).toMatch(form);
    }
  });
});

describe('numbers', () => {
  test.each<[JsonSchemaObject]>([
    [{ type: 'integer' }],
    [{ type: 'number' }],
    [{ type: 'integer', minimum: 3, maximum: 4 }],
    [{ type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 0.001 }],
    [{ type: 'integer', multipleOf: 7, minimum: 100 }],
    [{ type: 'number', multipleOf: 0.01, maximum: -5 }],
    [{ type: 'integer', minimum: 1e12 }],
    [{ type: 'integer', format: 'int32' }],
    [{ type: 'number', format: 'float' }],
    [{ type: 'integer', not: { enum: [1, 2, 3] }, minimum: 1, maximum: 4 }],
  ])('fulfil %j and are no larger than needed', (schema) => {
    const numbers = samplesOf(schema, 30) as number[];
    for (const number of numbers) expect(Math.abs(number)).toBeLessThan(2e12);
  });

  test('have few decimals', () => {
    for (const number of samplesOf({ type: 'number' }, 30)) expect(JSON.stringify(number)).toMatch(/^\d+(?:\.\d\d?)?$/);
  });

  test('are limited in the dialect of the schema', () => {
    const schema = { type: 'integer', minimum: 0, exclusiveMinimum: true, maximum: 1 };
    expect(new Set(samplesOf(schema, 20, { dialect: 'draft-04' }))).toEqual(new Set([1]));
  });
});

describe('values that are listed', () => {
  test('are taken, of an open set too', () => {
    const open = { anyOf: [{ enum: ['a', 'b'] }, { type: 'string' }] };
    expect(new Set(samplesOf(open, 50))).toEqual(new Set(['a', 'b']));
    const nullable = { anyOf: [{ enum: ['a', 'b'] }, { type: ['string', 'null'] }] };
    expect(new Set(samplesOf(nullable, 100, { nulls: 0.5 }))).toEqual(new Set(['a', 'b', null]));
    expect(new Set(samplesOf({ type: 'string', 'x-extensible-enum': ['a', 'b'] }, 50))).toEqual(new Set(['a', 'b']));
    expect(new Set(samplesOf({ enum: [1, 'a'], type: 'string' }, 5))).toEqual(new Set(['a']));
  });

  test('belong to whoever gets them', () => {
    const [first] = samplesOf({ const: { a: [1] } }, 1) as [{ a: Json[] }];
    first.a.push(2);
    expect(samplesOf({ const: { a: [1] } }, 1)).toEqual([{ a: [1] }]);
  });
});

describe('objects', () => {
  const properties = { a: { type: 'integer' }, b: { type: 'string' }, c: { type: 'boolean' } };
  const keysOf = (schema: JsonSchemaObject, options: Parameters<typeof samplesOf>[2] = {}): string[] => [
    ...new Set(samplesOf(schema, 40, options).map((sample) => Object.keys(sample as object).join(''))),
  ];

  test('have what is required, and of the rest as much as is wanted', () => {
    const schema = { type: 'object', properties, required: ['b'] };
    expect(keysOf(schema, { optional: 'none' })).toEqual(['b']);
    expect(keysOf(schema, { optional: 'all' })).toEqual(['abc']);
    expect(keysOf(schema).toSorted()).toEqual(['ab', 'abc', 'b', 'bc']);
  });

  test('have what depends on what they have', () => {
    const schema = { type: 'object', properties, dependentRequired: { a: ['b'], b: ['c'] } };
    expect(keysOf(schema, { dialect: '2020-12' }).toSorted()).toEqual(['', 'abc', 'bc', 'c']);
    const older = { type: 'object', properties, dependencies: { a: { required: ['c'] }, b: ['a'] } };
    expect(keysOf(older).toSorted()).toEqual(['', 'abc', 'ac', 'c']);
  });

  test('have as many properties as are allowed', () => {
    expect(keysOf({ type: 'object', properties, minProperties: 2 }).every((keys) => keys.length >= 2)).toBe(true);
    expect(keysOf({ type: 'object', properties, maxProperties: 1 }).every((keys) => keys.length <= 1)).toBe(true);
    const free = { type: 'object', additionalProperties: { type: 'integer' }, minProperties: 3 };
    for (const sample of samplesOf(free, 10)) expect(Object.values(sample as object)).toHaveLength(3);
  });

  test('have further properties only where these are described', () => {
    expect(keysOf({ type: 'object' })).toEqual(['']);
    expect(keysOf({ type: 'object', properties: {} })).toEqual(['']);
    const described = {
      type: 'object',
      patternProperties: { '^x-[a-z]{3}$': { type: 'integer' } },
      propertyNames: { minLength: 5 },
    };
    const names = samplesOf(described, 20).flatMap((sample) => Object.keys(sample as object));
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(name).toMatch(/^x-[a-z]{3}$/);
  });

  test('hold a property called __proto__ as their own', () => {
    const schema = {
      type: 'object',
      required: ['__proto__'],
      properties: JSON.parse('{"__proto__":{"const":1}}') as Json,
    };
    expect(JSON.stringify(samplesOf(schema, 1))).toBe('[{"__proto__":1}]');
  });

  test('fulfil conditions in both directions', () => {
    const schema = {
      type: 'object',
      required: ['kind'],
      properties: { kind: { enum: ['a', 'b', 'c'] }, size: { type: 'integer' } },
      allOf: [
        { if: { properties: { kind: { const: 'a' } }, required: ['kind'] }, then: { required: ['size'] } },
        {
          if: { properties: { kind: { const: 'b' } } },
          then: { properties: { size: { maximum: 3 } } },
          else: { properties: { extra: { type: 'boolean' } } },
        },
      ],
    };
    const kinds = samplesOf(schema, 100).map((sample) => (sample as { kind: string }).kind);
    expect(new Set(kinds)).toEqual(new Set(['a', 'b', 'c']));
  });

  test('are one of the alternatives', () => {
    const branch = (kind: string, name: string): JsonSchemaObject => ({
      type: 'object',
      required: ['kind', name],
      properties: { kind: { const: kind }, [name]: { type: 'integer' } },
    });
    const samples = samplesOf({ oneOf: [branch('x', 'a'), branch('y', 'b'), { type: 'null' }] }, 50);
    const shapes = new Set(samples.map((sample) => (sample === null ? 'null' : Object.keys(sample as object).join())));
    expect(shapes).toEqual(new Set(['kind,a', 'kind,b', 'null']));
  });
});

describe('arrays', () => {
  test('are short, and empty when nothing optional is wanted', () => {
    const schema = { type: 'array', items: { type: 'integer' } };
    expect(new Set(samplesOf(schema, 60).map((sample) => (sample as Json[]).length))).toEqual(new Set([0, 1, 2]));
    expect(samplesOf(schema, 3, { optional: 'none' })).toEqual([[], [], []]);
  });

  test.each<[JsonSchemaObject]>([
    [{ items: { type: 'integer', minimum: 1, maximum: 3 }, minItems: 3, uniqueItems: true }],
    [{ items: [{ const: 'first' }, { type: 'integer' }], additionalItems: false, minItems: 2 }],
    [{ items: { type: 'string' }, contains: { const: 'needle' } }],
    [{ items: { type: 'boolean' }, minItems: 50, maxItems: 50 }],
  ])('fulfil %j', (schema) => {
    expect(samplesOf({ type: 'array', ...schema }, 20)).toHaveLength(20);
  });

  test('have the first items that are described one by one', () => {
    const schema = { type: 'array', prefixItems: [{ const: 1 }, { const: 2 }], items: { const: 3 }, minItems: 3 };
    for (const sample of samplesOf(schema, 10, { dialect: '2020-12' }))
      expect((sample as Json[]).slice(0, 3)).toEqual([1, 2, 3]);
  });
});

describe('schemas that refer to themselves', () => {
  const tree = {
    type: 'object',
    required: ['name', 'children'],
    properties: {
      name: { type: 'string' },
      parent: { $ref: '#/definitions/root' },
      children: { type: 'array', items: { $ref: '#/definitions/root' } },
    },
  };

  test.each(['none', 'all', 0.5] as const)('end with optional %s', (optional) => {
    for (const sample of samplesOf(tree, 20, { optional })) expect(JSON.stringify(sample).length).toBeLessThan(20_000);
  });

  test('end where only one alternative does', () => {
    const node = {
      oneOf: [{ type: 'integer' }, { type: 'array', items: { $ref: '#/definitions/root' }, minItems: 2 }],
    };
    expect(samplesOf(node, 50)).toHaveLength(50);
  });

  test('that never end are refused', () => {
    const endless = { type: 'object', required: ['next'], properties: { next: { $ref: '#/definitions/root' } } };
    expect(() => samplesOf(endless, 1)).toThrow(SampleError);
    expect(() => samplesOf(endless, 1)).toThrow(/grows without end/);
  });
});

describe('options', () => {
  const schema = {
    type: 'object',
    properties: { a: { type: ['string', 'null'] }, b: { anyOf: [{ type: 'null' }, { type: 'integer' }] } },
  };

  test('say how often null is taken', () => {
    expect(samplesOf(schema, 2, { optional: 'all', nulls: 1 })).toEqual([
      { a: null, b: null },
      { a: null, b: null },
    ]);
    for (const sample of samplesOf(schema, 20, { optional: 'all', nulls: 0 }))
      expect(Object.values(sample as object)).not.toContain(null);
  });

  test('out of their range are refused', () => {
    expect(() => samplesOf(schema, 1, { nulls: 1.1 })).toThrow('The option "nulls" is 1.1; it goes from 0 to 1.');
    expect(() => samplesOf(schema, 1, { optional: Number.NaN })).toThrow(
      'The option "optional" is NaN; it goes from 0 to 1.',
    );
  });
});

describe('what cannot be fulfilled is named', () => {
  test.each<[JsonSchemaObject, RegExp]>([
    [{ type: 'object', required: ['a'], properties: { a: false } }, /contradict one another/],
    [{ allOf: [{ type: 'string' }, { type: 'integer' }] }, /contradict one another/],
    [{ type: 'integer', minimum: 3, maximum: 2 }, /contradict one another/],
    [{ type: 'string', format: 'uuid', maxLength: 5 }, /must be a valid uuid, got string/],
    [
      { type: 'object', properties: { a: true }, required: ['b'] },
      /\/b must be there, and is not described \(100 times\)/,
    ],
    [{ type: 'array', items: { enum: [1, 2] }, uniqueItems: true, minItems: 3 }, /must have at least 3 items, got 2/],
    [{ type: 'array', items: true, minItems: 1e9 }, /demand too much/],
    [{ type: 'string', minLength: 1e12 }, /demand too much/],
  ])('%j', (schema, message) => {
    expect(() => samplesOf(schema, 1)).toThrow(SampleError);
    expect(() => samplesOf(schema, 1)).toThrow(message);
  });
});
