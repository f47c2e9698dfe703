import { isObject } from '../util/json.ts';
import type { Json, JsonObject } from '../util/json.ts';
import { chooseBranch } from './choose-branch.ts';
import { assertions } from './assertions.ts';
import { compilePattern } from './patterns.ts';
import { child } from './pointer.ts';
import type { PreparedSchema, Target } from './prepare.ts';
import { describe, shorten, show } from './violation.ts';
import type { Violation } from './violation.ts';

/** No more violations than this are reported for one value. */
const mostViolations = 200;

/** How often schemas are applied before an explanation is given up: deterministic, about a second's worth. */
const mostSteps = 1_000_000;

/** One run over one value. */
export interface Run {
  readonly targetOf: (key: string) => Target;
  /** What is known already about a schema at a place: the same question is not answered twice. */
  readonly known: Map<PreparedSchema, Map<string, readonly Violation[]>>;
  steps: number;
}

/** A value and where it stands. */
interface Place {
  readonly pointer: string;
  /** Of the schema that applies. */
  readonly schemaPointer: string;
}

/** Thrown when a run takes more steps than an explanation is worth. */
export class TooManySteps extends Error {
  override readonly name = 'TooManySteps';
}

/** Starts a run. `targetOf` finds the schema that `$ref` and `jsonText` name. */
export function startRun(targetOf: (key: string) => Target): Run {
  return { targetOf, known: new Map(), steps: 0 };
}

/**
 * Every way in which `value` breaks the schema of `target`, in the order of the schema. Of alternatives only the one
 * that was meant is explained.
 * @throws {TooManySteps} when the schema is too entangled
 * @throws {RangeError} when the value is nested too deeply for the call stack
 */
export function explain(run: Run, target: Target, value: Json): readonly Violation[] {
  return apply(run, target.schema, value, { pointer: '', schemaPointer: `#${target.pointer}` });
}

/** Whether `value`, which stands at `pointer`, is valid under `schema`, a part of a prepared schema. */
export function holds(run: Run, schema: PreparedSchema, value: Json, pointer: string): boolean {
  return apply(run, schema, value, { pointer, schemaPointer: '' }).length === 0;
}

function apply(run: Run, schema: PreparedSchema, value: Json, place: Place): readonly Violation[] {
  if (schema === true) return [];
  if (schema === false) return [violation(place, '', 'must not be there', false, value)];
  if (typeof value !== 'object' || value === null) return applyKeywords(run, schema, value, place);
  let places = run.known.get(schema);
  if (places === undefined) run.known.set(schema, (places = new Map()));
  const known = places.get(place.pointer);
  if (known !== undefined) return known;
  const found = applyKeywords(run, schema, value, place);
  places.set(place.pointer, found);
  return found;
}

function applyKeywords(run: Run, schema: JsonObject, value: Json, place: Place): readonly Violation[] {
  if (++run.steps > mostSteps) throw new TooManySteps('The schema is too entangled to say what is wrong.');
  const found: Violation[] = [];
  for (const [keyword, demand] of Object.entries(schema)) {
    const assertion = assertions.get(keyword);
    if (assertion !== undefined) {
      const message = assertion(value, demand);
      if (message !== undefined) found.push(violation(place, keyword, message, demand, value));
      continue;
    }
    const applicator = applicators.get(keyword);
    if (applicator === undefined) continue;
    for (const one of applicator(run, demand, value, place, schema)) {
      if (found.length < mostViolations) found.push(one);
    }
  }
  return found;
}

type Applicator = (run: Run, demand: Json, value: Json, place: Place, parent: JsonObject) => Iterable<Violation>;

const applicators: ReadonlyMap<string, Applicator> = new Map<string, Applicator>([
  ['$ref', applyReference],
  ['jsonText', applyJsonText],
  [
    'allOf',
    function* (run, demand, value, place) {
      for (const [index, schema] of (demand as PreparedSchema[]).entries())
        yield* apply(run, schema, value, below(place, 'allOf', index));
    },
  ],
  ['anyOf', applyAnyOf],
  ['oneOf', applyOneOf],
  [
    'not',
    function* (run, demand, value, place) {
      if (apply(run, demand as PreparedSchema, value, below(place, 'not')).length === 0) {
        yield violation(place, 'not', `must not be what is excluded, got ${describe(value)}`, demand, value);
      }
    },
  ],
  [
    'if',
    function* (run, demand, value, place, parent) {
      const branch = apply(run, demand as PreparedSchema, value, below(place, 'if')).length === 0 ? 'then' : 'else';
      const schema = parent[branch];
      if (schema !== undefined) yield* apply(run, schema as PreparedSchema, value, below(place, branch));
    },
  ],
  ['properties', forObject(applyProperties)],
  ['patternProperties', forObject(applyPatternProperties)],
  ['additionalProperties', forObject(applyAdditionalProperties)],
  ['propertyNames', forObject(applyPropertyNames)],
  ['required', forObject(applyRequired)],
  ['dependencies', forObject(applyDependencies('dependencies'))],
  ['dependentSchemas', forObject(applyDependencies('dependentSchemas'))],
  ['dependentRequired', forObject(applyDependencies('dependentRequired'))],
  ['items', forArray(applyItems)],
  ['prefixItems', forArray(applyItems)],
  ['additionalItems', forArray(applyAdditionalItems)],
  ['contains', forArray(applyContains)],
]);

