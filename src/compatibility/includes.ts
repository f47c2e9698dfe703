import type { Json } from '../util/json.ts';
import { Evaluator } from './algebra/evaluate.ts';
import type { Formula } from './algebra/formula.ts';
import { Formulas } from './algebra/formulas.ts';
import { valueKey } from './algebra/value-type.ts';
import { Budget } from './budget.ts';
import { Patterns } from './languages/patterns.ts';
import { ClosedReading } from './normalise/closed.ts';
import { documentOf } from './normalise/document.ts';
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
  /** Of several witnesses the smallest comes first. */
  | { readonly status: 'refuted'; readonly witnesses: readonly Witness[] }
  | { readonly status: 'undecided'; readonly reason: string };

/** A value that one schema allows and the other refuses, and what the receiver sees of it. */
interface Witness {
  readonly sent: Json;
  /** `sent` itself when the receiver ignores nothing of it. */
  readonly seen: Json;
}

export interface InclusionOptions {
  readonly relation: Relation;
  readonly assertFormats: boolean;
  readonly steps: number;
}

/** Steps spent on making a witness smaller. */
const shrinkingSteps = 100_000;

/** One of the two schemas: read as a sender's, and as a receiver's. */
interface Side {
  readonly sender: Translator;
  readonly receiver: Translator;
  readonly closed: ClosedReading;
}

/** Two schemas, translated into formulas of one algebra. */
export class Inclusions {
  readonly #options: InclusionOptions;
  readonly #formulas: Formulas;
  readonly #evaluator: Evaluator;
  readonly #patterns: Patterns;
  readonly #older: Side;
  readonly #newer: Side;
  #budget: Budget;

  constructor(older: ReadSchema, newer: ReadSchema, options: InclusionOptions) {
    this.#options = options;
    this.#budget = new Budget(options.steps);
    this.#formulas = new Formulas(this.#spend);
    this.#evaluator = new Evaluator(this.#formulas, this.#spend);
    this.#patterns = new Patterns(this.#spend);
    this.#older = this.#side(older, 'older');
    this.#newer = this.#side(newer, 'newer');
    this.#formulas.resolveWith((target) => this.#resolve(target));
  }

  /** Whether the newer schema allows all that the older one allows. */
  olderInNewer(): Inclusion {
    return this.#decide(this.#older, this.#newer);
  }

  /** Whether the older schema allows all that the newer one allows. */
  newerInOlder(): Inclusion {
    return this.#decide(this.#newer, this.#older);
  }

  #side(read: ReadSchema, name: string): Side {
    const document = documentOf(read);
    const { relation, assertFormats } = this.#options;
    const translator = (ignoreUnknown: boolean): Translator =>
      new Translator(
        document,
        this.#formulas,
        this.#evaluator,
        { assertFormats, ignoreUnknown },
        `${name} ${ignoreUnknown}`,
      );
    const sender = translator(false);
    const ignores = relation === 'deliveries' && document.forbidsProperties;
    return {
      sender,
      receiver: ignores ? translator(true) : sender,
      closed: new ClosedReading(sender.sites, this.#formulas, name),
    };
  }

  #resolve(target: string): Formula {
    for (const { sender, receiver, closed } of [this.#older, this.#newer]) {
      const formula = sender.resolve(target) ?? receiver.resolve(target) ?? closed.resolve(target);
      if (formula !== undefined) return formula;
    }
    throw new Error(`No schema is called ${target}.`);
  }

  /** Each direction has the whole budget. */
  #decide(inner: Side, outer: Side): Inclusion {
    this.#budget = new Budget(this.#options.steps);
    try {
      const question = this.#question(inner, outer);
      const outcome = new Solver(this.#formulas, this.#evaluator, this.#patterns, this.#budget).solve(question);
      if (outcome.status === 'none') return { status: 'included' };
      if (outcome.status === 'unsure') return { status: 'undecided', reason: outcome.reason };
      return this.#refute(question, outcome.value, outer);
    } catch (reason) {
      if (reason instanceof Undecided) return { status: 'undecided', reason: reason.message };
      if (reason instanceof RangeError) return { status: 'undecided', reason: 'the schemas are nested too deeply' };
      throw reason;
    }
  }

  #question(inner: Side, outer: Side): Formula {
    return this.#formulas.and([
      inner.sender.translateRoot(),
      ...(this.#options.relation === 'deliveries' ? [inner.closed.at(inner.sender.rootSite)] : []),
      this.#formulas.not(outer.receiver.translateRoot()),
    ]);
  }

  #refute(question: Formula, value: Json, outer: Side): Inclusion {
    if (!this.#evaluator.satisfies(value, question)) {
      return { status: 'undecided', reason: 'the witness found does not hold' };
    }
    const witnesses = [this.#shrink(question, value), value].map((sent) => ({ sent, seen: this.#seen(sent, outer) }));
    return { status: 'refuted', witnesses };
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

  #seen(sent: Json, { receiver }: Side): Json {
    if (this.#options.relation === 'instances') return sent;
    const seen = withoutUnknown(sent, receiver.rootSite, receiver.sites, this.#evaluator);
    return valueKey(seen) === valueKey(sent) ? sent : seen;
  }

  readonly #spend = (steps: number): void => this.#budget.spend(steps);
}
