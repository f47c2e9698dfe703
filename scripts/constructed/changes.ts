import type { Dialect, JsonSchema } from '../../src/json-schema/schema.ts';
import type { Json } from '../../src/util/json.ts';
import type { Random } from './random.ts';

/** Two schemas whose relation is known by how they were made. */
export interface Change {
  /** `narrower`: `left` allows less than `right`; `between` is allowed by `right` only. */
  readonly kind: 'narrower' | 'equal' | 'incomparable';
  readonly left: JsonSchema;
  readonly right: JsonSchema;
  /** A value that only `left` allows, and one that only `right` does. */
  readonly onlyLeft?: Json;
  readonly onlyRight?: Json;
}

type Make = (random: Random, dialect: Dialect) => Change;

const narrower = (left: JsonSchema, right: JsonSchema, onlyRight: Json): Change => ({
  kind: 'narrower',
  left,
  right,
  onlyRight,
});
const equal = (left: JsonSchema, right: JsonSchema): Change => ({ kind: 'equal', left, right });
const incomparable = (left: JsonSchema, right: JsonSchema, onlyLeft: Json, onlyRight: Json): Change => ({
  kind: 'incomparable',
  left,
  right,
  onlyLeft,
  onlyRight,
});

const isOld = (dialect: Dialect): boolean => dialect === 'draft-04';
const isLater = (dialect: Dialect): boolean => dialect === '2019-09' || dialect === '2020-12';

/** The opposite of everything, in a dialect without boolean schemas too. */
const never = (dialect: Dialect): JsonSchema => (isOld(dialect) ? { not: {} } : false);

const constant = (dialect: Dialect, value: Json): JsonSchema => (isOld(dialect) ? { enum: [value] } : { const: value });

const bound = (dialect: Dialect, side: 'minimum' | 'maximum', value: number): JsonSchema => {
  const name = side === 'minimum' ? 'exclusiveMinimum' : 'exclusiveMaximum';
  return isOld(dialect) ? { [side]: value, [name]: true } : { [name]: value };
};

const tuple = (dialect: Dialect, items: readonly JsonSchema[], rest?: JsonSchema): JsonSchema =>
  dialect === '2020-12'
    ? { prefixItems: items as Json, ...(rest === undefined ? {} : { items: rest as Json }) }
    : { items: items as Json, ...(rest === undefined ? {} : { additionalItems: rest as Json }) };

/** Ways to change each keyword. Which dialects know the keyword is said beside. */
export const changes: Readonly<
  Record<string, { readonly in: (dialect: Dialect) => boolean; readonly make: readonly Make[] }>
