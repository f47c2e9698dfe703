import { at, child } from '../../src/json-schema/pointer.ts';
import type { SchemaBundle } from '../../src/json-schema/schema.ts';
import type { Validator } from '../../src/json-schema/validate.ts';
import { isObject } from '../../src/util/json.ts';
import type { Json, JsonObject } from '../../src/util/json.ts';

/** A schema that has a say about one value of a payload. */
export interface AppliedSchema {
  /** Definition and pointer below it: `events.visit.created/properties/data`. */
  readonly name: string;
  readonly schema: JsonObject;
  readonly place: Place;
  readonly value: Json;
}

/** Where a value stands in a payload; `inner` points into the JSON that the text at `pointer` holds. */
export interface Place {
  readonly pointer: string;
  readonly inner?: string;
}

/**
 * Every schema that applies to the payload or to a value in it: through references, `allOf`, valid branches of `anyOf`,
 * conditions that hold, properties, items, and JSON inside texts.
 */
export function appliedSchemas(
  bundle: SchemaBundle,
  validator: Validator,
  event: string,
  payload: Json,
): AppliedSchema[] {
  const found: AppliedSchema[] = [];
  const waiting: { name: string; place: Place; value: Json }[] = [
    { name: event, place: { pointer: '' }, value: payload },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { name, place, value } = next;
    const schema = at(bundle.definitions, `/${name}`);
    if (!isObject(schema)) continue;
    found.push({ name, schema, place, value });
    const holds = (below: string): boolean => validator.compile(`${name}/${below}`).isValid(value);
    for (const below of inPlace(name, schema, holds)) waiting.push({ name: below, place, value });
    waiting.push(...members(name, schema, place, value));
  }
  return found;
}

/** The place of a member or item of the value at `place`. */
export function below(place: Place, token: string | number): Place {
  if (place.inner === undefined) return { pointer: child(place.pointer, token) };
  return { pointer: place.pointer, inner: child(place.inner, token) };
}

function inPlace(name: string, schema: JsonObject, holds: (below: string) => boolean): string[] {
  const reference = schema['$ref'];
  if (typeof reference === 'string') return [reference.replace('#/definitions/', '')];
  const branches = (keyword: string): string[] => listed(schema[keyword]).map((_, index) => `${keyword}/${index}`);
  const condition = schema['if'] === undefined ? [] : [holds('if') ? 'then' : 'else'];
  return [
    ...branches('allOf'),
    ...branches('anyOf').filter(holds),
    ...condition.filter((keyword) => schema[keyword] !== undefined),
  ].map((keyword) => `${name}/${keyword}`);
}

function members(
  name: string,
  schema: JsonObject,
  place: Place,
  value: Json,
): { name: string; place: Place; value: Json }[] {
  if (typeof value === 'string' && schema['contentSchema'] !== undefined) {
    return [{ name: `${name}/contentSchema`, place: { pointer: place.pointer, inner: '' }, value: JSON.parse(value) }];
  }
  if (Array.isArray(value)) {
    if (schema['items'] === undefined) return [];
    return value.map((item, index) => ({ name: `${name}/items`, place: below(place, index), value: item }));
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const keyword = describing(schema, key);
    return keyword === undefined ? [] : [{ name: `${name}/${keyword}`, place: below(place, key), value: member }];
  });
}

function describing(schema: JsonObject, key: string): string | undefined {
  const properties = schema['properties'];
  if (isObject(properties) && Object.hasOwn(properties, key)) return child('properties', key);
  return schema['additionalProperties'] === undefined ? undefined : 'additionalProperties';
}

function listed(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
