import { child, parsePointer } from '../json-schema/pointer.ts';
import type { JsonSchema, JsonSchemaObject } from '../json-schema/schema.ts';
import { walkSchema } from '../json-schema/walk.ts';
import { isObject } from '../util/json.ts';
import type { Json } from '../util/json.ts';

/** `#/definitions/<name>` and the pointer below it, as a URI fragment. Source: RFC 6901, section 6. */
export function referenceTo(name: string, pointer: string): string {
  return `#${fragmentOf(['definitions', name, ...parsePointer(pointer)])}`;
}

/** The pointer made of these tokens, as a URI fragment without `#`. Source: RFC 6901, section 6. */
export function fragmentOf(tokens: readonly string[]): string {
  return tokens.map((token) => encodeFragment(child('', token))).join('');
}

/**
 * A copy of a schema with the `$ref` of each subschema in `references` replaced. What names a schema by itself (`$id`,
 * `$anchor`) or repeats the dialect (`$schema`) is dropped.
 */
export function rewriteSchema(root: JsonSchema, references: ReadonlyMap<JsonSchemaObject, string>): JsonSchema {
  const subschemas: JsonSchema[] = [];
  walkSchema(root, (schema) => subschemas.push(schema));
  const copies = new Map<JsonSchema, JsonSchema>();
  // Inner schemas come first, so that the outer ones can take their copies.
  for (const schema of subschemas.toReversed()) {
    if (isObject(schema)) copies.set(schema, copyOf(schema, references.get(schema), copies));
  }
  return copies.get(root) ?? root;
}

type Copies = ReadonlyMap<JsonSchema, JsonSchema>;

function copyOf(schema: JsonSchemaObject, reference: string | undefined, copies: Copies): JsonSchema {
  const entries = Object.entries(schema)
    .filter(([keyword, value]) => !isIdentity(keyword, value))
    .map(([keyword, value]): [string, Json] =>
      keyword === '$ref' && reference !== undefined ? [keyword, reference] : [keyword, withCopies(value, copies)],
    );
  return Object.fromEntries(entries);
}

/** A keyword's value with the schemas in it, alone, in a list or by name, replaced by their copies. */
function withCopies(value: Json, copies: Copies): Json {
  const copied = (item: Json): Json => (isObject(item) ? (copies.get(item) ?? item) : item);
  if (Array.isArray(value)) return value.map((item: Json) => copied(item));
  if (!isObject(value) || copies.has(value)) return copied(value);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, copied(item)]));
}

function isIdentity(keyword: string, value: Json): boolean {
  return ['$id', 'id', '$anchor', '$schema'].includes(keyword) && typeof value === 'string';
}

function encodeFragment(text: string): string {
  return encodeURI(text).replaceAll('#', '%23').replaceAll('[', '%5B').replaceAll(']', '%5D');
}
