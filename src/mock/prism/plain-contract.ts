import type { Contract } from '../../asyncapi/model.ts';
import { isSafe } from '../../json-schema/patterns/is-safe.ts';
import { parsePattern } from '../../json-schema/patterns/parse.ts';
import type { Dialect, JsonSchema } from '../../json-schema/schema.ts';
import type { Json } from '../../util/json.ts';
import { mapSubschemas } from '../openapi/map-subschemas.ts';

/**
 * Keywords that Prism reads differently than JSON Schema does, or not at all: JSON inside a text, formats, multiples of
 * fractions, and patterns that a backtracking engine can be kept busy with. Our validators judge them in both engines.
 */
export const ownKeywords: ReadonlySet<string> = new Set([
  'contentMediaType',
  'contentEncoding',
  'contentSchema',
  'format',
  'multipleOf',
]);

/** The contract without what Prism does not judge. */
export function plainContract(contract: Contract): Contract {
  const { dialect, definitions } = contract.schemas;
  const plain = Object.entries(definitions).map(([name, schema]) => [name, plainSchema(schema, dialect)]);
  return { ...contract, schemas: { dialect, definitions: Object.fromEntries(plain) } };
}

function plainSchema(schema: JsonSchema, dialect: Dialect): JsonSchema {
  if (typeof schema === 'boolean') return schema;
  const kept = Object.entries(schema).filter(
    ([keyword, value]) => !ownKeywords.has(keyword) && !(keyword === 'pattern' && isRisky(value)),
  );
  return mapSubschemas(Object.fromEntries(kept), dialect, (below) => plainSchema(below, dialect));
}

function isRisky(pattern: Json): boolean {
  return typeof pattern === 'string' && !isSafe(parsePattern(pattern));
}
