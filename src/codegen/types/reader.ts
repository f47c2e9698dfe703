import type { JsonSchema, JsonSchemaObject } from '../../json-schema/schema.ts';
import { isObject, own } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';
import type { Reference } from './type.ts';

/** What reading a schema needs to know of the schemas around it. */
export interface Reader {
  /** The value of a keyword, when the dialect has it and nothing in the schema switches it off. */
  readonly keyword: (schema: JsonSchemaObject, name: string) => Json | undefined;
  /** What a `$ref` leads to; undefined when it leads nowhere. */
  readonly refer: (reference: string) => Reference | undefined;
  /** The type that is declared for the schema at a pointer; undefined when it has none of its own. */
  readonly declaredAt: (pointer: string) => Reference | undefined;
  /** The name of a declared type. */
  readonly nameOf: (reference: Reference) => string;
}

export function isSchema(value: Json | undefined): value is JsonSchema {
  return typeof value === 'boolean' || isObject(value);
}

/** The named schemas that a keyword holds. */
export function schemasByName(value: Json | undefined): [string, JsonSchema][] {
  if (!isObject(value)) return [];
  return Object.entries(value).filter((entry): entry is [string, JsonSchema] => isSchema(entry[1]));
}

/** The schemas that a keyword lists. */
export function schemaList(value: Json | undefined): JsonSchema[] {
  return Array.isArray(value) ? value.filter(isSchema) : [];
}

export function stringList(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** A text that describes a schema, trimmed; undefined when there is none. */
export function textOf(schema: JsonSchema, name: string): string | undefined {
  const text = isObject(schema) ? own(schema, name) : undefined;
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : undefined;
}