type ForObject = (run: Run, demand: Json, value: JsonObject, place: Place, parent: JsonObject) => Iterable<Violation>;
type ForArray = (
  run: Run,
  demand: Json,
  value: readonly Json[],
  place: Place,
  parent: JsonObject,
) => Iterable<Violation>;

function forObject(applicator: ForObject): Applicator {
  return (run, demand, value, place, parent) => (isObject(value) ? applicator(run, demand, value, place, parent) : []);
}

function forArray(applicator: ForArray): Applicator {
  return (run, demand, value, place, parent) =>
    Array.isArray(value) ? applicator(run, demand, value, place, parent) : [];
}

function applyReference(run: Run, demand: Json, value: Json, place: Place): Iterable<Violation> {
  const target = run.targetOf(demand as string);
  return apply(run, target.schema, value, { pointer: place.pointer, schemaPointer: `#${target.pointer}` });
}

function* applyJsonText(run: Run, demand: Json, value: Json, place: Place): Iterable<Violation> {
  if (typeof value !== 'string') return;
  const content = parseJson(value);
  if (content === undefined) {
    yield violation(place, 'contentMediaType', `must be JSON text, got ${show(value)}`, 'application/json', value);
    return;
  }
  const target = run.targetOf(demand as string);
  const inside = startRun(run.targetOf);
  inside.steps = run.steps;
  for (const one of explain(inside, target, content)) {
    const where = one.pointer === '' ? '' : `, at ${one.pointer}`;
    yield {
      ...one,
      pointer: place.pointer,
      inner: one.pointer + (one.inner ?? ''),
      message: one.inner === undefined ? `in the JSON text${where}: ${one.message}` : one.message,
    };
  }
}

/** The value of a JSON text; undefined when it is none. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function* applyAnyOf(run: Run, demand: Json, value: Json, place: Place): Iterable<Violation> {
  const branches = applyBranches(run, demand, value, place, 'anyOf');
  if (branches.every((violations) => violations.length > 0)) yield* chooseBranch(branches, value, place, 'anyOf');
}

function* applyOneOf(run: Run, demand: Json, value: Json, place: Place): Iterable<Violation> {
  const branches = applyBranches(run, demand, value, place, 'oneOf');
  const valid = branches.flatMap((violations, index) => (violations.length === 0 ? [index] : []));
  if (valid.length === 0) yield* chooseBranch(branches, value, place, 'oneOf');
  if (valid.length < 2) return;
  const which = valid.map((index) => index + 1).join(' and ');
  yield violation(
    place,
    'oneOf',
    `must be one of several alternatives, but is ${valid.length} of them (${which})`,
    1,
    valid.length,
  );
}

function applyBranches(run: Run, demand: Json, value: Json, place: Place, keyword: string): (readonly Violation[])[] {
  return (demand as PreparedSchema[]).map((schema, index) => apply(run, schema, value, below(place, keyword, index)));
}

function* applyProperties(run: Run, demand: Json, value: JsonObject, place: Place): Iterable<Violation> {
  for (const [name, schema] of Object.entries(demand as JsonObject)) {
    if (!Object.hasOwn(value, name)) continue;
    yield* apply(run, schema as PreparedSchema, value[name] as Json, into(below(place, 'properties', name), name));
  }
}

function* applyPatternProperties(run: Run, demand: Json, value: JsonObject, place: Place): Iterable<Violation> {
  for (const [source, schema] of Object.entries(demand as JsonObject)) {
    const pattern = compilePattern(source);
    for (const [name, member] of Object.entries(value)) {
      if (!pattern.test(name)) continue;
      yield* apply(run, schema as PreparedSchema, member, into(below(place, 'patternProperties', source), name));
    }
  }
}

function* applyAdditionalProperties(
  run: Run,
  demand: Json,
  value: JsonObject,
  place: Place,
  parent: JsonObject,
): Iterable<Violation> {
  for (const [name, member] of Object.entries(value)) {
    if (isNamed(parent, name)) continue;
    if (demand !== false)
      yield* apply(run, demand as PreparedSchema, member, into(below(place, 'additionalProperties'), name));
    else
      yield violation(
        into(place, name),
        'additionalProperties',
        `must not be there: ${JSON.stringify(name)} is not a known property`,
        false,
        member,
      );
  }
}

/** Whether `properties` or `patternProperties` of `schema` speak of a property. */
export function isNamed(schema: JsonObject, name: string): boolean {
  const properties = schema['properties'] as JsonObject | undefined;
  if (properties !== undefined && Object.hasOwn(properties, name)) return true;
  const patterns = schema['patternProperties'] as JsonObject | undefined;
  return patterns !== undefined && Object.keys(patterns).some((source) => compilePattern(source).test(name));
}

