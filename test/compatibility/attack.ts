import fc from 'fast-check';
import { compareSchemas } from '../../src/compatibility/compare-schemas.ts';
import type { SchemaComparison } from '../../src/compatibility/compare-schemas.ts';
import { localise } from '../../src/compatibility/normalise/localise.ts';
import type { Dialect, JsonSchema } from '../../src/json-schema/schema.ts';
import { createValidator, SchemaCompileError } from '../../src/json-schema/validate.ts';
import type { Json } from '../../src/util/json.ts';
import { schemas, values } from './arbitrary-schemas.ts';
import { hyperjumpAccepts } from './hyperjump.ts';

/** Two schemas, and whether the first is known to be contained in the second. */
export interface SchemaPair {
  readonly dialect: Dialect;
  readonly older: JsonSchema;
  readonly newer: JsonSchema;
  readonly contained: boolean;
}

const dialects: readonly Dialect[] = ['draft-04', 'draft-06', 'draft-07', '2019-09', '2020-12'];

/** Pairs of random schemas: unrelated ones, one with a keyword less, and `A` with `A`, `A and B`, `A or B`. */
export const pairs: fc.Arbitrary<SchemaPair> = fc
  .tuple(fc.constantFrom(...dialects), fc.boolean(), fc.integer({ min: 0, max: 5 }))
  .chain(([dialect, unevaluated, relation]) => {
    const later = dialect === '2019-09' || dialect === '2020-12';
    const schema = schemas({ dialect, unevaluated: later && unevaluated });
    return fc.tuple(schema, schema).map(([one, other]) => relate(dialect, relation, one, other));
  });

function relate(dialect: Dialect, relation: number, one: JsonSchema, other: JsonSchema): SchemaPair {
  const plain = { dialect, older: one, newer: other, contained: false };
  if (typeof one === 'boolean' || typeof other === 'boolean') return plain;
  const { definitions, ...left } = one;
  const right = Object.fromEntries(Object.entries(other).filter(([name]) => name !== 'definitions'));
  const within = (schema: Readonly<Record<string, Json>>): JsonSchema => ({
    ...schema,
    definitions: definitions ?? {},
  });
  switch (relation) {
    case 1:
      return { ...plain, newer: { ...one, title: 'the same' }, contained: true };
    case 2:
      return { dialect, older: within({ allOf: [left, right] }), newer: within({ allOf: [right] }), contained: true };
    case 3:
      return { dialect, older: within({ anyOf: [left] }), newer: within({ anyOf: [left, right] }), contained: true };
    case 4:
      return { dialect, older: within({ not: { not: left } }), newer: one, contained: true };
    case 5:
      return { ...plain, newer: within(Object.fromEntries(Object.entries(left).slice(0, -1))) };
    default:
      return plain;
  }
}

/** What one pair showed. */
export interface Attack {
  readonly verdicts: SchemaComparison;
  /** Why a verdict is wrong; empty when none is. */
  readonly complaints: readonly string[];
}

/**
 * Compares a pair and tries to prove the verdicts wrong: with values on which a validator says otherwise, and with the
 * containment that is known. A value on which our validator and an unrelated one disagree proves nothing.
 */
export async function attack(
  { dialect, older, newer, contained }: SchemaPair,
  sample: readonly Json[],
): Promise<Attack> {
  const verdicts = compareSchemas(older, newer, { dialect, formats: 'annotate' });
  const complaints: string[] = [];
  if (contained && verdicts.backward.status === 'incompatible') complaints.push('a known containment was refuted');
  const accept = [older, newer].map((schema) => acceptor(schema, dialect));
  for (const [direction, inner, outer] of [
    ['backward', 0, 1],
    ['forward', 1, 0],
  ] as const) {
    const verdict = verdicts[direction];
    const isBroken = (value: Json): boolean => accept[inner]?.(value) === true && accept[outer]?.(value) === false;
    if (verdict.status === 'incompatible' && !isBroken(verdict.witness))
      complaints.push(`${direction}: the witness does not hold`);
    if (verdict.status !== 'compatible') continue;
    const counter = await firstConfirmed(
      sample.filter(isBroken),
      [older, newer][inner] as JsonSchema,
      [older, newer][outer] as JsonSchema,
      dialect,
    );
    if (counter !== undefined)
      complaints.push(`${direction}: ${JSON.stringify(counter)} breaks what is called compatible`);
  }
  return { verdicts, complaints };
}

async function firstConfirmed(
  values: readonly Json[],
  inner: JsonSchema,
  outer: JsonSchema,
  dialect: Dialect,
): Promise<Json | undefined> {
  for (const value of values.slice(0, 20)) {
    if ((await hyperjumpAccepts(inner, dialect, value)) === false) continue;
    if ((await hyperjumpAccepts(outer, dialect, value)) === true) continue;
    return value;
  }
  return undefined;
}

function acceptor(schema: JsonSchema, dialect: Dialect): (value: Json) => boolean | undefined {
  try {
    const bundle = localise({ schema, dialect }, false);
    const compiled = createValidator(bundle, { formats: 'annotate' }).compile('root');
    return (value) => compiled.decide(value);
  } catch (error) {
    if (error instanceof SchemaCompileError || (error as Error).name === 'Undecided') return () => undefined;
    throw error;
  }
}

/** Values to attack with. */
export function sampleValues(seed: number, count: number): readonly Json[] {
  return fc.sample(values, { seed, numRuns: count });
}
