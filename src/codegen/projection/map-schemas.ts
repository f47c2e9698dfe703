import type { JsonSchema, JsonSchemaObject } from '../../json-schema/schema.ts';
import { subschemas } from '../../json-schema/walk.ts';
import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';

/** The value of a keyword with each schema in it (alone, in a list or by name) changed. */
export function mapSchemas(keyword: string, value: Json, change: (schema: JsonSchema) => JsonSchema): Json {
  const held = new Set<Json>(subschemas({ [keyword]: value }).map(({ schema }) => schema));
  const changed = (item: Json): Json => (held.has(item) ? change(item as JsonSchema) : item);
  if (held.size === 0 || held.has(value)) return changed(value);
  if (Array.isArray(value)) return value.map((item: Json) => changed(item));
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, changed(item)]))
    : value;
}

/** Keywords in the order in which people read them. */
export function inReadingOrder(schema: JsonSchemaObject): JsonSchemaObject {
  const place = (keyword: string): number => {
    const found = order.indexOf(keyword);
    return found === -1 ? order.length : found;
  };
  return Object.fromEntries(Object.entries(schema).toSorted(([a], [b]) => place(a) - place(b)));
}

const order: readonly string[] = [
  '$schema',
  '$comment',
  'title',
  'description',
  '$ref',
  'type',
  'const',
  'enum',
  'required',
  'properties',
  'patternProperties',
  'additionalProperties',
  'items',
];
