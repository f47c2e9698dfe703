import type { Json, JsonObject } from '../../util/json.ts';
import { compilePattern } from '../patterns.ts';
import type { PreparedSchema } from '../prepare.ts';
import type { Violation } from '../violation.ts';
import { below, forObject, into, violation } from './run.ts';
import type { Applicator, ObjectApplicator, Place, Run } from './run.ts';

/** The keywords that apply schemas to the members of objects, or demand members. */
export const objectApplicators: readonly (readonly [string, Applicator])[] = [
  ['properties', forObject(applyProperties)],
  ['patternProperties', forObject(applyPatternProperties)],
  ['additionalProperties', forObject(applyAdditionalProperties)],
  ['propertyNames', forObject(applyPropertyNames)],
  ['required', forObject(applyRequired)],
  ['dependencies', forObject(applyDependencies('dependencies'))],
  ['dependentSchemas', forObject(applyDependencies('dependentSchemas'))],
  ['dependentRequired', forObject(applyDependencies('dependentRequired'))],
];

function* applyProperties(run: Run, demand: Json, value: JsonObject, place: Place): Iterable<Violation> {
  for (const [name, schema] of Object.entries(demand as JsonObject)) {
    if (!Object.hasOwn(value, name)) continue;
    yield* run.apply(schema as PreparedSchema, value[name] as Json, into(below(place, 'properties', name), name));
  }
}

function* applyPatternProperties(run: Run, demand: Json, value: JsonObject, place: Place): Iterable<Violation> {
  for (const [source, schema] of Object.entries(demand as JsonObject)) {
    const pattern = compilePattern(source);
    for (const [name, member] of Object.entries(value)) {
      if (!pattern.test(name)) continue;
      yield* run.apply(schema as PreparedSchema, member, into(below(place, 'patternProperties', source), name));
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
      yield* run.apply(demand as PreparedSchema, member, into(below(place, 'additionalProperties'), name));
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
function isNamed(schema: JsonObject, name: string): boolean {
  const properties = schema['properties'] as JsonObject | undefined;
  if (properties !== undefined && Object.hasOwn(properties, name)) return true;
  const patterns = schema['patternProperties'] as JsonObject | undefined;
  return patterns !== undefined && Object.keys(patterns).some((source) => compilePattern(source).test(name));
}

function* applyPropertyNames(run: Run, demand: Json, value: JsonObject, place: Place): Iterable<Violation> {
  for (const name of Object.keys(value)) {
    for (const one of run.apply(demand as PreparedSchema, name, into(below(place, 'propertyNames'), name))) {
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

function applyDependencies(keyword: string): ObjectApplicator {
  return function* (run, demand, value, place) {
    for (const [name, needed] of Object.entries(demand as JsonObject)) {
      if (!Object.hasOwn(value, name)) continue;
      if (!Array.isArray(needed)) {
        yield* run.apply(needed as PreparedSchema, value, below(place, keyword, name));
        continue;
      }
      for (const other of (needed as string[]).filter((candidate) => !Object.hasOwn(value, candidate))) {
        const message = `must have the property ${JSON.stringify(other)}, because it has ${JSON.stringify(name)}`;
        yield violation(place, keyword, message, other, value);
      }
    }
  };
}
