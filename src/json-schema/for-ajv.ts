import { isObject } from '../util/json.ts';
import type { Json, JsonObject } from '../util/json.ts';
import { isOfType, types } from './assertions.ts';
import type { PreparedSchema } from './prepare.ts';

/**
 * A schema that accepts the same values and that ajv decides right and faster:
 * - names that every object inherits (`constructor`, `__proto__`), which ajv finds in every value or in none, go to
 *   keywords that look at a value's own keys (`requiredNames`, `dependentNames`, `patternProperties`);
 * - keywords after which ajv forgets the rest when the value is empty stand alone;
 * - many properties are dealt with in groups, because each one nests ajv's code a step deeper;
 * - known values beside a bare type that has them all fall away;
 * - of `anyOf` with null only the alternative for the value at hand is tried.
 */
export function forAjv(schema: PreparedSchema): PreparedSchema {
  if (typeof schema === 'boolean') return schema;
  const entries = Object.entries(schema).map(([keyword, value]): [string, Json] => [
    keyword,
    forAjvBelow(keyword, value),
  ]);
  return withoutSlowChoice(withGroups(withLoners(withOwnDependencies(withOwnNames(Object.fromEntries(entries))))));
}

/** How many properties ajv gets at once. */
const groupSize = 100;

const holdsSchemas = new Set([
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'if',
  'then',
  'else',
  'items',
  'prefixItems',
  'additionalItems',
  'contains',
  'additionalProperties',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
]);

const holdsNamedSchemas = new Set(['properties', 'patternProperties', 'dependencies', 'dependentSchemas']);

function forAjvBelow(keyword: string, value: Json): Json {
  if (holdsSchemas.has(keyword))
    return Array.isArray(value) ? value.map((item) => forAjv(item as PreparedSchema)) : forAjv(value as PreparedSchema);
  if (!holdsNamedSchemas.has(keyword)) return value;
  return mapValues(value as JsonObject, (held) => (Array.isArray(held) ? held : forAjv(held as PreparedSchema)));
}

function withOwnNames(schema: JsonObject): JsonObject {
  const { required, properties, ...rest } = schema;
  const changed: Record<string, Json> = { ...rest };
  if (required !== undefined)
    changed[(required as string[]).some(isInherited) ? 'requiredNames' : 'required'] = required;
  if (properties === undefined) return changed;
  const members = Object.entries(properties as JsonObject);
  changed['properties'] = Object.fromEntries(members.filter(([name]) => !isInherited(name)));
  const inherited = members
    .filter(([name]) => isInherited(name))
    .map(([name, held]): [string, Json] => [`^(?:${name})$`, held]);
  if (inherited.length === 0) return changed;
  return {
    ...changed,
    patternProperties: { ...(schema['patternProperties'] as JsonObject | undefined), ...Object.fromEntries(inherited) },
  };
}

function withOwnDependencies(schema: JsonObject): JsonObject {
  const { dependencies, dependentSchemas, dependentRequired, ...rest } = schema;
  const all = [dependencies, dependentSchemas, dependentRequired].flatMap((held) =>
    Object.entries((held ?? {}) as JsonObject),
  );
  if (all.length === 0) return rest;
  const onNames = all.filter(([, needed]) => Array.isArray(needed));
  const onSchemas = all
    .filter(([, needed]) => !Array.isArray(needed))
    .map(([name, needed]): JsonObject => ({ if: { not: { type: 'object', requiredNames: [name] } }, else: needed }));
  const kept: JsonObject = onNames.length === 0 ? rest : { ...rest, dependentNames: onNames };
  return onSchemas.length === 0 ? kept : { ...kept, allOf: [...((rest['allOf'] ?? []) as Json[]), ...onSchemas] };
}

/**
 * ajv 8 takes the result of these for false when there is no name or item to look at, and skips the keywords that
 * follow without an error: the value passes.
 */
function withLoners(schema: JsonObject): JsonObject {
  const { propertyNames, ...rest } = schema;
  const loners: JsonObject[] = propertyNames === undefined ? [] : [{ propertyNames }];
  const changed: Record<string, Json> = { ...rest };
  for (const keyword of ['prefixItems', 'items']) {
    const prefix = rest[keyword];
    if (!Array.isArray(prefix)) continue;
    loners.push({ [keyword]: prefix });
    changed[keyword] = prefix.map(() => true);
  }
  return loners.length === 0 ? schema : { ...changed, allOf: [...((rest['allOf'] ?? []) as Json[]), ...loners] };
}

function withGroups(schema: JsonObject): JsonObject {
  const properties = Object.entries((schema['properties'] ?? {}) as JsonObject);
  if (properties.length <= groupSize) return schema;
  const groups: Json[] = [];
  for (let start = 0; start < properties.length; start += groupSize) {
    groups.push({ properties: Object.fromEntries(properties.slice(start, start + groupSize)) });
  }
  // The names stay, for the keywords that speak of all others.
  const names = Object.fromEntries(properties.map(([name]) => [name, true]));
  return { ...schema, properties: names, allOf: [...((schema['allOf'] ?? []) as Json[]), ...groups] };
}

function withoutSlowChoice(schema: JsonObject): JsonObject {
  const { anyOf, ...rest } = schema;
  if (!Array.isArray(anyOf)) return schema;
  const needed = withoutKnownValues(anyOf as readonly Json[]);
  const allowed = needed.map(bareTypes);
  if (allowed.every((list) => list !== undefined) && rest['type'] === undefined)
    return { ...rest, type: [...new Set(allowed.flat())] };
  const other = needed.find((branch) => !isNullType(branch));
  const none = needed.find(isNullType);
  const isNullable = needed.length === 2 && other !== undefined && none !== undefined;
  return isNullable && rest['if'] === undefined ? { ...rest, if: none, else: other } : { ...rest, anyOf: needed };
}

function withoutKnownValues(branches: readonly Json[]): readonly Json[] {
  const allowed = branches.flatMap((branch) => bareTypes(branch) ?? []);
  return branches.filter((branch) => {
    const values = isObject(branch) ? knownValues(branch) : undefined;
    return values === undefined || !values.every((value) => allowed.some((type) => isOfType(value, type)));
  });
}

/** The values of a schema that lists them; another keyword beside them can only make them fewer. */
function knownValues(schema: JsonObject): readonly Json[] | undefined {
  if (Array.isArray(schema['enum'])) return schema['enum'];
  return Object.hasOwn(schema, 'const') ? [schema['const'] as Json] : undefined;
}

/** The types of a schema that says nothing else. */
function bareTypes(schema: Json): readonly string[] | undefined {
  if (!isObject(schema) || schema['type'] === undefined || Object.keys(schema).length !== 1) return undefined;
  return types(schema['type']);
}

function isNullType(schema: Json): boolean {
  const allowed = bareTypes(schema);
  return allowed?.length === 1 && allowed[0] === 'null';
}

function isInherited(name: string): boolean {
  return name in Object.prototype;
}

function mapValues(object: JsonObject, change: (value: Json) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));
}
