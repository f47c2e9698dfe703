import type { Json, JsonObject } from '../util/json.ts';
import { assertions } from './assertions.ts';
import { arrayApplicators } from './explain/arrays.ts';
import { choiceApplicators } from './explain/choices.ts';
import { applyJsonText } from './explain/json-text.ts';
import { objectApplicators } from './explain/objects.ts';
import { violation } from './explain/run.ts';
import type { Applicator, Place, Run } from './explain/run.ts';
import type { PreparedSchema, Target } from './prepare.ts';
import type { Violation } from './violation.ts';

/** No more violations than this are reported for one value. */
const mostViolations = 200;

/** How often schemas are applied before an explanation is given up: deterministic, about a second's worth. */
const mostSteps = 1_000_000;

/** Thrown when a run takes more steps than an explanation is worth. */
export class TooManySteps extends Error {
  override readonly name = 'TooManySteps';
}

const applicators: ReadonlyMap<string, Applicator> = new Map([
  ...choiceApplicators,
  ...objectApplicators,
  ...arrayApplicators,
  ['jsonText', applyJsonText],
]);

/** Starts a run. `targetOf` finds the schema that `$ref` and `jsonText` name. */
export function startRun(targetOf: (key: string) => Target, budget = { steps: mostSteps }): Run {
  // The same question is not answered twice: alternatives within alternatives would take for ever.
  const known = new Map<PreparedSchema, Map<string, readonly Violation[]>>();
  const run: Run = {
    targetOf,
    inside: () => startRun(targetOf, budget),
    apply(schema, value, place) {
      if (typeof schema === 'boolean') return applyBoolean(schema, value, place);
      if (budget.steps-- <= 0) throw new TooManySteps('The schema is too entangled to say what is wrong.');
      if (typeof value !== 'object' || value === null) return applyKeywords(run, schema, value, place);
      const answers = known.get(schema) ?? new Map<string, readonly Violation[]>();
      known.set(schema, answers);
      const found = answers.get(place.pointer) ?? applyKeywords(run, schema, value, place);
      answers.set(place.pointer, found);
      return found;
    },
  };
  return run;
}

/**
 * Every way in which `value` breaks the schema of `target`, in the order of the schema. Of alternatives only the one
 * that was meant is explained.
 * @throws {TooManySteps} when the schema is too entangled
 * @throws {RangeError} when the value is nested too deeply for the call stack
 */
export function explain(run: Run, target: Target, value: Json): readonly Violation[] {
  return run.apply(target.schema, value, { pointer: '', schemaPointer: `#${target.pointer}` });
}

/** Whether `value`, which stands at `pointer`, is valid under `schema`, a part of a prepared schema. */
export function holds(run: Run, schema: PreparedSchema, value: Json, pointer: string): boolean {
  return run.apply(schema, value, { pointer, schemaPointer: '' }).length === 0;
}

function applyBoolean(schema: boolean, value: Json, place: Place): readonly Violation[] {
  return schema ? [] : [violation(place, '', 'must not be there', false, value)];
}

function applyKeywords(run: Run, schema: JsonObject, value: Json, place: Place): readonly Violation[] {
  const found: Violation[] = [];
  for (const [keyword, demand] of Object.entries(schema)) {
    const message = assertions.get(keyword)?.(value, demand);
    if (message !== undefined) found.push(violation(place, keyword, message, demand, value));
    for (const one of applicators.get(keyword)?.(run, demand, value, place, schema) ?? []) {
      if (found.length < mostViolations) found.push(one);
    }
  }
  return found;
}
