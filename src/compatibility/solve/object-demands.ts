import type { Formula } from '../algebra/formula.ts';
import type { Demand } from './outcome.ts';
import type { Questions } from './questions.ts';

/** What one property must satisfy. */
interface OneName {
  readonly formulas: Formula[];
  because: bigint;
}

/** A demand on the properties whose names satisfy a formula. */
export interface ManyNames {
  readonly names: Formula;
  readonly formula: Formula;
  readonly because: bigint;
}

/** What is demanded of an object, sorted by what it speaks of. */
export class ObjectDemands {
  min = 0;
  max = Infinity;
  /** Properties that must be there. */
  readonly required = new Map<string, OneName>();
  /** What every property of many must satisfy, and what at least one must. */
  readonly every: ManyNames[] = [];
  readonly some: ManyNames[] = [];
  readonly #optional = new Map<string, OneName>();
  readonly #values = new Map<string, Formula>();
  readonly #solver: Questions;

  constructor(solver: Questions, demands: readonly Demand[]) {
    this.#solver = solver;
    for (const demand of demands) this.#add(demand);
  }

  /** Names that a demand speaks of one by one. */
  get named(): Iterable<string> {
    return this.#optional.keys();
  }

  /** What the value of a property must satisfy if the property is there. */
  valueOf(name: string): Formula {
    const known = this.#values.get(name);
    if (known !== undefined) return known;
    const many = this.every.filter(({ names }) => this.isIn(name, names)).map(({ formula }) => formula);
    const formula = this.#solver.formulas.and([...(this.#optional.get(name)?.formulas ?? []), ...many]);
    this.#values.set(name, formula);
    return formula;
  }

  /** The decisions behind `valueOf`. */
  reasonsFor(name: string): bigint {
    let because = this.#optional.get(name)?.because ?? 0n;
    for (const many of this.every) if (this.isIn(name, many.names)) because |= many.because;
    return because;
  }

  /** Whether a name satisfies a formula over names. */
  isIn(name: string, names: Formula): boolean {
    return this.#solver.evaluator.satisfies(name, names);
  }

  #add({ atom, because }: Demand): void {
    const { constraint } = atom;
    switch (constraint.kind) {
      case 'size':
        if (constraint.side === 'min') this.min = Math.max(this.min, constraint.value);
        else this.max = Math.min(this.max, constraint.value);
        break;
      case 'property':
        addTo(constraint.some ? this.required : this.#optional, constraint.name, constraint.formula, because);
        break;
      case 'properties':
        (constraint.some ? this.some : this.every).push({
          names: constraint.names,
          formula: constraint.formula,
          because,
        });
        break;
      default:
        break;
    }
  }
}

function addTo(properties: Map<string, OneName>, name: string, formula: Formula, because: bigint): void {
  const known = properties.get(name) ?? { formulas: [], because: 0n };
  known.formulas.push(formula);
  known.because |= because;
  properties.set(name, known);
}
