import type { JsonSchema, SchemaBundle } from '../../json-schema/schema.ts';
import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';

/**
 * A header schema with the names of headers in lower case: HTTP compares them without case, JSON Schema does not.
 * Source: RFC 9110, section 5.1.
 */
export function withLowerCaseNames(bundle: SchemaBundle): SchemaBundle {
  const definitions = Object.entries(bundle.definitions).map(([name, schema]) => [name, lower(schema)] as const);
  return { ...bundle, definitions: Object.fromEntries(definitions) };
}

function lower(schema: JsonSchema): JsonSchema {
  if (!isObject(schema)) return schema;
  return Object.fromEntries(Object.entries(schema).map(([keyword, value]) => [keyword, lowerKeyword(keyword, value)]));
}

function lowerKeyword(keyword: string, value: Json): Json {
  if (keyword === 'properties' && isObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name.toLowerCase(), schema]));
  }
  if (!Array.isArray(value)) return value;
  const list: readonly Json[] = value;
  if (keyword === 'required') return list.map((name) => (typeof name === 'string' ? name.toLowerCase() : name));
  return keyword === 'allOf' ? list.map((part) => (isObject(part) ? lower(part) : part)) : value;
}
