import type { AtomFormula, Formula } from '../algebra/formula.ts';
import type { ValueType } from '../algebra/value-type.ts';
import { typeOf, valueKey } from '../algebra/value-type.ts';
import type { Json } from '../../util/json.ts';
import { differsFrom } from './differs.ts';
import { allReasons, found, none } from './outcome.ts';
import type { Demand, Outcome } from './outcome.ts';
import { solveArray } from './solve-array.ts';
import { solveNumber } from './solve-number.ts';
import { solveObject } from './solve-object.ts';
import { solveString } from './solve-string.ts';
import type { Questions } from './questions.ts';

/** One of `options` must hold. */
interface Clause {
  readonly options: readonly Formula[];
  readonly because: bigint;
}

/** What must hold of the value, as far as decided: atoms, and choices still open. */
interface State {
  readonly demands: Map<number, Demand>;
  clauses: Clause[];
}

/**
 * A value of one type that satisfies `formula`, which speaks of that type only. Decides one open choice after the
 * other; a choice that a contradiction does not rest on is not tried again.
 */
export function searchType(solver: Questions, type: ValueType, formula: Formula): Outcome {
  const state: State = { demands: new Map(), clauses: [] };
  const conflict = demand(solver, state, formula, 0n);
  return conflict === undefined ? decide(solver, type, state, 0) : none(conflict);
}

function decide(solver: Questions, type: ValueType, state: State, level: number): Outcome {
  solver.spend(4 + (state.demands.size >> 1) + (state.clauses.length >> 1));
  const conflict = propagate(solver, state);
  if (conflict !== undefined) return none(conflict);
  const finite = candidates(type, state);
  if (finite !== undefined) return tryEach(solver, state, finite);
  const outcome = solveDemands(solver, type, state);
  if (outcome.status === 'none') return outcome;
  const open =
    outcome.status === 'found'
      ? state.clauses.filter((clause) => !holds(solver, clause, outcome.value))
      : state.clauses;
  const clause = open.toSorted((left, right) => left.options.length - right.options.length)[0];
  if (clause !== undefined) return choose(solver, type, state, clause, level);
  return outcome.status === 'found' ? avoidExcluded(solver, type, state, outcome.value, level) : outcome;
}

function choose(solver: Questions, type: ValueType, state: State, clause: Clause, level: number): Outcome {
  const decision = 1n << BigInt(level);
  let because = clause.because;
  let doubt: Outcome | undefined;
  const others = state.clauses.filter((other) => other !== clause);
  for (const option of clause.options) {
    const next: State = { demands: new Map(state.demands), clauses: [...others] };
    const conflict = demand(solver, next, option, clause.because | decision);
    const outcome = conflict === undefined ? decide(solver, type, next, level + 1) : none(conflict);
    if (outcome.status === 'found') return outcome;
    if (outcome.status === 'unsure') doubt ??= outcome;
    else if ((outcome.because & decision) === 0n) return outcome;
    else because |= outcome.because & ~decision;
  }
  return doubt ?? none(because);
}

/** Adds a formula to what must hold. Returns the decisions behind a contradiction that is plain to see. */
function demand(solver: Questions, state: State, formula: Formula, because: bigint): bigint | undefined {
  const { nothing, anything } = solver.formulas;
  if (formula === anything) return undefined;
  if (formula === nothing) return because;
  if (formula.kind === 'and') {
    for (const part of formula.parts) {
      const conflict = demand(solver, state, part, because);
      if (conflict !== undefined) return conflict;
    }
  } else if (formula.kind === 'or') {
    state.clauses.push({ options: formula.parts, because });
  } else if (formula.kind === 'atom') {
    const against = refutation(solver, state, formula);
    if (against !== undefined) return because | against;
    if (!state.demands.has(formula.id)) state.demands.set(formula.id, { atom: formula, because });
  }
  return undefined;
}

/** Strikes out options that contradict a demand; a clause with one option left becomes a demand. */
function propagate(solver: Questions, state: State): bigint | undefined {
  for (let changed = true; changed;) {
    changed = false;
    const clauses = state.clauses;
    state.clauses = [];
    for (const clause of clauses) {
      solver.spend(clause.options.length >> 2);
      if (clause.options.some((option) => state.demands.has(option.id))) continue;
      let { because } = clause;
      const options = clause.options.filter((option) => {
        const against = refutation(solver, state, option);
        because |= against ?? 0n;
        return against === undefined;
      });
      const [only] = options;
      if (only === undefined) return because;
      if (options.length > 1) {
        state.clauses.push({ options, because });
        continue;
      }
      changed = true;
      const conflict = demand(solver, state, only, because);
      if (conflict !== undefined) return conflict;
    }
  }
  return undefined;
}

/** The decisions behind the demand that rules `formula` out, when its opposite is demanded. */
function refutation(solver: Questions, state: State, formula: Formula): bigint | undefined {
  if (formula.kind === 'atom') return state.demands.get(solver.formulas.oppositeAtom(formula).id)?.because;
  if (formula.kind !== 'and') return undefined;
  for (const part of formula.parts) {
    const against = refutation(solver, state, part);
    if (against !== undefined) return against;
  }
  return undefined;
}

/** All values that the state allows, and perhaps more, when that is a list. */
function candidates(type: ValueType, state: State): readonly Json[] | undefined {
  if (type === 'null') return [null];
  if (type === 'boolean') return [false, true];
  let smallest: ReadonlyMap<string, Json> | undefined;
  for (const { atom } of state.demands.values()) {
    if (atom.constraint.kind !== 'values' || !atom.constraint.among) continue;
    if (smallest === undefined || atom.constraint.values.size < smallest.size) smallest = atom.constraint.values;
  }
  return smallest === undefined ? undefined : [...smallest.values()];
}

function tryEach(solver: Questions, state: State, values: readonly Json[]): Outcome {
  for (const value of values) {
    const fits = [...state.demands.values()].every(({ atom }) => solver.evaluator.satisfies(value, atom));
    if (fits && state.clauses.every((clause) => holds(solver, clause, value))) return found(value);
  }
  return none(allReasons([...state.demands.values(), ...state.clauses]));
}

function holds(solver: Questions, clause: Clause, value: Json): boolean {
  return clause.options.some((option) => solver.evaluator.satisfies(value, option));
}

function solveDemands(solver: Questions, type: ValueType, state: State): Outcome {
  const demands = [...state.demands.values()];
  switch (type) {
    case 'number':
      return solveNumber(solver, demands);
    case 'string':
      return solveString(solver, demands);
    case 'array':
      return solveArray(solver, demands);
    default:
      return solveObject(solver, demands);
  }
}

/** Arrays and objects are built without regard to single excluded values; one that is excluded must be left. */
function avoidExcluded(solver: Questions, type: ValueType, state: State, value: Json, level: number): Outcome {
  const key = valueKey(value);
  const excluding = [...state.demands.values()].find(({ atom }) => excludes(atom, key));
  if (excluding === undefined) return found(value);
  const next: State = { demands: new Map(state.demands), clauses: [...state.clauses] };
  const different = solver.formulas.ofType(differsFrom(solver.formulas, value), typeOf(value));
  const conflict = demand(solver, next, different, excluding.because);
  return conflict === undefined ? decide(solver, type, next, level + 1) : none(conflict);
}

function excludes(atom: AtomFormula, key: string): boolean {
  return atom.constraint.kind === 'values' && !atom.constraint.among && atom.constraint.values.has(key);
}
