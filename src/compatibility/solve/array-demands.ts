import type { Formula } from '../algebra/formula.ts';
import type { Demand } from './outcome.ts';
import type { Questions } from './questions.ts';

/** How many items at indexes from `from` up to, not including, `to` satisfy `formula`. */
export interface Counter {
  readonly from: number;
  readonly to: number;
  readonly formula: Formula;
  readonly min: number;
  readonly max: number;
}

/** What is demanded of an array, sorted by what it speaks of. */
export class ArrayDemands {
  min = 0;
  max = Infinity;
  /** All items must differ; two must be equal. */
  unique = false;
  repeated = false;
  readonly counters: Counter[] = [];
  readonly #every: { from: number; to: number; formula: Formula }[] = [];
  readonly #solver: Questions;

  constructor(solver: Questions, demands: readonly Demand[]) {
    this.#solver = solver;
    for (const demand of demands) this.#add(demand);
  }

  /** The index from which on the demands make no difference between items. */
  get uniformFrom(): number {
    const borders = [...this.#every, ...this.counters].flatMap(({ from, to }) => [from, to]);
    return Math.max(0, ...borders.filter(Number.isFinite));
  }

  /** What the item at `index` must satisfy if it is there. */
  itemAt(index: number): Formula {
    return this.#solver.formulas.and(this.#every.flatMap((every) => (covers(every, index) ? [every.formula] : [])));
  }

  #add({ atom: { constraint } }: Demand): void {
    switch (constraint.kind) {
      case 'size':
        if (constraint.side === 'min') this.min = Math.max(this.min, constraint.value);
        else this.max = Math.min(this.max, constraint.value);
        break;
      case 'unique':
        if (constraint.holds) this.unique = true;
        else this.repeated = true;
        break;
      case 'items': {
        const { from, to, formula } = constraint;
        if (constraint.some) this.counters.push({ from, to, formula, min: 1, max: Infinity });
        else this.#every.push({ from, to, formula });
        break;
      }
      case 'contains': {
        const [min, max] = constraint.side === 'min' ? [constraint.value, Infinity] : [0, constraint.value];
        this.counters.push({ from: 0, to: Infinity, formula: constraint.formula, min, max });
        break;
      }
      default:
        break;
    }
  }
}

/** Whether `index` is in the range. */
export function covers(range: { readonly from: number; readonly to: number }, index: number): boolean {
  return index >= range.from && index < range.to;
}
