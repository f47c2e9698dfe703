import { isObject } from '../util/json.ts';
import type { Json, JsonObject } from '../util/json.ts';
import { valueKey } from './algebra/value-type.ts';

/** Attempts after which a witness is small enough. */
const mostAttempts = 2_000;

const simple: readonly Json[] = [null, false, true, 0, 1, '', 'a', [], {}];

/**
 * A value as small as can be found that still `holds`: without properties, items and characters that nothing needs.
 * @param holds what the value must satisfy; it satisfies it
 */
export function shrink(value: Json, holds: (value: Json) => boolean): Json {
  const budget = { left: mostAttempts };
  let current = value;
  for (let next = smaller(current, holds, budget); next !== undefined; next = smaller(current, holds, budget)) {
    current = next;
  }
  return current;
}

function smaller(value: Json, holds: (value: Json) => boolean, budget: { left: number }): Json | undefined {
  for (const candidate of simplifications(value)) {
    if (budget.left <= 0) return undefined;
    budget.left -= 1;
    if (holds(candidate)) return candidate;
  }
  return undefined;
}

/** Values a little smaller than `value`: greater cuts first. */
function* simplifications(value: Json): Generator<Json> {
  const rank = simple.findIndex((other) => valueKey(other) === valueKey(value));
  if (rank !== -1) {
    yield* simple.slice(0, rank);
    return;
  }
  if (Array.isArray(value)) yield* smallerArrays(value as readonly Json[]);
  else if (isObject(value)) yield* smallerObjects(value);
  else {
    yield* simple;
    if (typeof value === 'string') yield* smallerTexts(value);
    if (typeof value === 'number') yield* smallerNumbers(value);
  }
}

function* smallerArrays(value: readonly Json[]): Generator<Json> {
  yield* simple;
  for (let index = value.length - 1; index >= 0; index -= 1) yield value.toSpliced(index, 1);
  for (const [index, item] of value.entries()) {
    for (const candidate of simplifications(item)) yield value.with(index, candidate);
  }
}

function* smallerObjects(value: JsonObject): Generator<Json> {
  yield* simple;
  const members = Object.entries(value);
  for (const [name] of members) yield Object.fromEntries(members.filter(([other]) => other !== name));
  for (const [index, [name, member]] of members.entries()) {
    for (const candidate of simplifications(member)) yield Object.fromEntries(members.with(index, [name, candidate]));
  }
}

function* smallerTexts(value: string): Generator<Json> {
  if (value.length > 200) return;
  const letters = [...value];
  for (let index = letters.length - 1; index >= 0; index -= 1) yield letters.toSpliced(index, 1).join('');
}

function* smallerNumbers(value: number): Generator<Json> {
  if (value < 0 && value !== Math.trunc(value)) yield Math.trunc(value) - 1;
  if (!Number.isInteger(value)) yield Math.trunc(value);
  for (const step of [0.5, 1.5, 2, 10, -1]) if (Math.abs(step) < Math.abs(value)) yield step;
}
