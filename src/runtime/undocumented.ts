import type { Undocumented } from './api.ts';
import type { SchemaObject, SchemaSet } from './schema-set.ts';
import { schemasBelow } from './explain/below.ts';
import { into, placed } from './explain/place.ts';
import type { Place } from './explain/place.ts';
import { startRun } from './explain/run.ts';
import { isComposite, shorten } from './explain/words.ts';

/**
 * What the strict profile reports about a value: properties that no schema describes, and values of open sets that
 * are not among the known ones. All schemas that apply to a place count together. Empty when the value cannot be
 * followed to its end.
 */
export function findUndocumented(set: SchemaSet, key: string, value: unknown): readonly Undocumented[] {
  const run = startRun(set);
  try {
    run.apply(set.schemas[key], value, '');
  } catch {
    return [];
  }
  const places = new Map<Place, { readonly value: unknown; readonly schemas: SchemaObject[] }>();
  for (const { place, schema, value: held } of run.notes) {
    const known = places.get(place) ?? { value: held, schemas: [] };
    known.schemas.push(schema);
    places.set(place, known);
  }
  return [...places].flatMap(([place, known]) => look(set, known.schemas, known.value, place)).map(placed);
}

function look(set: SchemaSet, schemas: readonly SchemaObject[], value: unknown, place: Place): Undocumented[] {
  const all = (keyword: string): readonly unknown[] => schemas.flatMap((schema) => schema[keyword] ?? []);
  if (!isComposite(value)) {
    const known = all('known');
    const isKnown = value === null || known.length === 0 || [known, all('enum'), all('const')].flat().includes(value);
    return isKnown ? [] : [{ kind: 'value', pointer: place, actual: shorten(value) }];
  }
  if (Array.isArray(value) || all('properties').length === 0 || all('additionalProperties').some(Boolean)) return [];
  const isNamed = (name: string): boolean =>
    schemas.some((schema) => schemasBelow(set, schema, name)[0]?.[0] !== 'additionalProperties');
  return Object.entries(value).flatMap(([name, member]) =>
    isNamed(name) ? [] : { kind: 'property', pointer: into(place, name), actual: shorten(member) },
  );
}
