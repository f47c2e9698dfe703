import { isMultiple } from '../../json-schema/multiple.ts';
import type { Json, Violation } from '../api.ts';
import type { Rule, Run, RuntimeSchema } from '../schema-set.ts';
import { matches } from './below.ts';
import { canonicalize, isSame } from './equal.ts';
import { inText, into } from './place.ts';
import type { Place } from './place.ts';
import { alternatives, isOfType } from './rules.ts';
import { count, describe, notListed, shorten, show, violation } from './words.ts';

/**
 * Rules of keywords that not every contract has. Generated code names those that it needs, so that a bundler leaves out
 * the others; `src/codegen/schemas/rule-names.ts` says which keyword needs which.
 *
 * @module
 */

/** For `const` that holds an object or array. */
export const explainConst: Rule = (value: unknown, demand: Json) =>
  !isSame(value, demand) && notListed(value, [demand]);

/** For `enum` that holds objects or arrays. */
export const explainEnum: Rule = (value: unknown, demand: readonly Json[]) =>
  !demand.some((known) => isSame(value, known)) && notListed(value, demand);

/** For `format`, with the functions of the formats that schemas name. */
export function explainFormat(formats: {
  readonly string?: Readonly<Record<string, (text: string) => boolean>>;
  readonly number?: Readonly<Record<string, (value: number) => boolean>>;
}): Rule {
  return (value: string, demand: string) =>
    formats[typeof value as 'string']?.[demand]?.(value) === false &&
    `must be a valid ${demand}, got ${describe(value)}`;
}

export const explainPattern: Rule = (value: unknown, demand: string, _, { set }) =>
  typeof value === 'string' &&
  !matches(set, demand, value) &&
  `must match the pattern ${shorten(demand) as string}, got ${show(value)}`;

export const explainMultipleOf: Rule = (value: unknown, demand: number) =>
  typeof value === 'number' && !isMultiple(value, demand) && `must be a multiple of ${demand}, got ${value}`;

export const explainOneOf: Rule = (value, demand: readonly RuntimeSchema[], place, run, _, keyword) => {
  const [violations, valid] = alternatives(value, demand, place, run, keyword);
  const message = `must be one of several alternatives, but is ${valid} of them`;
  return valid > 1 ? [violation(place, keyword, message, 1, valid)] : violations;
};

export const explainNot: Rule = (value, demand: RuntimeSchema, place, run) => {
  const noted = run.notes.length;
  const found = run.apply(demand, value, place);
  run.notes.length = noted;
  return found.length === 0 && `must not be what is excluded, got ${describe(value)}`;
};

export const explainIf: Rule = (value, demand: RuntimeSchema, place, run, schema) => {
  const branch = holds(run, demand, value, place) ? 'then' : 'else';
  return run.apply(schema[branch] as RuntimeSchema | undefined, value, place, branch);
};

/** For `jsonText`: the schema of the JSON in a string. */
export const explainJsonText: Rule = (value: unknown, demand: string, place, { apply, set }) => {
  if (typeof value !== 'string') return false;
  let content: unknown;
  try {
    content = JSON.parse(value);
  } catch {
    return [violation(place, 'contentMediaType', `must be JSON text, got ${show(value)}`, 'application/json', value)];
  }
  return apply(set.schemas[demand], content, place + inText);
};

export const explainUniqueItems: Rule = (value: unknown, demand: boolean) => {
  const seen = new Map<string, number>();
  for (const [index, item] of demand && Array.isArray(value) ? value.entries() : []) {
    const text = canonicalize(item);
    const first = seen.get(text);
    if (first !== undefined) return `must not repeat an item: items ${first} and ${index} are equal`;
    seen.set(text, index);
  }
  return false;
};

/** For `contains`, with `minContains` and `maxContains` beside it. */
export const explainContains: Rule = (value: unknown, demand: RuntimeSchema, place, run, schema) => {
  if (!Array.isArray(value)) return false;
  const { minContains: least = 1, maxContains: most = Infinity } = schema as Readonly<Record<string, number>>;
  const found = value.filter((item, index) => holds(run, demand, item, into(place, index))).length;
  const say = (keyword: string, relation: string, limit: number): readonly Violation[] => {
    const message = `must contain at ${relation} ${count(limit, 'matching item')}, got ${found}`;
    return [violation(place, keyword, message, limit, found)];
  };
  if (found < least) return say('contains', 'least', least);
  return found > most && say('maxContains', 'most', most);
};

export const explainPropertyNames: Rule = (value: object, demand: RuntimeSchema, place, run, _, keyword) => {
  if (!isOfType(value, 'object')) return false;
  const noted = run.notes.length;
  const found = Object.keys(value).flatMap((name) => run.apply(demand, name, into(place, name), keyword));
  run.notes.length = noted;
  return found.map((one) => ({ ...one, message: `has a name that ${one.message}` }));
};

/** Ends of keywords that limit a size: the type that they look at, and what they count. */
const sizes: Readonly<Record<string, readonly [type: string, unit?: string]>> = {
  imum: ['number'],
  Length: ['string', 'character'],
  Items: ['array', 'item'],
  Properties: ['object', 'property'],
};

/** For `maximum`, `exclusiveMinimum`, `maxLength`, `minItems` and their like. */
export const explainLimit: Rule = (value: unknown, demand: number, _, __, ___, keyword) => {
  const [, exclusive, side = '', end = ''] = /^(exclusive)?(max|min)(.+)$/i.exec(keyword) ?? [];
  const [type = '', unit] = sizes[end] ?? [];
  if (!isOfType(value, type)) return false;
  const size = unit === undefined ? (value as number) : sizeOf(value as string | object);
  const isMost = side.toLowerCase() === 'max';
  if (isMost ? size < demand : size > demand) return false;
  if (size === demand && exclusive === undefined) return false;
  const relation = exclusive === undefined ? `at ${isMost ? 'most' : 'least'}` : `${isMost ? 'less' : 'greater'} than`;
  return unit === undefined
    ? `must be ${relation} ${demand}, got ${size}`
    : `must have ${relation} ${count(demand, unit)}, got ${size}`;
};

/** Characters are code points. */
function sizeOf(value: string | object): number {
  return typeof value === 'string' ? Array.from(value).length : Object.keys(value).length;
}

/** Whether a value is valid under a schema, whose notes count only then. */
function holds(run: Run, schema: RuntimeSchema, value: unknown, place: Place): boolean {
  const noted = run.notes.length;
  const found = run.apply(schema, value, place);
  if (found.length > 0) run.notes.length = noted;
  return found.length === 0;
}
