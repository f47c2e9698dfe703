import { keywordsOf, upTo } from '../../json-schema/keywords.ts';
import type { Dialect, JsonSchema, JsonSchemaObject } from '../../json-schema/schema.ts';
import { isObject } from '../../util/json.ts';
import type { Json, JsonObject } from '../../util/json.ts';
import { mapSubschemas } from './map-subschemas.ts';

/** Names what a reference (`#/definitions/...`) leads to as a reference of the new document. */
export type Refer = (reference: string) => { readonly $ref: string };

/**
 * A schema of any dialect as one of 2020-12 that accepts the same values: what its dialect ignores is left out, tuples,
 * `dependencies` and draft-04's limits are written as 2020-12 has them, and references stand alone. Left out besides are
 * local definitions (what is referred to becomes a schema of its own), names of schemas, where a statement comes from,
 * and `readOnly` and `writeOnly`: they speak of a resource that a client reads and writes, while a delivery is the
 * vendor's own. Throws nothing for a schema that its dialect's rules allow.
 */
export function translateSchema(schema: JsonSchema, dialect: Dialect, refer: Refer): JsonSchema {
  if (typeof schema === 'boolean') return schema;
  const reference = schema['$ref'];
  // Up to draft-07 everything beside a reference is ignored.
  if (typeof reference === 'string' && upTo(dialect, 'draft-07')) return refer(reference);
  const kept = Object.fromEntries(Object.entries(schema).filter(([keyword]) => isKept(keyword, dialect)));
  const translated = mapSubschemas(kept, dialect, (below) => translateSchema(below, dialect, refer));
  return withLoneReferences(withDependencies(withTuples(withLimits(translated, dialect), dialect)), schema, refer);
}

const leftOut = new Set([
  '$ref',
  '$dynamicRef',
  '$recursiveRef',
  '$schema',
  'id',
  '$id',
  '$anchor',
  '$dynamicAnchor',
  '$comment',
  'definitions',
  '$defs',
  'readOnly',
  'writeOnly',
  'x-source',
]);

/** A keyword that the dialect does not have says nothing in it, and might say something in 2020-12. */
function isKept(keyword: string, dialect: Dialect): boolean {
  return !leftOut.has(keyword) && (keyword.startsWith('x-') || keywordsOf(dialect).has(keyword));
}

/** In draft-04 `exclusiveMinimum` is a switch beside `minimum`, later it is the limit itself. */
function withLimits(schema: JsonObject, dialect: Dialect): JsonObject {
  if (dialect !== 'draft-04') return schema;
  const changed: Record<string, Json> = { ...schema };
  for (const [limit, exclusive] of [
    ['minimum', 'exclusiveMinimum'],
    ['maximum', 'exclusiveMaximum'],
  ] as const) {
    const value = changed[limit];
    const isExclusive = changed[exclusive] === true && value !== undefined;
    delete changed[exclusive];
    if (!isExclusive) continue;
    delete changed[limit];
    changed[exclusive] = value;
  }
  return changed;
}

/** Up to 2019-09 a list of schemas in `items` is what 2020-12 has in `prefixItems`, and `additionalItems` is the rest. */
function withTuples(schema: JsonObject, dialect: Dialect): JsonObject {
  if (dialect === '2020-12') return schema;
  const { items, additionalItems, ...rest } = schema;
  if (items === undefined) return rest;
  if (!Array.isArray(items)) return { ...rest, items };
  return { ...rest, prefixItems: items, ...(additionalItems === undefined ? {} : { items: additionalItems }) };
}

function withDependencies(schema: JsonObject): JsonObject {
  const { dependencies, ...rest } = schema;
  if (!isObject(dependencies)) return schema;
  const entries = Object.entries(dependencies);
  const names = Object.fromEntries(entries.filter(([, needed]) => Array.isArray(needed)));
  const schemas = Object.fromEntries(entries.filter(([, needed]) => !Array.isArray(needed)));
  // Where the later keywords are there too, both hold.
  const later = Object.fromEntries(
    [['dependentRequired', names] as const, ['dependentSchemas', schemas] as const].filter(
      ([, held]) => Object.keys(held).length > 0,
    ),
  );
  const clashes = Object.keys(later).some((keyword) => rest[keyword] !== undefined);
  return clashes ? { ...rest, allOf: [...listOf(rest['allOf']), later] } : { ...rest, ...later };
}

/** Tools that put the target in a reference's place let its siblings overwrite the target's keywords. */
function withLoneReferences(translated: JsonObject, schema: JsonSchemaObject, refer: Refer): JsonObject {
  const references = ['$ref', '$dynamicRef']
    .map((keyword) => schema[keyword])
    .filter((reference) => typeof reference === 'string')
    .map(refer);
  const [only] = references;
  if (only === undefined) return translated;
  if (references.length === 1 && Object.keys(translated).length === 0) return only;
  return { ...translated, allOf: [...listOf(translated['allOf']), ...references] };
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