> = {
  type: {
    in: () => true,
    make: [
      (random) => {
        const [a, b, c] = random.shuffle(['string', 'boolean', 'object', 'array', 'null'] as const).slice(0, 3) as [
          string,
          string,
          string,
        ];
        const value: Record<string, Json> = { string: 's', boolean: true, object: {}, array: [], null: null };
        return random.pick([
          narrower({ type: a }, { type: [a, b] }, value[b] as Json),
          narrower({ type: 'integer' }, { type: 'number' }, 1.5),
          equal({ type: [a, b] }, { anyOf: [{ type: b }, { type: a }] }),
          equal({ type: 'boolean' }, { enum: [true, false] }),
          incomparable({ type: [a, c] }, { type: [b, c] }, value[a] as Json, value[b] as Json),
        ]);
      },
    ],
  },
  enum: {
    in: () => true,
    make: [
      (random, dialect) => {
        const [a, b, c, d] = random.words(4) as [string, string, string, string];
        return random.pick([
          narrower({ enum: [a, b] }, { enum: [c, b, a] }, c),
          equal(
            { enum: [a, b, c] },
            { oneOf: [constant(dialect, c), constant(dialect, a), constant(dialect, b)] as Json },
          ),
          equal({ enum: [a, [1, b], { [c]: d }] }, { anyOf: [{ enum: [{ [c]: d }] }, { enum: [a, [1, b]] }] }),
          incomparable({ enum: [a, b] }, { enum: [b, c] }, a, c),
        ]);
      },
    ],
  },
  const: {
    in: (dialect) => !isOld(dialect),
    make: [
      (random) => {
        const [a, b] = random.words(2) as [string, string];
        const value = random.pick<Json>([a, { [a]: [1, b] }, [a, null], random.integer(-9, 9), true]);
        const other: Json = { other: b };
        return random.pick([
          narrower({ const: value }, { enum: [other, value] }, other),
          equal({ const: value }, { enum: [value] }),
          equal(
            { const: { [a]: 1 } },
            { type: 'object', properties: { [a]: { const: 1 } }, required: [a], maxProperties: 1 },
          ),
          incomparable({ const: value }, { const: other }, value, other),
        ]);
      },
    ],
  },
  minimum: {
    in: () => true,
    make: [
      (random, dialect) => {
        const low = random.integer(-50, 50);
        const high = low + random.integer(2, 40);
        return random.pick([
          narrower({ minimum: high }, { minimum: low }, low),
          narrower(bound(dialect, 'minimum', low), { minimum: low }, low),
          equal({ minimum: low }, { not: { type: 'number', ...(bound(dialect, 'maximum', low) as object) } }),
          equal(
            { type: 'integer', minimum: low },
            { type: 'integer', ...(bound(dialect, 'minimum', low - 1) as object) },
          ),
          incomparable({ minimum: low, maximum: high }, { minimum: low + 1, maximum: high + 5 }, low, high + 5),
        ]);
      },
    ],
  },
  maximum: {
    in: () => true,
    make: [
      (random, dialect) => {
        const low = random.integer(-500, 500) / 10;
        const high = low + random.integer(1, 40);
        return random.pick([
          narrower({ maximum: low }, { maximum: high }, high),
          narrower(bound(dialect, 'maximum', high), { maximum: high }, high),
          equal({ maximum: low }, { not: { type: 'number', ...(bound(dialect, 'minimum', low) as object) } }),
          equal({ allOf: [{ maximum: high }, { maximum: low }] }, { maximum: low }),
          incomparable({ maximum: low }, { minimum: low }, low - 1, low + 1),
        ]);
      },
    ],
  },
  multipleOf: {
    in: () => true,
    make: [
      (random) => {
        const base = random.pick([0.01, 0.1, 0.5, 1, 3, 7]);
        const factor = random.integer(2, 5);
        const scaled = Number((base * factor).toFixed(4));
        return random.pick([
          narrower({ multipleOf: scaled }, { multipleOf: base }, base),
          equal({ type: 'number', multipleOf: 1 }, { type: 'integer' }),
          equal({ allOf: [{ multipleOf: 4 }, { multipleOf: 6 }] }, { multipleOf: 12 }),
          equal({ multipleOf: 2, minimum: 3, maximum: 7, type: 'number' }, { enum: [4, 6] }),
          incomparable({ multipleOf: 6 }, { multipleOf: 4 }, 6, 4),
        ]);
      },
    ],
  },
  length: {
    in: () => true,
    make: [
      (random) => {
        const low = random.integer(1, 20);
        const high = low + random.integer(1, 30);
        const text = (length: number): string => '€'.repeat(length);
        return random.pick([
          narrower({ minLength: high }, { minLength: low }, text(low)),
          narrower({ maxLength: low }, { maxLength: high }, text(high)),
          equal({ maxLength: low }, { not: { type: 'string', minLength: low + 1 } }),
          equal({ type: 'string', minLength: 1, maxLength: low }, { type: 'string', pattern: `^[\\s\\S]{1,${low}}$` }),
          incomparable({ maxLength: low }, { minLength: low }, text(low - 1), text(low + 1)),
        ]);
      },
    ],
  },
  pattern: {
    in: () => true,
    make: [
      (random) => {
        const [a, b] = random.words(2) as [string, string];
        const count = random.integer(2, 4);
        return random.pick([
          narrower({ pattern: `^${a}` }, { pattern: a }, `_${a}`),
          narrower({ pattern: `^[a-f]{${count}}$` }, { pattern: '^[a-z]+$' }, 'z'),
          narrower({ enum: [a, b] }, { pattern: `^(${a}|${b}|\\d+)$`, type: 'string' }, '12'),
          equal({ pattern: '^[0-9]+$' }, { pattern: '^\\d\\d*$' }),
          equal({ pattern: `^(?:${a}|${b})$`, type: 'string' }, { enum: [b, a] }),
          equal({ pattern: `^${a}(${b}|x)?$` }, { anyOf: [{ pattern: `^${a}$` }, { pattern: `^${a}(x|${b})$` }] }),
          incomparable({ pattern: `^${a}_` }, { pattern: `_${b}$` }, `${a}_`, `_${b}`),
        ]);
      },
    ],
  },
  format: {
    in: () => true,
    make: [
      (random) => {
        const [format, no] = random.pick([
          ['date', 'x'],
          ['date-time', 'x'],
          ['time', 'x'],
          ['duration', 'x'],
          ['email', 'x'],
          ['hostname', 'a b'],
          ['ipv4', 'x'],
          ['ipv6', 'x'],
          ['uri', 'x'],
          ['uri-reference', '\\\\'],
          ['iri-reference', 'a b'],
          ['uri-template', '{'],
          ['uuid', 'x'],
          ['json-pointer', 'x'],
          ['relative-json-pointer', 'x'],
          ['regex', '('],
        ] as const);
        return random.pick([
          narrower({ type: 'string', format }, { type: 'string' }, no),
          narrower({ type: ['string', 'null'], format }, { type: ['null', 'string'] }, no),
          narrower({ type: 'string', format: 'uuid' }, { type: 'string', maxLength: 36 }, 'no'),
          narrower({ type: 'string', format: 'date' }, { type: 'string', maxLength: 10 }, 'x'),
          equal({ type: 'string', format }, { allOf: [{ format }, { type: 'string' }] }),
          equal({ type: 'string', not: { format } }, { type: 'string', not: { allOf: [{ format }, {}] } }),
          incomparable(
            { type: 'string', format: 'ipv4' },
            { type: 'string', format: 'date' },
            '127.0.0.1',
            '2020-02-02',
          ),
        ]);
      },
    ],
  },
  itemCount: {
    in: () => true,
    make: [
      (random) => {
        const low = random.integer(1, 6);
        const high = low + random.integer(1, 6);
        const list = (length: number): Json => Array.from({ length }, (_, index) => index);
        return random.pick([
          narrower({ minItems: high }, { minItems: low }, list(low)),
          narrower({ maxItems: low }, { maxItems: high }, list(high)),
          narrower({ uniqueItems: true }, {}, [low, high, low]),
          equal({ minItems: low }, { not: { type: 'array', maxItems: low - 1 } }),
          equal({ maxItems: 1 }, { maxItems: 1, uniqueItems: true }),
          equal(
            { type: 'array', uniqueItems: true, items: { type: 'boolean' } },
            { type: 'array', uniqueItems: true, items: { type: 'boolean' }, maxItems: 2 },
          ),
          incomparable({ maxItems: low }, { minItems: low }, list(low - 1), list(low + 1)),
        ]);
      },
    ],
  },
  items: {
    in: () => true,
    make: [
      (random, dialect) => {
        const [a] = random.words(1) as [string];
        return random.pick([
          narrower({ items: { type: 'string' } }, { items: { type: ['string', 'null'] } }, [a, null]),
          narrower(tuple(dialect, [{ type: 'string' }, { type: 'integer' }]), tuple(dialect, [{ type: 'string' }]), [
            a,
            1.5,
          ]),
          narrower(tuple(dialect, [{ type: 'string' }], { type: 'integer' }), tuple(dialect, [{ type: 'string' }]), [
            a,
            a,
          ]),
          equal(tuple(dialect, [{ type: 'string' }, { type: 'string' }], { type: 'string' }), {
            items: { type: 'string' },
          }),
          equal({ type: 'array', items: never(dialect) as Json }, { type: 'array', maxItems: 0 }),
          incomparable({ items: { type: 'string' } }, { items: { type: 'integer' } }, [a], [3]),
        ]);
      },
    ],
  },
  contains: {
    in: (dialect) => !isOld(dialect),
    make: [
      (random, dialect) => {
        const count = random.integer(1, 3);
        const list = (length: number): Json => Array.from({ length }, () => 7);
        const counted: Change[] = isLater(dialect)
          ? [
              narrower(
                { contains: { const: 7 }, minContains: count + 1 },
                { contains: { const: 7 }, minContains: count },
                list(count),
              ),
              narrower(
                { contains: { const: 7 }, maxContains: count },
                { contains: { const: 7 }, maxContains: count + 1 },
                list(count + 1),
              ),
              equal({ contains: { const: 7 }, minContains: 0, maxContains: 0 }, { items: { not: { const: 7 } } }),
              equal({ type: 'array', contains: true, minContains: count }, { type: 'array', minItems: count }),
            ]
          : [equal({ type: 'array', contains: {} }, { type: 'array', minItems: 1 })];
        return random.pick([
          narrower({ contains: { type: 'integer' } }, { contains: { type: 'number' } }, [1.5]),
          equal({ type: 'array', not: { contains: { const: 7 } } }, { type: 'array', items: { not: { const: 7 } } }),
          incomparable({ contains: { type: 'string' } }, { contains: { type: 'integer' } }, ['a'], [1]),
          ...counted,
        ]);
      },
    ],
  },
  propertyCount: {
    in: () => true,
    make: [
      (random) => {
        const low = random.integer(1, 4);
        const high = low + random.integer(1, 4);
        const object = (size: number): Json => Object.fromEntries(random.words(size).map((name) => [name, null]));
        return random.pick([
          narrower({ minProperties: high }, { minProperties: low }, object(low)),
          narrower({ maxProperties: low }, { maxProperties: high }, object(high)),
          equal({ minProperties: low }, { not: { type: 'object', maxProperties: low - 1 } }),
          equal({ type: 'object', maxProperties: 0 }, { enum: [{}] }),
          incomparable({ maxProperties: low }, { minProperties: low }, object(low - 1), object(low + 1)),
        ]);
      },
    ],
  },
  required: {
    in: () => true,
    make: [
      (random) => {
        const [a, b, c] = random.words(3) as [string, string, string];
        return random.pick([
          narrower({ required: [a, b] }, { required: [a] }, { [a]: 1 }),
          equal({ required: [a, b] }, { allOf: [{ required: [b] }, { required: [a] }] }),
          equal({ type: 'object', required: [a] }, { type: 'object', not: { properties: { [a]: { not: {} } } } }),
          incomparable({ required: [a, c] }, { required: [b, c] }, { [a]: 1, [c]: 1 }, { [b]: 1, [c]: 1 }),
        ]);
      },
    ],
  },
  properties: {
    in: () => true,
    make: [
      (random) => {
        const [a, b] = random.words(2) as [string, string];
        return random.pick([
          narrower(
            { properties: { [a]: { type: 'string' } } },
            { properties: { [a]: { type: ['null', 'string'] } } },
            { [a]: null },
          ),
          narrower(
            { properties: { [a]: { type: 'string' }, [b]: { maximum: 3 } } },
            { properties: { [a]: { type: 'string' } } },
            { [b]: 4 },
          ),
          equal(
            { properties: { [a]: { type: 'string' }, [b]: {} } },
            { patternProperties: { [`^${a}$`]: { type: 'string' } } },
          ),
          equal(
            { properties: { [a]: { minimum: 1 }, [b]: { maximum: 1 } } },
            { allOf: [{ properties: { [b]: { maximum: 1 } } }, { properties: { [a]: { minimum: 1 } } }] },
          ),
          incomparable(
            { properties: { [a]: { type: 'string' } } },
            { properties: { [b]: { type: 'string' } } },
            { [b]: 1 },
            { [a]: 1 },
          ),
        ]);
      },
    ],
  },
  additionalProperties: {
    in: () => true,
    make: [
      (random) => {
        const [a, b] = random.words(2) as [string, string];
        const known = { properties: { [a]: { type: 'string' } } };
        return random.pick([
          narrower({ ...known, additionalProperties: false }, known, { [b]: 1 }),
          narrower(
            { ...known, additionalProperties: { type: 'integer' } },
            { ...known, additionalProperties: { type: 'number' } },
            { [b]: 0.5 },
          ),
          equal({ ...known, additionalProperties: { type: 'string' } }, { additionalProperties: { type: 'string' } }),
          equal(
            { patternProperties: { '^x': {} }, additionalProperties: { type: 'null' } },
            { patternProperties: { '^[^x]': { type: 'null' }, '^$': { type: 'null' } } },
          ),
          incomparable(
            { ...known, additionalProperties: { type: 'string' } },
            { ...known, additionalProperties: { type: 'integer' } },
            { [b]: 's' },
            { [b]: 5 },
          ),
        ]);
      },
    ],
  },
  patternProperties: {
    in: () => true,
    make: [
      (random) => {
        const [a, b] = random.words(2) as [string, string];
        return random.pick([
          narrower(
            { patternProperties: { [`^${a}`]: { type: 'string' } } },
            { patternProperties: { [`^${a}_`]: { type: 'string' } } },
            { [a]: 1 },
          ),
          narrower(
            { patternProperties: { [a]: { enum: [1] } } },
            { patternProperties: { [a]: { enum: [1, 2] } } },
            { [a]: 2 },
          ),
          equal(
            { patternProperties: { '^[a-c]$': { type: 'null' } } },
            { properties: { a: { type: 'null' }, b: { type: 'null' }, c: { type: 'null' } } },
          ),
          equal(
            { patternProperties: { [`${a}|${b}`]: { minimum: 0 } } },
            { patternProperties: { [a]: { minimum: 0 }, [b]: { minimum: 0 } } },
          ),
          incomparable(
            { patternProperties: { '^x_': { type: 'string' } } },
            { patternProperties: { '^y_': { type: 'string' } } },
            { y_: 1 },
            { x_: 1 },
          ),
        ]);
      },
    ],
  },
  propertyNames: {
    in: (dialect) => !isOld(dialect),
    make: [
      (random) => {
        const [a, b] = random.words(2) as [string, string];
        return random.pick([
          narrower({ propertyNames: { maxLength: 3 } }, { propertyNames: { maxLength: 5 } }, { abcd: 1 }),
          equal(
            { type: 'object', propertyNames: { enum: [a, b] } },
            { type: 'object', properties: { [a]: {}, [b]: {} }, additionalProperties: false },
          ),
          equal(
            { propertyNames: { pattern: '^[a-z]+$' } },
            { patternProperties: { '^[a-z]+$': {} }, additionalProperties: false },
          ),
          incomparable(
            { propertyNames: { pattern: '^x' } },
            { propertyNames: { pattern: 'y$' } },
            { xa: 1 },
            { ay: 1 },
          ),
        ]);
      },
    ],
  },
  dependencies: {
    in: () => true,
    make: [
      (random, dialect) => {
        const [a, b, c] = random.words(3) as [string, string, string];
        const needs = isLater(dialect) ? 'dependentRequired' : 'dependencies';
        const applies = isLater(dialect) ? 'dependentSchemas' : 'dependencies';
        return random.pick([
          narrower({ [needs]: { [a]: [b, c] } }, { [needs]: { [a]: [b] } }, { [a]: 1, [b]: 1 }),
          equal({ [needs]: { [a]: [b] } }, { anyOf: [{ required: [b] }, { not: { required: [a], type: 'object' } }] }),
          equal({ [needs]: { [a]: [b] } }, { [applies]: { [a]: { required: [b] } } }),
          narrower(
            { [applies]: { [a]: { maxProperties: 1 } } },
            { [applies]: { [a]: { maxProperties: 2 } } },
            { [a]: 1, [b]: 1 },
          ),
          incomparable({ [needs]: { [a]: [b] } }, { [needs]: { [b]: [a] } }, { [b]: 1 }, { [a]: 1 }),
        ]);
      },
    ],
  },
  unevaluated: {
    in: isLater,
    make: [
      (random, dialect) => {
        const [a, b] = random.words(2) as [string, string];
        return random.pick([
          narrower({ properties: { [a]: {} }, unevaluatedProperties: false }, { properties: { [a]: {} } }, { [b]: 1 }),
          narrower(
            { allOf: [{ properties: { [a]: {} } }], unevaluatedProperties: false },
            { allOf: [{ properties: { [a]: {} } }], properties: { [b]: {} }, unevaluatedProperties: false },
            { [b]: 1 },
          ),
          equal(
            { properties: { [a]: {} }, unevaluatedProperties: { type: 'null' } },
            { properties: { [a]: {} }, additionalProperties: { type: 'null' } },
          ),
          equal(
            { ...(tuple(dialect, [{}]) as object), unevaluatedItems: { type: 'null' } },
            tuple(dialect, [{}], { type: 'null' }),
          ),
          incomparable(
            { properties: { [a]: {} }, unevaluatedProperties: false },
            { properties: { [b]: {} }, unevaluatedProperties: false },
            { [a]: 1 },
            { [b]: 1 },
          ),
        ]);
      },
    ],
  },
  anyOf: {
    in: () => true,
    make: [
      (random) => {
        const [a, b, c] = random.words(3) as [string, string, string];
        const one = (name: string): JsonSchema => ({
          type: 'object',
          properties: { kind: { enum: [name] } },
          required: ['kind'],
        });
        return random.pick([
          narrower({ anyOf: [one(a), one(b)] as Json }, { anyOf: [one(b), one(c), one(a)] as Json }, { kind: c }),
          equal(
            { anyOf: [one(a), one(b)] as Json },
            { type: 'object', properties: { kind: { enum: [b, a] } }, required: ['kind'] },
          ),
          equal({ anyOf: [{ minimum: 3 }, { minimum: 7 }] }, { minimum: 3 }),
          incomparable(
            { anyOf: [one(a), one(b)] as Json },
            { anyOf: [one(b), one(c)] as Json },
            { kind: a },
            { kind: c },
          ),
        ]);
      },
    ],
  },
  oneOf: {
    in: () => true,
    make: [
      (random) => {
        const low = random.integer(1, 20);
        const high = low + random.integer(2, 9);
        return random.pick([
          narrower(
            { type: 'integer', oneOf: [{ minimum: low }, { minimum: high }] },
            { type: 'integer', minimum: low },
            high,
          ),
          equal(
            { type: 'integer', oneOf: [{ minimum: low }, { minimum: high }] },
            { type: 'integer', minimum: low, maximum: high - 1 },
          ),
          equal({ oneOf: [{ type: 'string' }, { type: 'null' }] }, { type: ['null', 'string'] }),
          incomparable(
            { oneOf: [{ type: 'string' }, { type: 'null' }] },
            { oneOf: [{ type: 'string' }, { type: 'boolean' }] },
            null,
            true,
          ),
        ]);
      },
    ],
  },
  allOf: {
    in: () => true,
    make: [
      (random) => {
        const [a, b] = random.words(2) as [string, string];
        const parts: Json[] = [{ type: 'object' }, { required: [a] }, { properties: { [b]: { type: 'integer' } } }];
        return random.pick([
          narrower({ allOf: parts }, { allOf: parts.slice(0, 2) }, { [a]: 1, [b]: 'x' }),
          equal({ allOf: parts }, { allOf: parts.toReversed() }),
          equal({ allOf: parts }, { type: 'object', required: [a], properties: { [b]: { type: 'integer' } } }),
          incomparable({ allOf: [{ minimum: 0 }, { maximum: 5 }] }, { allOf: [{ minimum: 2 }, { maximum: 9 }] }, 0, 9),
        ]);
      },
    ],
  },
  not: {
    in: () => true,
    make: [
      (random) => {
        const [a, b] = random.words(2) as [string, string];
        return random.pick([
          narrower({ not: { enum: [a, b] } }, { not: { enum: [a] } }, b),
          equal({ not: { not: { type: 'object', required: [a] } } }, { type: 'object', required: [a] }),
          equal(
            { not: { anyOf: [{ type: 'string' }, { type: 'null' }] } },
            { type: ['number', 'boolean', 'array', 'object'] },
          ),
          incomparable({ not: { enum: [a] } }, { not: { enum: [b] } }, b, a),
        ]);
      },
    ],
  },
  if: {
    in: (dialect) => dialect === 'draft-07' || isLater(dialect),
    make: [
      (random) => {
        const [a, b] = random.words(2) as [string, string];
        const test: JsonSchema = { properties: { kind: { const: a } }, required: ['kind'] };
        return random.pick([
          narrower(
            { type: 'object', if: test, then: { required: [b] } },
            { type: 'object', if: test, then: {} },
            { kind: a },
          ),
          equal(
            { type: 'object', if: test, then: { required: [b] } },
            { type: 'object', anyOf: [{ not: test }, { required: [b] }] },
          ),
          equal(
            { if: { type: 'string' }, then: { maxLength: 3 }, else: { type: 'null' } },
            { anyOf: [{ type: 'null' }, { type: 'string', maxLength: 3 }] },
          ),
          incomparable(
            { if: test, then: { required: ['p'] } },
            { if: test, then: { required: ['q'] } },
            { kind: a, p: 1 },
            { kind: a, q: 1 },
          ),
        ]);
      },
    ],
  },
  $ref: {
    in: () => true,
    make: [
      (random) => {
        const [a, b] = random.words(2) as [string, string];
        const root = (body: JsonSchema): JsonSchema => ({
          definitions: { [a]: body as Json },
          allOf: [{ $ref: `#/definitions/${a}` }],
        });
        const list = (value: JsonSchema): JsonSchema => ({
          definitions: {
            [a]: { type: 'object', properties: { [b]: value as Json, next: { $ref: `#/definitions/${a}` } } },
          },
          allOf: [{ $ref: `#/definitions/${a}` }],
        });
        return random.pick([
          narrower(root({ type: 'integer' }), root({ type: 'number' }), 2.5),
          narrower(list({ type: 'integer' }), list({ type: 'number' }), { next: { next: { [b]: 2.5 } } }),
          equal(root({ type: 'string', maxLength: 4 }), { type: 'string', maxLength: 4 }),
          equal(list({ type: 'integer' }), {
            definitions: {
              [b]: { type: 'object', properties: { next: { $ref: `#/definitions/${a}` }, [b]: { type: 'integer' } } },
              [a]: { type: 'object', properties: { next: { $ref: `#/definitions/${b}` }, [b]: { type: 'integer' } } },
            },
            anyOf: [{ $ref: `#/definitions/${b}` }],
          }),
          incomparable(list({ type: 'integer' }), list({ type: 'string' }), { [b]: 1 }, { next: { [b]: 's' } }),
        ]);
      },
    ],
  },
};
