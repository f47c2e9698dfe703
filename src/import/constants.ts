import { child } from '../json-schema/pointer.ts';
import { isObject } from '../util/json.ts';
import type { Json, JsonObject } from '../util/json.ts';

/** By pointer into the payload: the one value that a schema allows there. */
export type Constants = ReadonlyMap<string, string | number | boolean>;

/** Which event it is stands near the top. */
const mostPlaces = 2_000;

/** The places where a schema allows one value alone: by `const`, or a list of one; through `properties`, `allOf` and models. */
export function constantsOf(schema: Json | undefined, models: ReadonlyMap<string, JsonObject>): Constants {
  const found = new Map<string, string | number | boolean>();
  const visited = new Set<string>();
  const waiting: [Json | undefined, string][] = [[schema, '']];
  for (const [next, pointer] of waiting) {
    if (!isObject(next) || waiting.length > mostPlaces) continue;
    const value = oneValue(next);
    if (value !== undefined && !found.has(pointer)) found.set(pointer, value);
    const reference = next['$ref'];
    if (typeof reference === 'string') {
      const name =
        reference
          .split('/')
          .at(-1)
          ?.replace(/\.schema\.json$/, '') ?? '';
      if (!visited.has(`${pointer} ${name}`)) waiting.push([models.get(name), pointer]);
      visited.add(`${pointer} ${name}`);
    }
    const all = next['allOf'];
    if (Array.isArray(all)) for (const part of all as readonly Json[]) waiting.push([part, pointer]);
    const properties = next['properties'];
    if (isObject(properties))
      for (const [name, property] of Object.entries(properties)) waiting.push([property, child(pointer, name)]);
  }
  return found;
}

function oneValue(schema: JsonObject): string | number | boolean | undefined {
  const fixed = schema['const'];
  if (fixed !== undefined) return scalarText(fixed);
  const known = schema['enum'];
  return Array.isArray(known) && known.length === 1 ? scalarText(known[0] as Json) : undefined;
}

/** A text, number or truth; undefined for anything else. */
export function scalarText(value: Json | undefined): string | number | boolean | undefined {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}
