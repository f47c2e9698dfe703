import type { Json } from '../../util/json.ts';
import { valueKey } from '../algebra/value-type.ts';
import type { Formula } from '../algebra/formula.ts';
import { ArrayDemands, covers } from './array-demands.ts';
import { assignDistinct } from './assign-distinct.ts';
import { allReasons, found, none, unsure } from './outcome.ts';
import type { Demand, Outcome } from './outcome.ts';
import type { Questions } from './questions.ts';

/** Arrays with more items are not built. */
const mostItems = 300;

/** An array being built: what each item must satisfy, and how many items each counter has counted. */
interface Draft {
  readonly items: readonly Formula[];
  readonly counts: readonly number[];
  /** Which counters' formulas the item that must be repeated satisfies. */
  readonly repeated: readonly boolean[] | undefined;
}

/** An array that satisfies all demands, excluded single values apart. */
export function solveArray(solver: Questions, demands: readonly Demand[]): Outcome {
  const parts = new ArrayDemands(solver, demands);
  const because = allReasons(demands);
  if (parts.min > parts.max || (parts.unique && parts.repeated)) return none(because);
  const uniform = parts.uniformFrom;
  if (parts.min > mostItems || uniform > mostItems) return solveLong(solver, parts, uniform, because);
  const outcome = parts.repeated
    ? solveRepeated(solver, parts, uniform)
    : new ArraySolver(solver, parts, uniform).solve();
  return outcome.status === 'none' ? none(because) : outcome;
}

/** An array too long to be built is impossible when no item may stand at its far end. */
function solveLong(solver: Questions, parts: ArrayDemands, uniform: number, because: bigint): Outcome {
  const lastNeeded = solver.solve(parts.itemAt(Math.max(0, parts.min - 1)));
  const firstTail = parts.min > uniform ? solver.solve(parts.itemAt(uniform)) : lastNeeded;
  if (parts.min > 0 && (lastNeeded.status === 'none' || firstTail.status === 'none')) return none(because);
  return unsure('arrays with very many items are asked for');
}

/** Items from `uniform` on can change places, so two equal items are among the first ones or the first two of those. */
function solveRepeated(solver: Questions, parts: ArrayDemands, uniform: number): Outcome {
  let doubt: Outcome | undefined;
  for (let second = 1; second <= uniform + 1; second += 1) {
    for (let first = 0; first < second; first += 1) {
      const outcome = new ArraySolver(solver, parts, uniform, { first, second }).solve();
      if (outcome.status === 'found') return outcome;
      if (outcome.status === 'unsure') doubt ??= outcome;
    }
  }
  return doubt ?? none(0n);
}

class ArraySolver {
  readonly #solver: Questions;
  readonly #parts: ArrayDemands;
  readonly #limit: number;
  readonly #pair: { readonly first: number; readonly second: number } | undefined;
  readonly #hopeless = new Set<string>();
  #doubt: string | undefined;

  constructor(solver: Questions, parts: ArrayDemands, uniform: number, pair?: { first: number; second: number }) {
    this.#solver = solver;
    this.#parts = parts;
    this.#pair = pair;
    const wanted = parts.counters.reduce((sum, counter) => sum + Math.min(counter.min, mostItems), 0);
    // Beyond this length there is an item that nothing needs, and that can be left out.
    this.#limit = Math.min(parts.max, Math.max(parts.min, uniform) + wanted + (pair === undefined ? 0 : 2));
  }

