import type { Json, JsonObject } from '../../util/json.ts';
import type { PreparedSchema } from '../prepare.ts';
import { describe } from '../violation.ts';
import type { Violation } from '../violation.ts';
import { chooseBranch } from './choose-branch.ts';
import { below, violation } from './run.ts';
import type { Applicator, Place, Run } from './run.ts';

/** Alternatives that a message counts out one by one. */
const mostNamed = 4;

/** The keywords that apply schemas to the same value. */
export const choiceApplicators: readonly (readonly [string, Applicator])[] = [
  ['$ref', applyReference],
  ['allOf', applyAllOf],
  ['anyOf', applyAnyOf],
  ['oneOf', applyOneOf],
  ['not', applyNot],
  ['if', applyCondition],
];

function applyReference(run: Run, demand: Json, value: Json, place: Place): Iterable<Violation> {
  const target = run.targetOf(demand as string);
  return run.apply(target.schema, value, { pointer: place.pointer, schemaPointer: `#${target.pointer}` });
}

function applyAllOf(run: Run, demand: Json, value: Json, place: Place): Iterable<Violation> {
  return applyBranches(run, demand, value, place, 'allOf').flat();
}

function* applyNot(run: Run, demand: Json, value: Json, place: Place): Iterable<Violation> {
  if (run.apply(demand as PreparedSchema, value, below(place, 'not')).length > 0) return;
  yield violation(place, 'not', `must not be what is excluded, got ${describe(value)}`, demand, value);
}

function applyCondition(run: Run, demand: Json, value: Json, place: Place, parent: JsonObject): Iterable<Violation> {
  const isMet = run.apply(demand as PreparedSchema, value, below(place, 'if')).length === 0;
  const branch = isMet ? 'then' : 'else';
  const schema = parent[branch];
  return schema === undefined ? [] : run.apply(schema as PreparedSchema, value, below(place, branch));
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
  const which = valid.slice(0, mostNamed).map((index) => String(index + 1));
  if (valid.length > mostNamed) which.push(`${valid.length - mostNamed} more`);
  yield violation(
    place,
    'oneOf',
    `must be one of several alternatives, but is ${valid.length} of them (${which.join(' and ')})`,
    1,
    valid.length,
  );
}

function applyBranches(run: Run, demand: Json, value: Json, place: Place, keyword: string): (readonly Violation[])[] {
  return (demand as PreparedSchema[]).map((schema, index) => run.apply(schema, value, below(place, keyword, index)));
}
