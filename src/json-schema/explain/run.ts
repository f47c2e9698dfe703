import { isObject } from '../../util/json.ts';
import type { Json, JsonObject } from '../../util/json.ts';
import { child } from '../pointer.ts';
import type { PreparedSchema, Target } from '../prepare.ts';
import { shorten } from '../violation.ts';
import type { Violation } from '../violation.ts';

/** One run over one value. */
export interface Run {
  /** The schema that `$ref` or `jsonText` names. */
  readonly targetOf: (key: string) => Target;
  /** How the value at a place breaks a schema. */
  readonly apply: (schema: PreparedSchema, value: Json, place: Place) => readonly Violation[];
  /** A run over another value that counts as a part of this one. */
  readonly inside: () => Run;
}

/** A value and where it stands. */
export interface Place {
  readonly pointer: string;
  /** Of the schema that applies. */
  readonly schemaPointer: string;
}

/** How a value breaks a keyword that holds schemas; `demand` is the keyword's value, `parent` the schema that has it. */
export type Applicator = (run: Run, demand: Json, value: Json, place: Place, parent: JsonObject) => Iterable<Violation>;

/** As `Applicator`, of a keyword that speaks of objects only. */
export type ObjectApplicator = (
  run: Run,
  demand: Json,
  value: JsonObject,
  place: Place,
  parent: JsonObject,
) => Iterable<Violation>;

/** As `Applicator`, of a keyword that speaks of arrays only. */
export type ArrayApplicator = (
  run: Run,
  demand: Json,
  value: readonly Json[],
  place: Place,
  parent: JsonObject,
) => Iterable<Violation>;

export function forObject(applicator: ObjectApplicator): Applicator {
  return (run, demand, value, place, parent) => (isObject(value) ? applicator(run, demand, value, place, parent) : []);
}

export function forArray(applicator: ArrayApplicator): Applicator {
  return (run, demand, value, place, parent) =>
    Array.isArray(value) ? applicator(run, demand, value, place, parent) : [];
}

/** A violation of `keyword` of the schema at `place`, or of that schema as a whole when it is `false`. */
export function violation(place: Place, keyword: string, message: string, expected: Json, actual: Json): Violation {
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
export function below(place: Place, keyword: string, token?: string | number): Place {
  const at = child(place.schemaPointer, keyword);
  return { pointer: place.pointer, schemaPointer: token === undefined ? at : child(at, token) };
}

/** A member or item of the value, under the same schema. */
export function into(place: Place, token: string | number): Place {
  return { pointer: child(place.pointer, token), schemaPointer: place.schemaPointer };
}
