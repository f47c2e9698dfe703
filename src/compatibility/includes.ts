import type { Json } from '../util/json.ts';
import { Evaluator } from './algebra/evaluate.ts';
import type { Formula } from './algebra/formula.ts';
import { Formulas } from './algebra/formulas.ts';
import { Budget } from './budget.ts';
import { Patterns } from './languages/patterns.ts';
import { ClosedReading } from './normalise/closed.ts';
import { SchemaDocument } from './normalise/document.ts';
import { withoutUnknown } from './normalise/prune.ts';
import { Translator } from './normalise/translator.ts';
import { Solver } from './solve/solver.ts';
import type { ReadSchema } from './read-schema.ts';
import { Undecided } from './undecided.ts';
import { shrink } from './witness.ts';

/**
 * What is asked of two schemas. `instances`: is every value that one allows allowed by the other? `deliveries`: the
 * same, where the one is a sender, who sends only properties that its schema declares, and the other a receiver, who
 * ignores properties that its schema does not know.
 */
export type Relation = 'instances' | 'deliveries';

/** What the engine finds out about one direction, before any witness is confirmed. */
export type Inclusion =
  | { readonly status: 'included' }
  | { readonly status: 'refuted'; readonly witnesses: readonly Witness[] }
  | { readonly status: 'undecided'; readonly reason: string };

/** A value that `inner` allows and `outer` refuses, and what the receiver sees of it. */
export interface Witness {
  readonly sent: Json;
  readonly seen: Json;
}

export interface InclusionOptions {
  readonly relation: Relation;
  readonly assertFormats: boolean;
  readonly steps: number;
}

/** Whether every value that `inner` allows is allowed by `outer`. Of several witnesses the smallest comes first. */
export function decideInclusion(inner: ReadSchema, outer: ReadSchema, options: InclusionOptions): Inclusion {
  try {
    return new Comparison(inner, outer, options).decide();
  } catch (reason) {
    if (reason instanceof Undecided) return { status: 'undecided', reason: reason.message };
    if (reason instanceof RangeError) return { status: 'undecided', reason: 'the schemas are nested too deeply' };
    throw reason;
  }
}

/** Steps spent on making a witness smaller. */
const shrinkingSteps = 200_000;

class Comparison {
  readonly #relation: Relation;
  readonly #budget: Budget;
  readonly #formulas: Formulas;
  readonly #evaluator: Evaluator;
  readonly #inner: Translator;
  readonly #outer: Translator;

  constructor(inner: ReadSchema, outer: ReadSchema, { relation, assertFormats, steps }: InclusionOptions) {
    this.#relation = relation;
    this.#budget = new Budget(steps);
    const spend = this.#spend;
    this.#formulas = new Formulas(spend);
    this.#evaluator = new Evaluator(this.#formulas, spend);
    const translator = (side: ReadSchema, ignoreUnknown: boolean, name: string): Translator =>
      new Translator(
        new SchemaDocument(side.schema, side.dialect),
        this.#formulas,
        this.#evaluator,
        { assertFormats, ignoreUnknown },
        name,
      );
    this.#inner = translator(inner, false, 'inner');
    this.#outer = translator(outer, relation === 'deliveries', 'outer');
  }

  decide(): Inclusion {
    const formulas = this.#formulas;
    const closed = new ClosedReading(this.#inner.sites, formulas);
    formulas.resolveWith(
      (target) => this.#inner.resolve(target) ?? this.#outer.resolve(target) ?? closed.resolve(target) ?? formulas.nothing,
    );
    const question = formulas.and([
      this.#inner.translateRoot(),
      ...(this.#relation === 'deliveries' ? [closed.at(this.#inner.rootSite)] : []),
      formulas.not(this.#outer.translateRoot()),
    ]);
    const outcome = new Solver(formulas, this.#evaluator, new Patterns(this.#spend), this.#budget).solve(question);
    if (outcome.status === 'none') return { status: 'included' };
    if (outcome.status === 'unsure') return { status: 'undecided', reason: outcome.reason };
    return this.#refute(question, outcome.value);
  }

  #refute(question: Formula, value: Json): Inclusion {
    if (!this.#evaluator.satisfies(value, question)) {
      return { status: 'undecided', reason: 'the witness found does not hold' };
    }
    const smallest = this.#shrink(question, value);
    return { status: 'refuted', witnesses: [this.#witness(smallest), this.#witness(value)] };
  }

  /** With a budget of its own: a verdict that is found does not get lost because its witness stays large. */
  #shrink(question: Formula, value: Json): Json {
    const budget = new Budget(shrinkingSteps);
    const evaluator = new Evaluator(this.#formulas, (steps) => budget.spend(steps));
    return shrink(value, (smaller) => {
      try {
        return evaluator.satisfies(smaller, question);
      } catch (reason) {
        if (reason instanceof Undecided) return false;
        throw reason;
      }
    });
  }

  #witness(sent: Json): Witness {
    if (this.#relation === 'instances') return { sent, seen: sent };
    return { sent, seen: withoutUnknown(sent, this.#outer.rootSite, this.#outer.sites, this.#evaluator) };
  }

  readonly #spend = (steps: number): void => this.#budget.spend(steps);
}
