import type { JsonSchema } from '../../json-schema/schema.ts';
import { walkSchema } from '../../json-schema/walk.ts';
import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';

/** Keywords that say something to people and nothing to a validator. */
const wordKeywords: ReadonlySet<string> = new Set(['title', 'description', '$comment', 'examples', 'deprecated']);

/** An extension that validators of ours read. */
const readExtensions: ReadonlySet<string> = new Set(['x-extensible-enum']);

/**
 * A schema without its words: titles, descriptions, comments, examples and extensions that state sources. Two schemas
 * that differ in words alone are equal after this. A property called `title` stays: only keywords go.
 */
export function withoutWords(schema: JsonSchema): JsonSchema {
  const schemas = new Set<unknown>();
  walkSchema(schema, (subschema) => schemas.add(subschema));
  const strip = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(strip);
    if (!isObject(value)) return value;
    const members = Object.entries(value).filter(([key]) => !schemas.has(value) || !isWord(key));
    return Object.fromEntries(members.map(([key, member]) => [key, strip(member)]));
  };
  return strip(schema) as JsonSchema;
}

function isWord(keyword: string): boolean {
  return wordKeywords.has(keyword) || (keyword.startsWith('x-') && !readExtensions.has(keyword));
}
