import type { PreparedSchema } from '../../json-schema/prepare.ts';
import { walkSchema } from '../../json-schema/walk.ts';
import { isObject } from '../../util/json.ts';
import type { Json, JsonObject } from '../../util/json.ts';

/** A schema in the keywords that validators of other languages know. */
export type PortableSchema = boolean | JsonObject;

/** A pattern in the syntax of another language; undefined when it cannot be run there. */
export type SpellPattern = (pattern: string) => string | undefined;

export interface SimplifyContext {
  readonly spell: SpellPattern;
  /** Keys of schemas in which something is left out. */
  readonly inexact: ReadonlySet<string>;
  /** The name of the schema with this key. */
  readonly nameOf: (key: string) => string;
}

/** Whether a keyword of a prepared schema means the same in every language. */
export function isPortableKeyword(keyword: string, value: Json, spell: SpellPattern): boolean {
  switch (keyword) {
    case 'pattern':
      return spell(value as string) !== undefined;
    case 'patternProperties':
      return Object.keys(value as JsonObject).every((pattern) => spell(pattern) !== undefined);
    case 'format':
      return value === 'date-time';
    case 'multipleOf':
      return Number.isSafeInteger(value);
    default:
      return !keyword.startsWith('unevaluated');
  }
}

/** A schema without what is not portable, never stricter than it was. */
export function simplify(schema: PreparedSchema, context: SimplifyContext): PortableSchema {
  if (typeof schema === 'boolean') return schema;
  const result: Record<string, Json> = {};
  const all: Json[] = [];
  for (const [keyword, value] of Object.entries(schema)) {
    for (const [name, simple] of Object.entries(simplifyKeyword(keyword, value, schema, context))) {
      if (simple === undefined) continue;
      if (name === 'allOf') all.push(...(simple as Json[]));
      else if (result[name] === undefined) result[name] = simple;
      else if (isObject(result[name]) && isObject(simple) && name.startsWith('dependent'))
        result[name] = { ...result[name], ...simple };
      else all.push({ [name]: simple });
    }
  }
  return all.length === 0 ? result : { ...result, allOf: all };
}

type Part = Readonly<Record<string, Json | undefined>>;

function simplifyKeyword(keyword: string, value: Json, schema: JsonObject, context: SimplifyContext): Part {
  const one = (held: Json | undefined): Json => simplify(held as PreparedSchema, context);
  const list = (held: Json): Json[] => (held as Json[]).map(one);
  const named = (held: Json): JsonObject =>
    Object.fromEntries(Object.entries(held as JsonObject).map(([name, below]) => [name, one(below)]));
  const isExact = (held: Json | undefined): boolean => held === undefined || isExactIn(held as PreparedSchema, context);
  switch (keyword) {
    case '$ref':
    case 'jsonText':
      return { [keyword]: context.nameOf(value as string) };
    case 'pattern':
      return { pattern: context.spell(value as string) };
    case 'patternProperties':
      return { patternProperties: simplifyPatterns(named(value), context) };
    case 'additionalProperties':
      return isPortableKeyword('patternProperties', schema['patternProperties'] ?? {}, context.spell)
        ? { [keyword]: one(value) }
        : {};
    case 'properties':
    case 'dependentSchemas':
      return { [keyword]: named(value) };
    case 'dependencies':
      return simplifyDependencies(value as JsonObject, one);
    case 'allOf':
    case 'anyOf':
    case 'prefixItems':
      return { [keyword]: list(value) };
    case 'oneOf':
      return { [(value as Json[]).every(isExact) ? 'oneOf' : 'anyOf']: list(value) };
    case 'items':
      return { [Array.isArray(value) ? 'prefixItems' : 'items']: Array.isArray(value) ? list(value) : one(value) };
    case 'additionalItems':
      return Array.isArray(schema['items']) ? { items: one(value) } : {};
    case 'not':
      return isExact(value) ? { not: one(value) } : {};
    case 'if':
    case 'then':
    case 'else':
      return schema['if'] !== undefined && isExact(schema['if']) ? { [keyword]: one(value) } : {};
    case 'propertyNames':
    case 'contains':
      return { [keyword]: one(value) };
    case 'maxContains':
      return isExact(schema['contains']) ? { maxContains: value } : {};
    case 'x-extensible-enum':
      return {};
    default:
      return isPortableKeyword(keyword, value, context.spell) ? { [keyword]: value } : {};
  }
}

function simplifyPatterns(schemas: JsonObject, { spell }: SimplifyContext): JsonObject {
  const spelled = Object.entries(schemas).map(([pattern, schema]): [string | undefined, Json] => [
    spell(pattern),
    schema,
  ]);
  return Object.fromEntries(spelled.filter((entry): entry is [string, Json] => entry[0] !== undefined));
}

/** Draft-07 has under one keyword what later dialects have under two. */
function simplifyDependencies(dependencies: JsonObject, one: (held: Json) => Json): Part {
  const entries = Object.entries(dependencies);
  const names = entries.filter(([, needed]) => Array.isArray(needed));
  const schemas = entries
    .filter(([, needed]) => !Array.isArray(needed))
    .map(([name, needed]): [string, Json] => [name, one(needed)]);
  return {
    dependentRequired: names.length === 0 ? undefined : Object.fromEntries(names),
    dependentSchemas: schemas.length === 0 ? undefined : Object.fromEntries(schemas),
  };
}

/** Whether nothing is left out of a schema, nor of what it refers to. */
function isExactIn(schema: PreparedSchema, { spell, inexact }: SimplifyContext): boolean {
  let isExact = true;
  walkSchema(schema, (part) => {
    if (!isObject(part)) return;
    for (const [keyword, value] of Object.entries(part)) {
      const isReference = (keyword === '$ref' || keyword === 'jsonText') && typeof value === 'string';
      if (isReference ? inexact.has(value) : !isPortableKeyword(keyword, value, spell)) isExact = false;
    }
  });
  return isExact;
}
