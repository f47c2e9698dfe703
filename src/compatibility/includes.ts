import type { Json } from '../util/json.ts';
import { Evaluator } from './algebra/evaluate.ts';
import type { Formula } from './algebra/formula.ts';
import { Formulas } from './algebra/formulas.ts';
import { Budget } from './budget.ts';
import { Patterns } from './languages/patterns.ts';
import { SchemaDocument } from './normalise/document.ts';
import { Translator } from './normalise/translator.ts';
import { Solver } from './solve/solver.ts';
import type { ReadSchema } from './read-schema.ts';
import { Undecided } from './undecided.ts';
import { shrink } from './witness.ts';

/** What the engine finds out about one direction, before any witness is confirmed. */
export type Inclusion =
  | { readonly status: 'included' }
  /** Values that `inner` allows and `outer` refuses: the smallest found, then the one it was made from. */
  | { readonly status: 'refuted'; readonly witnesses: readonly Json[] }
  | { readonly status: 'undecided'; readonly reason: string };

export interface InclusionOptions {
  readonly assertFormats: boolean;
  readonly steps: number;
}

/** Whether every value that `inner` allows is allowed by `outer`. */
export function decideInclusion(inner: ReadSchema, outer: ReadSchema, options: InclusionOptions): Inclusion {
  const budget = new Budget(options.steps);
  try {
    return decide(inner, outer, options, budget);
  } catch (reason) {
    if (reason instanceof Undecided) return { status: 'undecided', reason: reason.message };
    if (reason instanceof RangeError) return { status: 'undecided', reason: 'the schemas are nested too deeply' };
    throw reason;
  }
}

function decide(inner: ReadSchema, outer: ReadSchema, options: InclusionOptions, budget: Budget): Inclusion {
  const spend = (steps: number): void => budget.spend(steps);
  const formulas = new Formulas(spend);
  const left = new Translator(new SchemaDocument(inner.schema, inner.dialect), formulas, options, 'inner');
  const right = new Translator(new SchemaDocument(outer.schema, outer.dialect), formulas, options, 'outer');
  formulas.resolveWith((target) => left.resolve(target) ?? right.resolve(target) ?? formulas.nothing);
  const question = formulas.and([left.translateRoot(), formulas.not(right.translateRoot())]);
  const evaluator = new Evaluator(formulas, spend);
  const outcome = new Solver(formulas, evaluator, new Patterns(spend), budget).solve(question);
  if (outcome.status === 'none') return { status: 'included' };
  if (outcome.status === 'unsure') return { status: 'undecided', reason: outcome.reason };
  return refute(question, outcome.value, evaluator);
}

function refute(question: Formula, value: Json, evaluator: Evaluator): Inclusion {
  if (!evaluator.satisfies(value, question)) return { status: 'undecided', reason: 'the witness found does not hold' };
  const smallest = shrink(value, (smaller) => evaluator.satisfies(smaller, question));
  return { status: 'refuted', witnesses: [smallest, value] };
}
