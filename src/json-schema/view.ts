import { isObject } from '../util/json.ts';
import type { Json, JsonObject } from '../util/json.ts';
import { compilePattern } from './patterns.ts';
import type { Pattern } from './patterns.ts';
import type { PreparedSchema, Target } from './prepare.ts';

/** What the strict profile needs to know about a schema, read once. */
export interface View {
  readonly schema: JsonObject;
  /** Schemas that always apply to the same place. */
  readonly always: readonly JsonObject[];
  /** Whether others apply to the same place depending on the value. */
  readonly isConditional: boolean;
  readonly properties: JsonObject | undefined;
  readonly patterns: readonly (readonly [Pattern, PreparedSchema])[];
  /** For the properties that neither `properties` nor `patterns` name. */
  readonly others: readonly JsonObject[];
  /** Whether properties that nobody names are said to be welcome. */
  readonly isFree: boolean;
  /** The known values, when the schema is an open set. */
  readonly openSet: readonly Json[] | undefined;
  /** The values, when the schema lists them. */
  readonly listed: readonly Json[] | undefined;
  /** Key of the schema of the JSON in a string. */
  readonly jsonText: string | undefined;
}

const views = new WeakMap<JsonObject, View>();

const conditional = ['anyOf', 'oneOf', 'if', 'dependentSchemas', 'dependencies'];

/** The view of a prepared schema; `targetOf` finds the schema that a `$ref` names. */
export function viewOf(schema: JsonObject, targetOf: (key: string) => Target): View {
  const known = views.get(schema);
  if (known !== undefined) return known;
  const view = readView(schema, targetOf);
  views.set(schema, view);
  return view;
}

function readView(schema: JsonObject, targetOf: (key: string) => Target): View {
  const reference = typeof schema['$ref'] === 'string' ? [targetOf(schema['$ref']).schema] : [];
  const further = [schema['additionalProperties'], schema['unevaluatedProperties']];
  const patterns = Object.entries((schema['patternProperties'] ?? {}) as Record<string, PreparedSchema>);
  return {
    schema,
    always: [...reference, ...listOf(schema['allOf'])].filter(isObject),
    isConditional: conditional.some((keyword) => schema[keyword] !== undefined),
    properties: schema['properties'] as JsonObject | undefined,
    patterns: patterns.map(([source, held]) => [compilePattern(source), held]),
    others: further.filter(isObject),
    isFree: further.some((held) => held !== undefined && held !== false),
    openSet: openSetOf(schema, targetOf),
    listed: valuesOf(schema),
    jsonText: schema['jsonText'] as string | undefined,
  };
}

/** The subschemas in a list of a prepared schema; none when the keyword is absent. */
export function listOf(schemas: Json | undefined): readonly PreparedSchema[] {
  return Array.isArray(schemas) ? schemas : [];
}

function openSetOf(schema: JsonObject, targetOf: (key: string) => Target): readonly Json[] | undefined {
  const extensible = schema['x-extensible-enum'];
  if (Array.isArray(extensible)) return extensible;
  const branches = listOf(schema['anyOf']).map((branch) => resolve(branch, targetOf));
  const listing = branches.filter((branch) => !isBareType(branch));
  // Without a bare type the set is closed; with nothing else there is no set, as in "a string or null".
  if (listing.length === branches.length || listing.length === 0) return undefined;
  const values = listing.map(valuesOf);
  return values.every((list) => list !== undefined) ? values.flat() : undefined;
}

function valuesOf(schema: PreparedSchema): readonly Json[] | undefined {
  if (typeof schema === 'boolean') return undefined;
  if (Array.isArray(schema['enum'])) return schema['enum'];
  return schema['const'] === undefined ? undefined : [schema['const']];
}

function isBareType(schema: PreparedSchema): boolean {
  return typeof schema !== 'boolean' && schema['type'] !== undefined && Object.keys(schema).length === 1;
}

function resolve(schema: PreparedSchema, targetOf: (key: string) => Target): PreparedSchema {
  let current = schema;
  while (typeof current !== 'boolean' && typeof current['$ref'] === 'string' && Object.keys(current).length === 1) {
    current = targetOf(current['$ref']).schema;
  }
  return current;
}
