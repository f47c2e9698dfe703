import { isObject } from '../util/json.ts';
import type { Json, JsonObject } from '../util/json.ts';
import { isEqual } from './equal.ts';
import { holds, isNamed, parseJson, startRun } from './explain.ts';
import type { Run } from './explain.ts';
import { compilePattern } from './patterns.ts';
import { child } from './pointer.ts';
import type { PreparedSchema } from './prepare.ts';
import type { Validator } from './validate.ts';

/** Something in a value that its schema lets through but does not describe. */
export interface Undocumented {
  /** `property`: nobody describes it; `value`: an unknown value of a set that is open. */
  readonly kind: 'property' | 'value';
  /** JSON Pointer into the value; for JSON inside a string, the pointer of the string. */
  readonly pointer: string;
  /** JSON Pointer into the JSON that the string at `pointer` holds. */
  readonly inner?: string;
  readonly value: Json;
  /** The known values of the set, for an unknown value. */
  readonly known?: readonly Json[];
}

/**
 * What the strict profile reports about a value: properties that no schema describes, and values of open sets that
 * are not among the known ones. All schemas that apply to a place count together: through references, `allOf`, the
 * valid branches of `anyOf` and `oneOf`, conditions, and JSON inside strings. An object without `properties` in any of
 * them, or with `additionalProperties` given and not false, is free: nothing in it is undocumented.
 * An open set is an `anyOf` of known values and a bare type (null beside them or not), or `x-extensible-enum`.
 * @param name as for `Validator.compile`
 * @throws {SchemaCompileError} when the schema cannot be used
 * @throws {TooManySteps} when the schema is too entangled to be followed
 */
export function findUndocumented(validator: Validator, name: string, value: Json): readonly Undocumented[] {
  const { target, targets } = validator.compile(name);
  return look(startRun(targets.get), target.schema, value);
}

/** A value still to be looked at, and the schemas that apply to it. */
interface Waiting {
  readonly value: Json;
  readonly pointer: string;
  readonly schemas: readonly PreparedSchema[];
}

function look(run: Run, schema: PreparedSchema, whole: Json): Undocumented[] {
  const found: Undocumented[] = [];
  const waiting: Waiting[] = [{ value: whole, pointer: '', schemas: [schema] }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, pointer } = next;
    const applying = expand(run, next.schemas, value, pointer);
    if (isObject(value)) lookAtObject(applying, value, pointer, waiting, found);
    else if (Array.isArray(value)) lookAtArray(run, applying, value, pointer, waiting);
    else lookAtScalar(run, applying, value, pointer, found);
  }
  return found;
}

/** All schemas that say something about the value: `schemas` and those they apply to the same place. */
function expand(run: Run, schemas: readonly PreparedSchema[], value: Json, pointer: string): JsonObject[] {
  const applying = new Set<JsonObject>();
  const waiting = schemas.filter(isObject);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (applying.has(next)) continue;
    applying.add(next);
    waiting.push(...inPlace(run, next, value, pointer).filter(isObject));
  }
  return [...applying];
}

function inPlace(run: Run, schema: JsonObject, value: Json, pointer: string): PreparedSchema[] {
  const found: PreparedSchema[] = [];
  if (typeof schema['$ref'] === 'string') found.push(run.targetOf(schema['$ref']).schema);
  found.push(...listed(schema['allOf']));
  for (const keyword of ['anyOf', 'oneOf']) {
    const branches = listed(schema[keyword]);
    const valid = branches.filter((branch) => holds(run, branch, value, pointer));
    found.push(...(valid.length > 0 ? valid : branches));
  }
  if (schema['if'] !== undefined) {
    const condition = schema['if'] as PreparedSchema;
    const isMet = holds(run, condition, value, pointer);
    if (isMet) found.push(condition);
    found.push(...listed([schema[isMet ? 'then' : 'else'] ?? true]));
  }
  for (const keyword of ['dependentSchemas', 'dependencies']) {
    for (const [name, dependent] of Object.entries((schema[keyword] ?? {}) as JsonObject)) {
      if (isObject(value) && Object.hasOwn(value, name) && !Array.isArray(dependent))
        found.push(dependent as PreparedSchema);
    }
  }
  return found;
}

function lookAtObject(
  applying: readonly JsonObject[],
  value: JsonObject,
  pointer: string,
  waiting: Waiting[],
  found: Undocumented[],
): void {
  const isDescribed = applying.some((schema) => schema['properties'] !== undefined);
  const isFree = applying.some(
    (schema) => isGiven(schema['additionalProperties']) || isGiven(schema['unevaluatedProperties']),
  );
  const below: Waiting[] = [];
  for (const [name, member] of Object.entries(value)) {
    const place = child(pointer, name);
    const schemas = applying.flatMap((schema) => schemasOfProperty(schema, name));
    const isKnown = applying.some((schema) => isNamed(schema, name));
    if (!isKnown && isDescribed && !isFree) found.push({ kind: 'property', pointer: place, value: member });
    else if (schemas.length > 0) below.push({ value: member, pointer: place, schemas });
  }
  waiting.push(...below.reverse());
}

