import type { Dialect, JsonSchema } from '../../src/json-schema/schema.ts';
import type { Json } from '../../src/util/json.ts';
import type { Random } from './random.ts';

/** A schema around another one. What the inner one allows more, the outer one allows more, or less when `flips`. */
export interface Context {
  readonly name: string;
  readonly schema: (inner: JsonSchema) => JsonSchema;
  /** A value that the outer schema allows exactly when the inner one allows `inner`; the opposite when `flips`. */
  readonly value: (inner: Json) => Json;
  readonly flips: boolean;
}

type MakeContext = (random: Random, dialect: Dialect) => Context;

const monotone = (name: string, schema: Context['schema'], value: Context['value']): Context => ({
  name,
  schema,
  value,
  flips: false,
});

/** The contexts that every dialect has. Inner schemas move their `definitions` along: see `lift`. */
export const contexts: readonly MakeContext[] = [
  () =>
    monotone(
      'nothing',
      (inner) => inner,
      (inner) => inner,
    ),
  (random) => {
    const [a, b, c] = random.words(3) as [string, string, string];
    return monotone(
      'an optional property',
      (inner) => ({
        type: 'object',
        properties: { [a]: inner, [b]: { type: 'string' }, [c]: { type: 'array', items: { type: 'integer' } } },
        required: [b],
      }),
      (inner) => ({ [a]: inner, [b]: 'x' }),
    );
  },
  (random) => {
    const [a, b] = random.words(2) as [string, string];
    return monotone(
      'a required property, two levels down',
      (inner) => ({
        type: 'object',
        properties: { [a]: { type: 'object', properties: { [b]: inner }, required: [b] } },
        required: [a],
      }),
      (inner) => ({ [a]: { [b]: inner } }),
    );
  },
  () =>
    monotone(
      'items',
      (inner) => ({ type: 'array', items: inner }),
      (inner) => [inner],
    ),
  (random) => {
    const [a, z] = random.words(2) as [string, string];
    return monotone(
      'other properties',
      (inner) => ({ properties: { [a]: { type: 'boolean' } }, additionalProperties: inner }),
      (inner) => ({ [z]: inner }),
    );
  },
  () =>
    monotone(
      'properties by pattern',
      (inner) => ({ patternProperties: { '^z_': inner } }),
      (inner) => ({ z_1: inner }),
    ),
  (random) => {
    const word = random.word();
    return monotone(
      'an alternative',
      (inner) => ({ anyOf: [{ enum: [`only ${word}`] }, inner] }),
      (inner) => inner,
    );
  },
  (random) => {
    const [a, b, p] = random.words(3) as [string, string, string];
    const event = (kind: string, rest: JsonSchema): Json => ({
      type: 'object',
      properties: { kind: { enum: [kind] }, [p]: rest },
      required: ['kind', p],
    });
    return monotone(
      'one of several events',
      (inner) => ({ oneOf: [event(a, inner), event(b, { type: 'string' })] }),
      (inner) => ({ kind: a, [p]: inner }),
    );
  },
  (random) => {
    const [a, p] = random.words(2) as [string, string];
    return monotone(
      'a reference',
      (inner) => ({ definitions: { [a]: inner }, properties: { [p]: { $ref: `#/definitions/${a}` } } }),
      (inner) => ({ [p]: inner }),
    );
  },
  (random) => {
    const a = random.word();
    return monotone(
      'a recursive model',
      (inner) => ({
        definitions: {
          [`${a}Node`]: {
            type: 'object',
            properties: { value: inner, next: { $ref: `#/definitions/${a}Node` } },
          },
        },
        allOf: [{ $ref: `#/definitions/${a}Node` }],
      }),
      (inner) => ({ next: { value: inner } }),
    );
  },
  (random, dialect) => {
    const [a, p] = random.words(2) as [string, string];
    const keyword = dialect === '2019-09' || dialect === '2020-12' ? 'dependentSchemas' : 'dependencies';
    return monotone(
      'what a property brings along',
      (inner) => ({ [keyword]: { [a]: { properties: { [p]: inner } } } }),
      (inner) => ({ [a]: 1, [p]: inner }),
    );
  },
  () => ({ name: 'not', schema: (inner) => ({ not: inner }), value: (inner) => inner, flips: true }),
  (random) => {
    const p = random.word();
    return {
      name: 'a property that must not be so',
      schema: (inner) => ({ type: 'object', required: [p], not: { properties: { [p]: inner } } }),
      value: (inner) => ({ [p]: inner }),
      flips: true,
    };
  },
];

/** Moves the `definitions` of inner schemas to the root, where their references look for them. */
export function lift(schema: JsonSchema): JsonSchema {
  const definitions: Record<string, Json> = {};
  const strip = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(strip);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([name, held]): [string, Json] => [name, strip(held)]);
    const held = entries.find(([name]) => name === 'definitions')?.[1];
    if (held !== undefined) Object.assign(definitions, held);
    return Object.fromEntries(entries.filter(([name]) => name !== 'definitions'));
  };
  const stripped = strip(schema) as JsonSchema;
  return Object.keys(definitions).length === 0 || typeof stripped === 'boolean'
    ? stripped
    : { ...stripped, definitions };
}
