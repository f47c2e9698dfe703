import type { Json } from '../../util/json.ts';
import type { Formula } from '../algebra/formula.ts';
import { ObjectDemands } from './object-demands.ts';
import type { ManyNames } from './object-demands.ts';
import { allReasons, found, none, unsure } from './outcome.ts';
import type { Demand, None, Outcome } from './outcome.ts';
import type { Questions } from './questions.ts';

/** Properties that are added only to reach `minProperties`. */
const mostFillers = 200;

/** The properties chosen so far: what each value must satisfy. */
type Chosen = ReadonlyMap<string, Formula>;

/** An object that satisfies all demands, excluded single values apart. */
export function solveObject(solver: Questions, demands: readonly Demand[]): Outcome {
  const parts = new ObjectDemands(solver, demands);
  return new ObjectSolver(solver, parts, allReasons(demands)).solve();
}

class ObjectSolver {
  readonly #solver: Questions;
  readonly #parts: ObjectDemands;
  readonly #because: bigint;
  #doubt: string | undefined;

  constructor(solver: Questions, parts: ObjectDemands, because: bigint) {
    this.#solver = solver;
    this.#parts = parts;
    this.#because = because;
  }

  solve(): Outcome {
    if (this.#parts.min > this.#parts.max) return none(this.#because);
    const chosen = new Map<string, Formula>();
    for (const [name, { formulas, because }] of this.#parts.required) {
      const formula = this.#and([...formulas, this.#parts.valueOf(name)]);
      if (!this.#can(formula)) return this.#noneOf(because | this.#parts.reasonsFor(name));
      chosen.set(name, formula);
    }
    const complete = this.#choose(chosen, 0);
    if (complete === undefined) return this.#noneOf(this.#because);
    return this.#build(complete);
  }

  /** Chooses a property for each demand that some property satisfies something. */
  #choose(chosen: Chosen, index: number): Chosen | undefined {
    this.#solver.spend(1);
    if (chosen.size > this.#parts.max) return undefined;
    const demand = this.#parts.some[index];
    if (demand === undefined) return this.#fill(chosen);
    for (const [name, formula] of this.#options(chosen, demand, index)) {
      const complete = this.#choose(new Map(chosen).set(name, formula), index + 1);
      if (complete !== undefined) return complete;
    }
    return undefined;
  }

  /** The properties that can satisfy a demand: one already chosen, one that the demands name, or another. */
  *#options(chosen: Chosen, demand: ManyNames, index: number): Generator<readonly [string, Formula]> {
    for (const [name, formula] of chosen) {
      const both = this.#and([formula, demand.formula]);
      if (this.#parts.isIn(name, demand.names) && this.#can(both)) yield [name, both];
    }
    for (const name of this.#parts.named) {
      if (chosen.has(name) || !this.#parts.isIn(name, demand.names)) continue;
      const formula = this.#and([this.#parts.valueOf(name), demand.formula]);
      if (this.#can(formula)) yield [name, formula];
    }
    const splitters = this.#parts.some.slice(index + 1).map((later) => later.names);
    yield* this.#fresh(chosen, demand.names, demand.formula, splitters);
  }

  /** Properties that nothing names: one for each way in which the demands on many names can apply to it. */
  *#fresh(
    chosen: Chosen,
    names: Formula,
    formula: Formula,
    splitters: readonly Formula[],
  ): Generator<readonly [string, Formula]> {
    const { formulas } = this.#solver;
    const taken = formulas.not(formulas.among([...this.#parts.named, ...chosen.keys()]));
    yield* this.#split(this.#and([names, taken]), formula, 0, splitters);
  }

  *#split(
    names: Formula,
    formula: Formula,
    index: number,
    splitters: readonly Formula[],
  ): Generator<readonly [string, Formula]> {
    if (!this.#can(formula)) return;
    const name = this.#solver.solve(this.#preferReadable(names));
    if (name.status === 'none') return;
    if (name.status === 'unsure') this.#doubt ??= name.reason;
    const every = this.#parts.every[index];
    const splitter = every?.names ?? splitters[index - this.#parts.every.length];
    if (splitter === undefined) {
      if (name.status === 'found' && typeof name.value === 'string') yield [name.value, formula];
      return;
    }
    yield* this.#split(this.#and([names, this.#solver.formulas.not(splitter)]), formula, index + 1, splitters);
    const inside = every === undefined ? formula : this.#and([formula, every.formula]);
    yield* this.#split(this.#and([names, splitter]), inside, index + 1, splitters);
  }

  /** A name of at least one character where there is one. */
  #preferReadable(names: Formula): Formula {
    const text = this.#and([names, this.#solver.formulas.types(['string'])]);
    const longer = this.#and([text, this.#solver.formulas.atom('string', { kind: 'size', side: 'min', value: 1 })]);
    return this.#solver.solve(longer).status === 'found' ? longer : text;
  }

  /** Adds properties that nothing asks for, to reach the least number. */
  #fill(chosen: Chosen): Chosen | undefined {
    const filled = new Map(chosen);
    if (this.#parts.min - filled.size > mostFillers) {
      this.#doubt ??= 'objects with very many properties are asked for';
      return undefined;
    }
    for (const name of this.#parts.named) {
      if (filled.size >= this.#parts.min) return filled;
      const formula = this.#parts.valueOf(name);
      if (!filled.has(name) && this.#can(formula)) filled.set(name, formula);
    }
    while (filled.size < this.#parts.min) {
      const { anything } = this.#solver.formulas;
      const next = this.#fresh(filled, anything, anything, []).next();
      if (next.done === true) return undefined;
      filled.set(next.value[0], next.value[1]);
    }
    return filled;
  }

  #build(chosen: Chosen): Outcome {
    const members: [string, Json][] = [];
    for (const [name, formula] of chosen) {
      const outcome = this.#solver.solve(formula);
      if (outcome.status !== 'found')
        return unsure(outcome.status === 'unsure' ? outcome.reason : 'an assumption was wrong');
      members.push([name, outcome.value]);
    }
    return found(Object.fromEntries(members));
  }

  /** Whether a value satisfies the formula, or may; a doubt is kept for the answer. */
  #can(formula: Formula): boolean {
    const outcome = this.#solver.solve(formula);
    if (outcome.status === 'unsure') this.#doubt ??= outcome.reason;
    return outcome.status === 'found';
  }

  #noneOf(because: bigint): None | Outcome {
    return this.#doubt === undefined ? none(because) : unsure(this.#doubt);
  }

  #and(formulas: readonly Formula[]): Formula {
    return this.#solver.formulas.and(formulas);
  }
}
