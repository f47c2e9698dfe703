import type { Json } from '../api.ts';
import type { Note, RuntimeSchema, SchemaObject, SchemaSet } from '../schema-set.ts';
import { schemasBelow } from '../explain/below.ts';
import type { Place } from '../explain/place.ts';

/** Schemas that may be absent. */
export type Schemas = readonly (RuntimeSchema | undefined)[];

const inPlace = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else'];

/** Keywords that say nothing about a value by themselves. */
const silent: ReadonlySet<string> = new Set([...inPlace, '$ref', 'personal']);

/** All schemas that could have a say about a value, whatever it is: `schemas`, and their branches and conditions. */
export function speaking(set: SchemaSet, schemas: Schemas): readonly SchemaObject[] {
  const all = new Set(schemas);
  // A set's loop reaches what is added in its course.
  for (const schema of all) {
    if (typeof schema !== 'object') continue;
    all.add(set.schemas[schema['$ref'] as string]);
    for (const keyword of inPlace) for (const held of listOf(schema[keyword])) all.add(held);
  }
  return [...all].filter((schema) => typeof schema === 'object');
}

/** What they say of a member or item. */
export function speakingBelow(set: SchemaSet, schemas: readonly SchemaObject[], token: string | number): Schemas {
  return schemas.flatMap((schema) => [
    ...schemasBelow(set, schema, token).map(([, held]) => held),
    ...(typeof token === 'number' ? listOf(schema['contains']) : []),
  ]);
}

/** Whether a schema among those that apply to a value says anything about it. */
export function isDescribed(applying: readonly SchemaObject[]): boolean {
  return applying.some((schema) => Object.keys(schema).some((keyword) => !silent.has(keyword)));
}

/** Whether the value is none of the known ones of an open set. */
export function isUnknown(applying: readonly SchemaObject[], value: Json): boolean {
  const known = applying.flatMap((schema) => (schema['known'] ?? []) as Json[]);
  const listed = applying.flatMap(({ const: one, enum: several }) => [one, several].flat());
  return known.length > 0 && ![...known, ...listed].includes(value);
}

/** The schemas that apply to each place. */
export function schemasByPlace(notes: readonly Note[]): ReadonlyMap<Place, readonly SchemaObject[]> {
  const places = new Map<Place, SchemaObject[]>();
  for (const { place, schema } of notes) {
    const known = places.get(place);
    if (known === undefined) places.set(place, [schema]);
    else known.push(schema);
  }
  return places;
}

function listOf(held: Json | undefined): RuntimeSchema[] {
  return held === undefined ? [] : ([held].flat() as RuntimeSchema[]);
}