  solve(): Outcome {
    if (this.#parts.counters.some((counter) => counter.min > mostItems))
      return unsure('arrays with very many items are asked for');
    const outcome = this.#extend({ items: [], counts: this.#parts.counters.map(() => 0), repeated: undefined });
    if (outcome !== undefined) return found(outcome);
    return this.#doubt === undefined ? none(0n) : unsure(this.#doubt);
  }

  #extend(draft: Draft): Json | undefined {
    this.#solver.spend(1);
    const length = draft.items.length;
    const key = `${length}:${draft.counts.join()}:${draft.repeated?.join() ?? ''}`;
    if (this.#hopeless.has(key)) return undefined;
    if (this.#isComplete(draft)) {
      const items = this.#fill(draft);
      if (items !== undefined) return items;
    }
    if (length < this.#limit) {
      for (const next of this.#nextItems(draft)) {
        const complete = this.#extend(next);
        if (complete !== undefined) return complete;
      }
    }
    if (!this.#parts.unique) this.#hopeless.add(key);
    return undefined;
  }

  #isComplete({ items, counts }: Draft): boolean {
    if (items.length < this.#parts.min || (this.#pair !== undefined && items.length <= this.#pair.second)) return false;
    return this.#parts.counters.every((counter, index) => (counts[index] as number) >= counter.min);
  }

  /** The draft with one more item, in each way in which the counters can count it. */
  *#nextItems(draft: Draft): Generator<Draft> {
    const index = draft.items.length;
    if (this.#pair?.second === index && draft.repeated !== undefined) {
      yield* this.#counted(draft, draft.items[this.#pair.first] as Formula, draft.repeated);
      return;
    }
    const isFirst = this.#pair?.first === index;
    const here = this.#parts.itemAt(index);
    const there =
      isFirst && this.#pair !== undefined ? this.#parts.itemAt(this.#pair.second) : this.#solver.formulas.anything;
    for (const [formula, signs] of this.#split(draft, this.#solver.formulas.and([here, there]), [], isFirst)) {
      yield* this.#counted(isFirst ? { ...draft, repeated: signs } : draft, formula, signs);
    }
  }

  *#counted(draft: Draft, formula: Formula, signs: readonly boolean[]): Generator<Draft> {
    const index = draft.items.length;
    const counts = draft.counts.map((count, position) => {
      const counter = this.#parts.counters[position];
      if (counter === undefined || !covers(counter, index) || signs[position] !== true) return count;
      return counter.max === Infinity ? Math.min(count + 1, counter.min) : count + 1;
    });
    if (this.#parts.counters.some((counter, position) => (counts[position] as number) > counter.max)) return;
    yield { ...draft, items: [...draft.items, formula], counts };
  }

  /** Ways in which an item can satisfy the counters' formulas: wanted ones first. */
  *#split(
    draft: Draft,
    formula: Formula,
    signs: readonly boolean[],
    all: boolean,
  ): Generator<[Formula, readonly boolean[]]> {
    const outcome = this.#solver.solve(formula);
    if (outcome.status === 'unsure') this.#doubt ??= outcome.reason;
    if (outcome.status !== 'found') return;
    const position = signs.length;
    const counter = this.#parts.counters[position];
    if (counter === undefined) {
      yield [formula, signs];
      return;
    }
    if (!all && !covers(counter, draft.items.length)) {
      yield* this.#split(draft, formula, [...signs, false], all);
      return;
    }
    const wanted = (draft.counts[position] as number) < counter.min;
    for (const sign of wanted ? [true, false] : [false, true]) {
      const side = sign ? counter.formula : this.#solver.formulas.not(counter.formula);
      yield* this.#split(draft, this.#solver.formulas.and([formula, side]), [...signs, sign], all);
    }
  }

  /** Values for the items; different ones when they must differ. */
  #fill({ items }: Draft): Json | undefined {
    if (this.#parts.unique && items.length > 1) {
      const choices = items.map((item) => this.#solver.solveSeveral(item, items.length));
      for (const { reason } of choices) if (reason !== undefined) this.#doubt ??= reason;
      return assignDistinct(
        choices.map(({ values }) => values),
        valueKey,
      );
    }
    const values: Json[] = [];
    for (const item of items) {
      const outcome = this.#solver.solve(item);
      if (outcome.status !== 'found') {
        this.#doubt ??= outcome.status === 'unsure' ? outcome.reason : 'an assumption was wrong';
        return undefined;
      }
      values.push(outcome.value);
    }
    return values;
  }
}
