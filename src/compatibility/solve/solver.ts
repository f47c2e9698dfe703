import type { Formula } from '../algebra/formula.ts';
import type { Evaluator } from '../algebra/evaluate.ts';
import type { Formulas } from '../algebra/formulas.ts';
import { valueTypes } from '../algebra/value-type.ts';
import type { Budget } from '../budget.ts';
import type { Patterns } from '../languages/patterns.ts';
import type { Json } from '../../util/json.ts';
import { none } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import type { Questions } from './questions.ts';
import { searchType } from './search.ts';

/** A question that is being answered, and how far down the stack its answer so far leans on unanswered ones. */
interface Memory {
  readonly answers: Map<number, Outcome>;
  readonly open: Map<number, number>;
  /** Formulas found empty on the assumption that an open question has the answer "none"; lowest such question. */
  readonly assumed: Map<number, number>;
}

/**
 * Finds values that satisfy formulas, or proves that there are none.
 *
 * A formula that is met again while it is being solved counts as empty there: a smallest value that satisfies it holds
 * no smaller one that does. Answers that lean on this are kept apart until the outer question is answered.
 */
export class Solver implements Questions {
  readonly formulas: Formulas;
  readonly evaluator: Evaluator;
  readonly patterns: Patterns;
  readonly #budget: Budget;
  readonly #memory: Memory = { answers: new Map(), open: new Map(), assumed: new Map() };
  #leansOn = Infinity;

  constructor(formulas: Formulas, evaluator: Evaluator, patterns: Patterns, budget: Budget) {
    this.formulas = formulas;
    this.evaluator = evaluator;
    this.patterns = patterns;
    this.#budget = budget;
  }

  /** Takes steps from the budget. */
  spend(steps: number): void {
    this.#budget.spend(steps);
  }

  /**
   * A value that satisfies `formula`, or the proof that there is none, or the reason why neither is known.
   * @throws {Undecided} when the budget is used up or the schemas are nested too deeply
   */
  solve(formula: Formula): Outcome {
    this.spend(1);
    const { answers, open, assumed } = this.#memory;
    const answer = answers.get(formula.id);
    if (answer !== undefined) return answer;
    const leaning = open.get(formula.id) ?? assumed.get(formula.id);
    if (leaning !== undefined) {
      this.#leansOn = Math.min(this.#leansOn, leaning);
      return none(0n);
    }
    this.spend(4);
    return this.#budget.deeper(() => this.#solveNew(formula));
  }

  /** Up to `count` different values that satisfy `formula`; fewer with the reason why there may be more. */
  solveSeveral(formula: Formula, count: number): { values: Json[]; reason: string | undefined } {
    const values: Json[] = [];
    while (values.length < count) {
      const outcome = this.solve(this.formulas.and([formula, this.formulas.not(this.formulas.among(values))]));
      if (outcome.status !== 'found')
        return { values, reason: outcome.status === 'unsure' ? outcome.reason : undefined };
      values.push(outcome.value);
    }
    return { values, reason: undefined };
  }

  #solveNew(formula: Formula): Outcome {
    const { open, assumed, answers } = this.#memory;
    const index = open.size;
    const outerLeansOn = this.#leansOn;
    const assumedBefore = new Set(assumed.keys());
    this.#leansOn = Infinity;
    open.set(formula.id, index);
    const outcome = this.#search(formula);
    open.delete(formula.id);
    const leansOn = this.#leansOn;
    const leans = outcome.status === 'none' && leansOn < index;
    this.#leansOn = leans ? Math.min(outerLeansOn, leansOn) : outerLeansOn;
    if (!leans) {
      for (const id of assumed.keys()) {
        if (assumedBefore.has(id)) continue;
        assumed.delete(id);
        if (outcome.status === 'none') answers.set(id, outcome);
      }
      answers.set(formula.id, outcome);
    } else {
      assumed.set(formula.id, leansOn);
    }
    return outcome;
  }

  #search(formula: Formula): Outcome {
    let doubt: Outcome | undefined;
    for (const type of valueTypes) {
      const typed = this.formulas.ofType(formula, type);
      if (typed === this.formulas.nothing) continue;
      const outcome = searchType(this, type, typed);
      if (outcome.status === 'found') return outcome;
      if (outcome.status === 'unsure') doubt ??= outcome;
    }
    return doubt ?? none(0n);
  }
}