function schemasOfProperty(schema: JsonObject, name: string): PreparedSchema[] {
  if (!isNamed(schema, name)) {
    return listed([schema['additionalProperties'] ?? true, schema['unevaluatedProperties'] ?? true]);
  }
  const found: PreparedSchema[] = [];
  const properties = (schema['properties'] ?? {}) as JsonObject;
  if (Object.hasOwn(properties, name)) found.push(properties[name] as PreparedSchema);
  for (const [source, held] of Object.entries((schema['patternProperties'] ?? {}) as JsonObject)) {
    if (compilePattern(source).test(name)) found.push(held as PreparedSchema);
  }
  return found;
}

function lookAtArray(
  run: Run,
  applying: readonly JsonObject[],
  value: readonly Json[],
  pointer: string,
  waiting: Waiting[],
): void {
  for (let index = value.length - 1; index >= 0; index--) {
    const item = value[index] as Json;
    const place = child(pointer, index);
    const schemas = applying.flatMap((schema) => schemasOfItem(run, schema, item, index, place));
    if (schemas.length > 0) waiting.push({ value: item, pointer: place, schemas });
  }
}

function schemasOfItem(run: Run, schema: JsonObject, item: Json, index: number, pointer: string): PreparedSchema[] {
  const { items, prefixItems, additionalItems, contains, unevaluatedItems } = schema;
  const prefix = Array.isArray(items) ? items : prefixItems;
  const rest = Array.isArray(items) ? additionalItems : items;
  const inPrefix = Array.isArray(prefix) && index < prefix.length;
  const found = listed([(inPrefix ? prefix[index] : rest) ?? unevaluatedItems ?? true]);
  if (contains !== undefined && holds(run, contains as PreparedSchema, item, pointer))
    found.push(contains as PreparedSchema);
  return found;
}

function lookAtScalar(
  run: Run,
  applying: readonly JsonObject[],
  value: Json,
  pointer: string,
  found: Undocumented[],
): void {
  const sets = applying.flatMap((schema) => knownValues(run, schema));
  if (value !== null && sets.length > 0 && !isListed(applying, value) && !sets.some((known) => isEqual(known, value))) {
    found.push({ kind: 'value', pointer, value, known: [...new Set(sets)] });
  }
  if (typeof value !== 'string') return;
  for (const schema of applying) {
    const key = schema['jsonText'];
    const content = typeof key === 'string' ? parseJson(value) : undefined;
    if (content === undefined) continue;
    for (const one of look(startRun(run.targetOf), run.targetOf(key as string).schema, content)) {
      found.push({ ...one, pointer, inner: one.pointer + (one.inner ?? '') });
    }
  }
}

/** Whether a schema names the value outright: then it is documented, whatever the open sets say. */
function isListed(applying: readonly JsonObject[], value: Json): boolean {
  return applying.some((schema) => (listOfValues(schema) ?? []).some((known) => isEqual(known, value)));
}

/** The known values of the open set that `schema` is; none when it is no open set. */
function knownValues(run: Run, schema: JsonObject): readonly Json[] {
  const extensible = schema['x-extensible-enum'];
  if (Array.isArray(extensible)) return extensible;
  const branches = listed(schema['anyOf']).map((branch) => resolve(run, branch));
  if (!branches.some(isBareType)) return [];
  const values = branches.map((branch) => (isBareType(branch) ? [] : listOfValues(branch)));
  return values.every((list) => list !== undefined) ? values.flat() : [];
}

function listOfValues(schema: PreparedSchema): readonly Json[] | undefined {
  if (typeof schema === 'boolean') return undefined;
  if (Array.isArray(schema['enum'])) return schema['enum'];
  return schema['const'] === undefined ? undefined : [schema['const']];
}

function isBareType(schema: PreparedSchema): boolean {
  return typeof schema !== 'boolean' && schema['type'] !== undefined && Object.keys(schema).length === 1;
}

function resolve(run: Run, schema: PreparedSchema): PreparedSchema {
  let current = schema;
  while (typeof current !== 'boolean' && typeof current['$ref'] === 'string' && Object.keys(current).length === 1) {
    current = run.targetOf(current['$ref']).schema;
  }
  return current;
}

function isGiven(schema: Json | undefined): boolean {
  return schema !== undefined && schema !== false;
}

/** The subschemas in a list of a prepared schema; none when the keyword is absent. */
function listed(schemas: Json | readonly Json[] | undefined): PreparedSchema[] {
  return (Array.isArray(schemas) ? schemas : []) as PreparedSchema[];
}
