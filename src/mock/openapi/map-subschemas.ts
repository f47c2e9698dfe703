import { keywordsOf } from '../../json-schema/keywords.ts';
import type { Shape } from '../../json-schema/keywords.ts';
import type { Dialect, JsonSchema, JsonSchemaObject } from '../../json-schema/schema.ts';
import { isObject } from '../../util/json.ts';
import type { Json, JsonObject } from '../../util/json.ts';

/** The schema with every schema directly below it changed; data in it (`const`, `default`) is left alone. */
export function mapSubschemas(
  schema: JsonSchemaObject,
  dialect: Dialect,
  change: (schema: JsonSchema) => JsonSchema,
): JsonObject {
  const keywords = keywordsOf(dialect);
  const below = (value: Json): Json => (isSchema(value) ? change(value) : value);
  return mapValues(schema, (value, keyword) => mapValue(keywords.get(keyword)?.shape, value, below));
}

function mapValue(shape: Shape | undefined, value: Json, below: (value: Json) => Json): Json {
  switch (shape) {
    case 'schema':
    case 'schema or switch':
    case 'schemas':
    case 'schema or schemas':
      return Array.isArray(value) ? value.map(below) : below(value);
    case 'named schemas':
    case 'schemas by pattern':
    case 'schemas or names by name':
      return mapValues(value as JsonObject, below);
    default:
      return value;
  }
}

function mapValues(object: JsonObject, change: (value: Json, name: string) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value, name)]));
}

function isSchema(value: Json): value is JsonSchema {
  return typeof value === 'boolean' || isObject(value);
}