function* applyPropertyNames(run: Run, demand: Json, value: JsonObject, place: Place): Iterable<Violation> {
  for (const name of Object.keys(value)) {
    for (const one of apply(run, demand as PreparedSchema, name, into(below(place, 'propertyNames'), name))) {
      yield { ...one, message: `has a name that ${one.message}` };
    }
  }
}

function* applyRequired(_: Run, demand: Json, value: JsonObject, place: Place): Iterable<Violation> {
  for (const name of demand as string[]) {
    if (Object.hasOwn(value, name)) continue;
    yield violation(place, 'required', `must have the property ${JSON.stringify(name)}`, name, value);
  }
}

function applyDependencies(keyword: string): ForObject {
  return function* (run, demand, value, place) {
    for (const [name, needed] of Object.entries(demand as JsonObject)) {
      if (!Object.hasOwn(value, name)) continue;
      if (!Array.isArray(needed)) {
        yield* apply(run, needed as PreparedSchema, value, below(place, keyword, name));
        continue;
      }
      for (const other of (needed as string[]).filter((candidate) => !Object.hasOwn(value, candidate))) {
        const message = `must have the property ${JSON.stringify(other)}, because it has ${JSON.stringify(name)}`;
        yield violation(place, keyword, message, other, value);
      }
    }
  };
}

function* applyItems(
  run: Run,
  demand: Json,
  value: readonly Json[],
  place: Place,
  parent: JsonObject,
): Iterable<Violation> {
  const keyword = parent['prefixItems'] === demand ? 'prefixItems' : 'items';
  const start = keyword === 'items' && !Array.isArray(demand) ? prefixLength(parent['prefixItems']) : 0;
  for (let index = start; index < value.length; index++) {
    const schema = Array.isArray(demand) ? (demand[index] as PreparedSchema | undefined) : (demand as PreparedSchema);
    if (schema === undefined) return;
    const place0 = Array.isArray(demand) ? below(place, keyword, index) : below(place, keyword);
    yield* apply(run, schema, value[index] as Json, into(place0, index));
  }
}

function* applyAdditionalItems(
  run: Run,
  demand: Json,
  value: readonly Json[],
  place: Place,
  parent: JsonObject,
): Iterable<Violation> {
  if (!Array.isArray(parent['items'])) return;
  for (let index = parent['items'].length; index < value.length; index++) {
    yield* apply(run, demand as PreparedSchema, value[index] as Json, into(below(place, 'additionalItems'), index));
  }
}

function* applyContains(
  run: Run,
  demand: Json,
  value: readonly Json[],
  place: Place,
  parent: JsonObject,
): Iterable<Violation> {
  const least = (parent['minContains'] as number | undefined) ?? 1;
  const most = (parent['maxContains'] as number | undefined) ?? Infinity;
  const count = value.filter(
    (item, index) => apply(run, demand as PreparedSchema, item, into(below(place, 'contains'), index)).length === 0,
  ).length;
  if (count < least)
    yield violation(
      place,
      'contains',
      `must contain at least ${least} matching item${least === 1 ? '' : 's'}, got ${count}`,
      least,
      count,
    );
  if (count > most)
    yield violation(
      place,
      'maxContains',
      `must contain at most ${most} matching item${most === 1 ? '' : 's'}, got ${count}`,
      most,
      count,
    );
}

function prefixLength(prefix: Json | undefined): number {
  return Array.isArray(prefix) ? prefix.length : 0;
}

function violation(place: Place, keyword: string, message: string, expected: Json, actual: Json): Violation {
  const schemaPointer = keyword === '' ? place.schemaPointer : child(place.schemaPointer, keyword);
  return {
    pointer: place.pointer,
    schemaPointer,
    keyword: keyword === '' ? lastToken(schemaPointer) : keyword,
    message,
    expected: Array.isArray(expected) ? expected : shorten(expected),
    actual: shorten(actual),
  };
}

function lastToken(pointer: string): string {
  return pointer.slice(pointer.lastIndexOf('/') + 1);
}

/** The same value, under a schema further down. */
function below(place: Place, keyword: string, token?: string | number): Place {
  const at = child(place.schemaPointer, keyword);
  return { pointer: place.pointer, schemaPointer: token === undefined ? at : child(at, token) };
}

/** A member or item of the value, under the same schema. */
function into(place: Place, token: string | number): Place {
  return { pointer: child(place.pointer, token), schemaPointer: place.schemaPointer };
}
