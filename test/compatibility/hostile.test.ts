import { describe, expect, it } from 'vitest';
import { compareSchemas } from '../../src/compatibility/compare-schemas.ts';
import type { Dialect, JsonSchema } from '../../src/json-schema/schema.ts';

const nested = (
  levels: number,
  around: (inner: JsonSchema, level: number) => JsonSchema,
  core: JsonSchema = { type: 'string' },
): JsonSchema => {
  let schema = core;
  for (let level = 0; level < levels; level += 1) schema = around(schema, level);
  return schema;
};

const many = <Value>(count: number, make: (index: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => make(index));

const object = (count: number, make: (index: number) => JsonSchema): JsonSchema => ({
  type: 'object',
  properties: Object.fromEntries(many(count, (index) => [`property_number_${index}`, make(index)])),
});

/** Pairs that must be answered `undecided`, with what the reason says. */
const unreadable: [name: string, older: unknown, newer: unknown, reason: string, dialect?: Dialect][] = [
  ['a type that does not exist', { type: 'strin' }, {}, 'not valid'],
  ['a keyword with a wrong value', { minLength: -1 }, {}, 'not valid'],
  ['no schema: null', null, {}, 'no schema'],
  ['no schema: a list', {}, [], 'no schema'],
  ['no schema: a text', 'x', {}, 'no schema'],
  ['a boolean schema in draft-04', { items: { not: true } }, {}, 'not valid', 'draft-04'],
  ['an unknown dialect', { $schema: 'https://example.com/own' }, {}, 'dialect'],
  ['a reference to itself', { $ref: '#' }, {}, 'leads only to itself'],
  [
    'references in a circle',
    { $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } }, items: { $ref: '#/$defs/a' } },
    {},
    'leads only to itself',
  ],
  ['a reference to itself in an alternative', { anyOf: [{ type: 'null' }, { $ref: '#' }] }, {}, 'leads only to itself'],
  ['a reference that leads nowhere', { $ref: '#/$defs/none' }, {}, 'leads to no schema'],
  ['a reference to an unknown name', { $ref: '#none' }, {}, 'leads nowhere'],
  ['a reference to the network', { $ref: 'https://example.com/schema.json' }, {}, 'leads out'],
  ['a reference to a file', { $ref: 'file:///etc/passwd' }, {}, 'leads out'],
  [
    'a reference to a value that is no schema',
    { required: ['a'], items: { $ref: '#/required' } },
    {},
    'leads to no schema',
  ],
  ['an address that is none', { $id: 'http://[', type: 'string' }, {}, 'cannot be resolved'],
  ['a pattern that is none', { pattern: '(' }, {}, 'not valid'],
  ['10,000 levels', nested(10_000, (inner) => ({ properties: { a: inner } })), {}, 'nested too deeply'],
];

/** Pairs that must be answered within the budget; what the answer is does not matter. */
const heavy: [name: string, older: JsonSchema, newer: JsonSchema][] = [
  ['500 nested anyOf', nested(500, (inner, level) => ({ anyOf: [{ minLength: level }, inner] })), { type: 'string' }],
  ['500 nested not', nested(500, (inner) => ({ not: inner })), { type: 'string' }],
  [
    '400 nested objects',
    nested(400, (inner) => ({ properties: { a: inner }, required: ['a'] })),
    nested(400, (inner) => ({ properties: { a: inner } }), { type: 'null' }),
  ],
  ['500 alternatives that are not told apart', { oneOf: many(500, (index) => ({ minimum: index })) }, { minimum: 0 }],
  ['a pattern that doubles states', { pattern: '(a|b)*a(a|b){30}$' }, { pattern: '(a|b)*a(a|b){29}$' }],
  ['a pattern that backtracks', { pattern: '^(a+)+$' }, { pattern: '^(a|a|aa)+$' }],
  [
    '20 variables, 90 clauses',
    {
      type: 'object',
      allOf: many(90, (index) => ({
        anyOf: [7, 11, 13].map((step, sign) =>
          sign === 1
            ? { not: { required: [`v${(index * step) % 20}`] } }
            : { required: [`v${(index * step + sign) % 20}`] },
        ),
      })),
    },
    { required: ['none'] },
  ],
  [
    '12 different items in 11 places',
    { type: 'array', allOf: many(12, (index) => ({ contains: { const: index } })), maxItems: 11 },
    false,
  ],
  [
    '13 values in 14 different items',
    { type: 'array', items: { type: 'integer', minimum: 0, maximum: 12 }, uniqueItems: true, minItems: 14 },
    false,
  ],
  ['a million items', { type: 'array', minItems: 1_000_000, items: { type: 'string' } }, { items: { type: 'null' } }],
  ['a text of 500 million characters', { type: 'string', minLength: 5e8 }, { type: 'null' }],
  ['numbers at the ends of the range', { multipleOf: 5e-324, minimum: -1e308, maximum: 1e308 }, { multipleOf: 1e300 }],
  [
    'a dozen anyOf below unevaluatedProperties',
    {
      anyOf: many(12, (index) => ({ properties: { [`p${index}`]: {} }, required: [`p${index}`] })),
      unevaluatedProperties: false,
    },
    {},
  ],
  ['5,000 values', { enum: many(5_000, (index) => `v${index}`) }, { enum: many(5_001, (index) => `v${index}`) }],
];

describe('compareSchemas on bad input', () => {
  it.each(unreadable)('is undecided: %s', (_, older, newer, reason, dialect) => {
    const { backward, forward } = compareSchemas(
      older as JsonSchema,
      newer as JsonSchema,
      dialect === undefined ? {} : { dialect },
    );
    for (const verdict of [backward, forward]) {
      expect(verdict).toEqual({ status: 'undecided', reason: expect.stringContaining(reason) as string });
    }
  });

  it.each(heavy)('answers in time: %s', { timeout: 10_000 }, (_, older, newer) => {
    for (const relation of ['instances', 'deliveries'] as const) {
      const { backward, forward } = compareSchemas(older, newer, { relation });
      for (const { status } of [backward, forward])
        expect(['compatible', 'incompatible', 'undecided']).toContain(status);
    }
  });

  it('answers in time: 5 MB', { timeout: 30_000 }, () => {
    const make = (limit: number): JsonSchema =>
      object(50_000, (index) => ({
        type: 'string',
        maxLength: index === 49_999 ? limit : index % 100,
        description: 'a few words that make it longer',
      }));
    const { backward } = compareSchemas(make(5), make(4));
    expect(backward.status).not.toBe('compatible');
  });

  it('takes names that every object inherits for names', () => {
    const older = JSON.parse(
      '{"properties": {"__proto__": {"type": "string"}, "constructor": {"type": "null"}}, "required": ["__proto__"]}',
    ) as JsonSchema;
    const newer = JSON.parse(
      '{"properties": {"__proto__": {"type": "number"}}, "required": ["constructor"]}',
    ) as JsonSchema;
    const { backward, forward } = compareSchemas(older, newer);
    expect([backward.status, forward.status]).toEqual(['incompatible', 'incompatible']);
    expect(compareSchemas(older, older).backward.status).toBe('compatible');
  });

  it('does not change its input', () => {
    const schema: JsonSchema = { $defs: { a: { type: 'object' } }, $ref: '#/$defs/a', unevaluatedProperties: false };
    const copy = structuredClone(schema);
    compareSchemas(Object.freeze(schema), {});
    expect(schema).toEqual(copy);
  });
});
