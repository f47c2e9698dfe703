import { isObject } from '../util/json.ts';
import type { Json } from '../util/json.ts';
import { child } from './pointer.ts';
import type { JsonSchema } from './schema.ts';

/** How a keyword holds subschemas: as its value, in a list, or in an object whose keys are names. */
type Holding = 'schema' | 'list' | 'map' | 'schema-or-list';

const holdings: ReadonlyMap<string, Holding> = new Map<string, Holding>([
  ['definitions', 'map'],
  ['$defs', 'map'],
  ['properties', 'map'],
  ['patternProperties', 'map'],
  ['dependencies', 'map'],
  ['dependentSchemas', 'map'],
  ['additionalProperties', 'schema'],
  ['unevaluatedProperties', 'schema'],
  ['propertyNames', 'schema'],
  ['items', 'schema-or-list'],
  ['prefixItems', 'list'],
  ['additionalItems', 'schema'],
  ['unevaluatedItems', 'schema'],
  ['contains', 'schema'],
  ['allOf', 'list'],
  ['anyOf', 'list'],
  ['oneOf', 'list'],
  ['not', 'schema'],
  ['if', 'schema'],
  ['then', 'schema'],
  ['else', 'schema'],
  ['contentSchema', 'schema'],
]);

/** A subschema and where it stands: `pointer` from the schema that holds it, under `keyword`. */
export interface Subschema {
  readonly schema: JsonSchema;
  readonly pointer: string;
  readonly keyword: string;
}

/**
 * The schemas directly below `schema`, in the order of the text, for the keywords of all dialects. Values that are no
 * schemas (the lists of names in `dependencies`, anything malformed) are left out. `base` is the pointer of `schema`.
 */
export function subschemas(schema: JsonSchema, base = ''): Subschema[] {
  if (!isObject(schema)) return [];
  const found: Subschema[] = [];
  for (const [keyword, value] of Object.entries(schema)) {
    const holding = holdings.get(keyword);
    if (holding === undefined) continue;
    const pointer = child(base, keyword);
    for (const [token, held] of entries(holding, value)) {
      if (isSchema(held))
        found.push({ schema: held, pointer: token === undefined ? pointer : child(pointer, token), keyword });
    }
  }
  return found;
}

/**
 * Calls `visit` for `schema` and for every schema below it, parents first, in the order of the text. References are
 * not followed; siblings of `$ref` are visited in every dialect. `parentKeyword` is undefined for `schema` itself.
 * Depth is limited by memory only: the walk does not use the call stack.
 */
export function walkSchema(
  schema: JsonSchema,
  visit: (subschema: JsonSchema, pointer: string, parentKeyword: string | undefined) => void,
): void {
  const waiting: { schema: JsonSchema; pointer: string; keyword: string | undefined }[] = [
    { schema, pointer: '', keyword: undefined },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    visit(next.schema, next.pointer, next.keyword);
    for (const below of subschemas(next.schema, next.pointer).toReversed()) waiting.push(below);
  }
}

function entries(holding: Holding, value: Json): Iterable<[string | number | undefined, Json]> {
  if (Array.isArray(value)) return holding === 'list' || holding === 'schema-or-list' ? value.entries() : [];
  if (holding === 'map') return isObject(value) ? Object.entries(value) : [];
  return holding === 'list' ? [] : [[undefined, value]];
}

function isSchema(value: Json): value is JsonSchema {
  return typeof value === 'boolean' || isObject(value);
}
