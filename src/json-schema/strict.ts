import { isObject } from '../util/json.ts';
import type { Json, JsonObject } from '../util/json.ts';
import { isEqual } from './equal.ts';
import { holds, startRun, TooManySteps } from './explain.ts';
import { parseJson } from './explain/json-text.ts';
import type { Run } from './explain/run.ts';
import { child } from './pointer.ts';
import type { PreparedSchema } from './prepare.ts';
import type { Validator } from './validate.ts';
import { listOf, viewOf } from './view.ts';
import type { View } from './view.ts';

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
 * @throws {TooManySteps} when the schema is too entangled, or the value nested too deeply, to be followed
 */
export function findUndocumented(validator: Validator, name: string, value: Json): readonly Undocumented[] {
  const { target, targets } = validator.compile(name);
  try {
    return look(startRun(targets.get), target.schema, value);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new TooManySteps('The value is nested too deeply.', { cause });
  }
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
function expand(run: Run, schemas: readonly PreparedSchema[], value: Json, pointer: string): View[] {
  const applying = new Set(schemas.filter(isObject));
  const views: View[] = [];
  // A set's loop reaches what is added in its course.
  for (const schema of applying) {
    const view = viewOf(schema, run.targetOf);
    views.push(view);
    for (const further of view.always) applying.add(further);
    if (!view.isConditional) continue;
    for (const further of conditional(run, schema, value, pointer)) if (isObject(further)) applying.add(further);
  }
  return views;
}

/** The schemas that apply to the same place because the value is what it is. */
function conditional(run: Run, schema: JsonObject, value: Json, pointer: string): PreparedSchema[] {
  const found: PreparedSchema[] = [];
  for (const keyword of ['anyOf', 'oneOf']) {
    const branches = listOf(schema[keyword]);
    const valid = branches.filter((branch) => holds(run, branch, value, pointer));
    found.push(...(valid.length > 0 ? valid : branches));
  }
  if (schema['if'] !== undefined) {
    const condition = schema['if'] as PreparedSchema;
    const isMet = holds(run, condition, value, pointer);
    if (isMet) found.push(condition);
    found.push((schema[isMet ? 'then' : 'else'] ?? true) as PreparedSchema);
  }
  for (const keyword of ['dependentSchemas', 'dependencies']) {
    for (const [name, dependent] of Object.entries((schema[keyword] ?? {}) as JsonObject)) {
      const applies = isObject(value) && Object.hasOwn(value, name) && !Array.isArray(dependent);
      if (applies) found.push(dependent as PreparedSchema);
    }
  }
  return found;
}

function lookAtObject(
  applying: readonly View[],
  value: JsonObject,
  pointer: string,
  waiting: Waiting[],
  found: Undocumented[],
): void {
  const isClosed = applying.some((view) => view.properties !== undefined) && !applying.some((view) => view.isFree);
  const below: Waiting[] = [];
  for (const [name, member] of Object.entries(value)) {
    const schemas: PreparedSchema[] = [];
    // Every view adds its own: none may be left out once one has named the property.
    const isNamed = applying.filter((view) => addSchemasOfProperty(view, name, schemas)).length > 0;
    if (isClosed && !isNamed) found.push({ kind: 'property', pointer: child(pointer, name), value: member });
    else if (schemas.some(isObject)) below.push({ value: member, pointer: child(pointer, name), schemas });
  }
  for (let next = below.pop(); next !== undefined; next = below.pop()) waiting.push(next);
}

/** Adds what a schema says about a property, and tells whether it names it. */
function addSchemasOfProperty(view: View, name: string, schemas: PreparedSchema[]): boolean {
  let isNamed = false;
  if (view.properties !== undefined && Object.hasOwn(view.properties, name)) {
    isNamed = true;
    schemas.push(view.properties[name] as PreparedSchema);
  }
  for (const [pattern, held] of view.patterns) {
    if (!pattern.test(name)) continue;
    isNamed = true;
    schemas.push(held);
  }
  if (!isNamed) schemas.push(...view.others);
  return isNamed;
}

function lookAtArray(
  run: Run,
  applying: readonly View[],
  value: readonly Json[],
  pointer: string,
  waiting: Waiting[],
): void {
  for (let index = value.length - 1; index >= 0; index--) {
    const item = value[index] as Json;
    const place = child(pointer, index);
    const schemas = applying.flatMap(({ schema }) => schemasOfItem(run, schema, item, index, place));
    if (schemas.some(isObject)) waiting.push({ value: item, pointer: place, schemas });
  }
}

function schemasOfItem(run: Run, schema: JsonObject, item: Json, index: number, pointer: string): PreparedSchema[] {
  const { items, prefixItems, additionalItems, contains, unevaluatedItems } = schema;
  const prefix = listOf(Array.isArray(items) ? items : prefixItems);
  const rest = (Array.isArray(items) ? additionalItems : items) ?? unevaluatedItems ?? true;
  const found = [prefix[index] ?? (rest as PreparedSchema)];
  if (contains !== undefined && holds(run, contains as PreparedSchema, item, pointer)) {
    found.push(contains as PreparedSchema);
  }
  return found;
}

function lookAtScalar(run: Run, applying: readonly View[], value: Json, pointer: string, found: Undocumented[]): void {
  const sets = applying.flatMap((view) => (view.openSet === undefined ? [] : [view.openSet]));
  // A schema that lists the value outright documents it, whatever the open sets say.
  const lists = [...sets, ...applying.flatMap((view) => (view.listed === undefined ? [] : [view.listed]))];
  const isKnown = lists.some((list) => list.some((known) => isEqual(known, value)));
  if (value !== null && sets.length > 0 && !isKnown) {
    found.push({ kind: 'value', pointer, value, known: [...new Set(sets.flat())] });
  }
  if (typeof value !== 'string') return;
  for (const { jsonText } of applying) if (jsonText !== undefined) lookInside(run, jsonText, value, pointer, found);
}

function lookInside(run: Run, key: string, text: string, pointer: string, found: Undocumented[]): void {
  const content = parseJson(text);
  if (content === undefined) return;
  for (const one of look(run.inside(), run.targetOf(key).schema, content)) {
    found.push({ ...one, pointer, inner: one.pointer + (one.inner ?? '') });
  }
}
