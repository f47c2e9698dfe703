import { isObject } from '../util/json.ts';
import type { Json, JsonObject } from '../util/json.ts';
import { canonicalize } from './canonicalize.ts';

/** Whether two values are the same data, whatever the order of their keys. Source: JSON Schema Core, "Instance Equality". */
export function isEqual(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (Array.isArray(a))
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => isEqual(item, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => isSameMember(a, b, key));
}

/** The first two items of a list that are equal, as indexes; undefined when all differ. Time grows as sorting does. */
export function findRepeated(items: readonly Json[]): readonly [first: number, second: number] | undefined {
  const seen = new Map<string, number>();
  for (const [index, item] of items.entries()) {
    const text = canonicalize(item);
    const first = seen.get(text);
    if (first !== undefined) return [first, index];
    seen.set(text, index);
  }
  return undefined;
}

function isSameMember(a: JsonObject, b: JsonObject, key: string): boolean {
  return Object.hasOwn(b, key) && isEqual(a[key] as Json, b[key] as Json);
}
