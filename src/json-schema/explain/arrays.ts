import type { Json, JsonObject } from '../../util/json.ts';
import type { PreparedSchema } from '../prepare.ts';
import type { Violation } from '../violation.ts';
import { below, forArray, into, violation } from './run.ts';
import type { Applicator, Place, Run } from './run.ts';

/** The keywords that apply schemas to the items of arrays. */
export const arrayApplicators: readonly (readonly [string, Applicator])[] = [
  ['items', forArray(applyItems)],
  ['prefixItems', forArray(applyItems)],
  ['additionalItems', forArray(applyAdditionalItems)],
  ['contains', forArray(applyContains)],
];

function* applyItems(
  run: Run,
  demand: Json,
  value: readonly Json[],
  place: Place,
  parent: JsonObject,
): Iterable<Violation> {
  const keyword = parent['prefixItems'] === demand ? 'prefixItems' : 'items';
  const start = keyword === 'items' && !Array.isArray(demand) ? prefixLength(parent['prefixItems']) : 0;
  for (let index = start; index < value.length; index++) {
    const schema = Array.isArray(demand) ? (demand[index] as PreparedSchema | undefined) : (demand as PreparedSchema);
    if (schema === undefined) return;
    const where = Array.isArray(demand) ? below(place, keyword, index) : below(place, keyword);
    yield* run.apply(schema, value[index] as Json, into(where, index));
  }
}

function* applyAdditionalItems(
  run: Run,
  demand: Json,
  value: readonly Json[],
  place: Place,
  parent: JsonObject,
): Iterable<Violation> {
  if (!Array.isArray(parent['items'])) return;
  for (let index = parent['items'].length; index < value.length; index++) {
    yield* run.apply(demand as PreparedSchema, value[index] as Json, into(below(place, 'additionalItems'), index));
  }
}

function* applyContains(
  run: Run,
  demand: Json,
  value: readonly Json[],
  place: Place,
  parent: JsonObject,
): Iterable<Violation> {
  const least = (parent['minContains'] as number | undefined) ?? 1;
  const most = (parent['maxContains'] as number | undefined) ?? Infinity;
  const count = value.filter(
    (item, index) => run.apply(demand as PreparedSchema, item, into(below(place, 'contains'), index)).length === 0,
  ).length;
  if (count < least)
    yield violation(
      place,
      'contains',
      `must contain at least ${least} matching item${least === 1 ? '' : 's'}, got ${count}`,
      least,
      count,
    );
  if (count > most)
    yield violation(
      place,
      'maxContains',
      `must contain at most ${most} matching item${most === 1 ? '' : 's'}, got ${count}`,
      most,
      count,
    );
}

function prefixLength(prefix: Json | undefined): number {
  return Array.isArray(prefix) ? prefix.length : 0;
}
