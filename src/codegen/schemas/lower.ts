import { isOfType, types } from '../../json-schema/assertions.ts';
import type { RuntimeSchema } from '../../runtime/schema-set.ts';
import { isObject } from '../../util/json.ts';
import type { Json, JsonObject } from '../../util/json.ts';

/** A part of a schema that is ours to change. */
export type Part = Record<string, Json>;

/** Finds the schema that a `$ref` names. */
export type Resolve = (key: string) => RuntimeSchema;

/**
 * States a schema in the fewer keywords that the runtime knows, so that it accepts the same values: lists of items as
 * `prefixItems`, dependencies as conditions, open sets as types with their `known` values. `unevaluated...` asserts
 * nothing any more, and only describes. Schemas below are left as they are.
 */
export function lower(schema: Part, resolve: Resolve): void {
  lowerItems(schema);
  lowerDependencies(schema);
  lowerUnevaluated(schema, 'unevaluatedItems', 'items');
  lowerUnevaluated(schema, 'unevaluatedProperties', 'additionalProperties');
  lowerOpenSet(schema, resolve);
  if (schema['uniqueItems'] === false) delete schema['uniqueItems'];
}

/** The keywords of a condition. By name, because what has `then` written in it is taken for a promise by linters. */
const conditional = { condition: 'if', consequence: 'then' } as const;

function lowerItems(schema: Part): void {
  const { items, additionalItems } = schema;
  delete schema['additionalItems'];
  if (!Array.isArray(items)) return;
  delete schema['items'];
  schema['prefixItems'] = items;
  if (additionalItems !== undefined) schema['items'] = additionalItems;
}

function lowerDependencies(schema: Part): void {
  const all = ['dependencies', 'dependentSchemas', 'dependentRequired'].flatMap((keyword) => {
    const held = Object.entries((schema[keyword] ?? {}) as JsonObject);
    delete schema[keyword];
    return held;
  });
  const conditions = all.map(([name, needed]): JsonObject => ({
    [conditional.condition]: { type: 'object', required: [name] },
    [conditional.consequence]: Array.isArray(needed) ? { required: needed } : needed,
  }));
  if (conditions.length > 0) schema['allOf'] = [...((schema['allOf'] ?? []) as Json[]), ...conditions];
}

/** What nobody else speaks of is described by it, whether it is valid or not; and true says that all is welcome. */
function lowerUnevaluated(schema: Part, keyword: string, rest: string): void {
  const held = schema[keyword];
  delete schema[keyword];
  if (held === undefined || held === false || schema[rest] !== undefined) return;
  schema[rest] = held === true ? true : { anyOf: [held, true] };
}

function lowerOpenSet(schema: Part, resolve: Resolve): void {
  const extensible = schema['x-extensible-enum'];
  delete schema['x-extensible-enum'];
  const branches = ((schema['anyOf'] ?? []) as RuntimeSchema[]).map((branch) => resolved(branch, resolve));
  const bare = branches.flatMap((branch) => bareTypes(branch) ?? []);
  const lists = branches.filter((branch) => bareTypes(branch) === undefined).map(valuesOf);
  const isSet = bare.length > 0 && lists.length > 0 && !lists.includes(undefined);
  const values = lists.flatMap((list) => list ?? []);
  if (Array.isArray(extensible)) schema['known'] = extensible;
  else if (isSet) schema['known'] = values;
  const isTypesOnly = isSet && values.every((value) => bare.some((type) => isOfType(value, type)));
  if (!isTypesOnly || schema['type'] !== undefined) return;
  delete schema['anyOf'];
  schema['type'] = bare.length === 1 ? (bare[0] as string) : [...new Set(bare)];
  if (branches.some((branch) => isObject(branch) && branch['personal'] === true)) schema['personal'] = true;
}

function resolved(schema: RuntimeSchema, resolve: Resolve): RuntimeSchema {
  let current = schema;
  while (isObject(current) && typeof current['$ref'] === 'string' && keywordsOf(current).length === 1) {
    const target: RuntimeSchema = resolve(current['$ref']);
    current = current['personal'] === true && isObject(target) ? { ...target, personal: true } : target;
  }
  return current;
}

/** The types of a schema that says nothing else. */
function bareTypes(schema: RuntimeSchema): readonly string[] | undefined {
  if (!isObject(schema) || schema['type'] === undefined || keywordsOf(schema).length !== 1) return undefined;
  return types(schema['type']);
}

function valuesOf(schema: RuntimeSchema): readonly Json[] | undefined {
  if (!isObject(schema)) return undefined;
  if (Array.isArray(schema['enum'])) return schema['enum'];
  return schema['const'] === undefined ? undefined : [schema['const']];
}

function keywordsOf(schema: JsonObject): string[] {
  return Object.keys(schema).filter((keyword) => keyword !== 'personal');
}
