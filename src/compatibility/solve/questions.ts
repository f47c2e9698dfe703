import type { Json } from '../../util/json.ts';
import type { Evaluator } from '../algebra/evaluate.ts';
import type { Formula } from '../algebra/formula.ts';
import type { Formulas } from '../algebra/formulas.ts';
import type { Patterns } from '../languages/patterns.ts';
import type { Outcome } from './outcome.ts';

/** What the parts of the solver ask of the whole: the solver of one type asks about values of others. */
export interface Questions {
  readonly formulas: Formulas;
  readonly evaluator: Evaluator;
  readonly patterns: Patterns;
  /** Takes steps from the budget. */
  spend(steps: number): void;
  /** A value that satisfies `formula`, or the proof that there is none, or the reason why neither is known. */
  solve(formula: Formula): Outcome;
  /** Up to `count` different values that satisfy `formula`; fewer with the reason why there may be more. */
  solveSeveral(
    formula: Formula,
    count: number,
  ): { readonly values: readonly Json[]; readonly reason: string | undefined };
}
