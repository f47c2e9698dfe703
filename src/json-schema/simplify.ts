import { isObject } from '../util/json.ts';
import type { Json, JsonObject } from '../util/json.ts';
import { isOfType, types } from './assertions.ts';
import type { PreparedSchema } from './prepare.ts';

/**
 * A schema that accepts the same values and is decided faster: known values beside a bare type that has them all fall
 * away, and of a value that can be null only one alternative is tried.
 */
export function simplify(schema: PreparedSchema): PreparedSchema {
  if (typeof schema === 'boolean') return schema;
  const simpler = Object.fromEntries(Object.entries(schema).map(([keyword, value]) => [keyword, simplifyBelow(keyword, value)]));
  const branches = simpler['anyOf'];
  if (!Array.isArray(branches)) return simpler;
  const { anyOf: _, ...rest } = simpler;
  const needed = withoutKnownValues(branches as readonly Json[]);
  const allowed = needed.map(bareTypes);
  if (allowed.every((list) => list !== undefined) && rest['type'] === undefined) return { ...rest, type: [...new Set(allowed.flat())] };
  const [other, none] = [needed.find((branch) => !isNullType(branch)), needed.find(isNullType)];
  if (needed.length === 2 && other !== undefined && none !== undefined && rest['if'] === undefined) {
    return { ...rest, if: none, then: true, else: other };
  }
  return { ...rest, anyOf: needed };
}

/** Keywords whose values hold data, names or numbers, and no schema. */
const literal = new Set(['enum', 'const', 'type', 'required', 'requiredOwn', 'dependentRequired', 'x-extensible-enum']);

function simplifyBelow(keyword: string, value: Json): Json {
  if (literal.has(keyword) || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Json) => (isObject(item) ? simplify(item) : item));
  if (!named.has(keyword)) return simplify(value as JsonObject);
  return Object.fromEntries(Object.entries(value).map(([name, held]) => [name, isObject(held) ? simplify(held) : (held as Json)]));
}

const named = new Set(['properties', 'patternProperties', 'dependencies', 'dependentSchemas']);

function withoutKnownValues(branches: readonly Json[]): readonly Json[] {
  const allowed = branches.flatMap((branch) => bareTypes(branch) ?? []);
  return branches.filter((branch) => {
    const values = isObject(branch) && bareTypes(branch) === undefined ? knownValues(branch) : undefined;
    return values === undefined || !values.every((value) => allowed.some((type) => isOfType(value, type)));
  });
}

/** The values of a schema that lists them; a `type` beside them can only make them fewer. */
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
