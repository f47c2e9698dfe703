import { valueAt } from '../asyncapi/sources.ts';
import type { Location, Sources } from '../asyncapi/sources.ts';
import { child } from '../json-schema/pointer.ts';
import { isObject } from '../util/json.ts';
import type { JsonObject } from '../util/json.ts';

/** The place of a member or item, or of what lies deeper. */
export function below(location: Location, ...names: readonly (string | number)[]): Location {
  return { source: location.source, pointer: names.reduce<string>(child, location.pointer) };
}

/** The object at a place; undefined when something else stands there. */
export function objectAt(location: Location): JsonObject | undefined {
  const value = valueAt(location);
  return isObject(value) ? value : undefined;
}

/** The text of a member; undefined when it has none. */
export function textAt(location: Location, name: string): string | undefined {
  const object = objectAt(location);
  const value = object !== undefined && Object.hasOwn(object, name) ? object[name] : undefined;
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** The places of the members of an object, or of the items of a list, at a place. */
export function membersAt(location: Location, ...names: readonly string[]): [string, Location][] {
  const holder = below(location, ...names);
  const value = valueAt(holder);
  if (typeof value !== 'object' || value === null) return [];
  return Object.keys(value).map((name): [string, Location] => [name, below(holder, name)]);
}

/** Follows references from object to object; undefined, with a finding in `sources`, when one leads nowhere or in a circle. */
export function follow(location: Location, sources: Sources): Location | undefined {
  let current = location;
  for (let steps = 0; steps < 50; steps++) {
    const object = objectAt(current);
    const reference = object !== undefined && Object.hasOwn(object, '$ref') ? object['$ref'] : undefined;
    if (typeof reference !== 'string') return current;
    const next = sources.resolve(reference, current);
    if (next === undefined) return undefined;
    current = next;
  }
  return undefined;
}
