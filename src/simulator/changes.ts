import { parsePointer } from '../json-schema/pointer.ts';
import type { Json, JsonObject } from '../util/json.ts';
import type { Changes } from './format.ts';
import { change } from './pointers.ts';
import type { Scope } from './scope.ts';
import { compileValue } from './values.ts';

/** The roots with the changes made. */
export type Change = (scope: Scope) => JsonObject;

/**
 * Makes changes ready. A value sees those before it; one that is copied from nothing removes its place.
 * @throws {ScenarioError} when a value cannot be made ready
 */
export function compileChanges({ remove = [], set = {} }: Changes): Change {
  const removed = remove.map(parsePointer);
  const values = Object.entries(set).map(([pointer, value]) => ({
    tokens: parsePointer(pointer),
    value: compileValue(value),
    copies: copies(value),
  }));
  if (removed.length === 0 && values.length === 0) return ({ roots }) => roots;
  return (scope) => {
    const own = new Set<JsonObject>();
    const inner = { ...scope };
    for (const tokens of removed) inner.roots = change(inner.roots, tokens, undefined, own);
    for (const { tokens, value, copies: canShare } of values) {
      const made = value(inner);
      // It may hold what was changed before, which stands in two places then and must not change any more.
      if (canShare && typeof made === 'object' && made !== null) own.clear();
      inner.roots = change(inner.roots, tokens, made, own);
    }
    return inner.roots;
  };
}

/** Whether a value can hold what stands elsewhere: `$from` is the only expression that takes an object over. */
function copies(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, member]: [string, Json]) => key === '$from' || copies(member));
}
