import type { Json } from '../../util/json.ts';
import { constraintKey, opposite } from './constraint.ts';
import { exactlyOne } from './exactly-one.ts';
import type { AtomFormula, Constraint, Formula, JunctionFormula } from './formula.ts';
import { typeOf, valueKey, valueTypes } from './value-type.ts';
import type { ValueType } from './value-type.ts';

/** Gives the meaning of a schema that refers to itself. */
export type Resolve = (target: string) => Formula;

/** Makes formulas, each only once. Lives as long as one comparison. */
export class Formulas {
  readonly nothing: Formula;
  readonly anything: Formula;
  readonly #nodes = new Map<string, Formula>();
  /** By hash. */
  readonly #junctions = new Map<number, JunctionFormula[]>();
  #lastId = -1;
  readonly #opposites = new Map<number, Formula>();
  readonly #ofType = new Map<number, Formula>();
  readonly #otherTypes = new Map<ValueType, Formula>();
  readonly #spend: (steps: number) => void;
  #resolve: Resolve = () => this.anything;

  /** @param spend is told the size of each new node */
  constructor(spend: (steps: number) => void) {
    this.#spend = spend;
    this.nothing = this.types([]);
    this.anything = this.types(valueTypes);
  }

  /** Counts steps of work on formulas that makes none. @throws {BudgetUsedUp} when nothing is left */
  spend(steps: number): void {
    this.#spend(steps);
  }

  /** Says what references mean. */
  resolveWith(resolve: Resolve): void {
    this.#resolve = resolve;
  }

  /** The value has one of the types. */
  types(types: Iterable<ValueType>): Formula {
    const set = new Set(types);
    let key = 't:';
    for (const type of valueTypes) key += set.has(type) ? '1' : '0';
    return this.#node(key, 1, (id) => ({ kind: 'types', id, types: set }));
  }

  /** The value has any type but this one. */
  #others(type: ValueType): Formula {
    const known = this.#otherTypes.get(type) ?? this.types(valueTypes.filter((other) => other !== type));
    this.#otherTypes.set(type, known);
    return known;
  }

  /** The value has the type and satisfies the constraint. */
  atom(type: ValueType, constraint: Constraint): Formula {
    const trivial = this.#triviality(constraint);
    if (trivial !== undefined) return trivial ? this.types([type]) : this.nothing;
    return this.#node(`a:${type}:${constraintKey(constraint)}`, 1, (id) => ({ kind: 'atom', id, type, constraint }));
  }

  /** The value satisfies the constraint if it has the type, as keywords of JSON Schema mean it. */
  keyword(type: ValueType, constraint: Constraint): Formula {
    const atom = this.atom(type, constraint);
    const others = this.#others(type);
    if (atom.kind !== 'atom') return this.or([others, atom]);
    const parts = others.id < atom.id ? [others, atom] : [atom, others];
    return this.#junctionOf('or', parts);
  }

  /** The value is one of `values`. */
  among(values: readonly Json[]): Formula {
    const byType = new Map<ValueType, Map<string, Json>>();
    for (const value of values) {
      const group = byType.get(typeOf(value)) ?? new Map<string, Json>();
      byType.set(typeOf(value), group.set(valueKey(value), value));
    }
    return this.or(
      [...byType].map(([type, group]) =>
        type === 'null' ? this.types(['null']) : this.atom(type, { kind: 'values', values: group, among: true }),
      ),
    );
  }

  /** What the schema named `target` means. */
  reference(target: string, negated = false): Formula {
    return this.#node(`r:${negated}:${target}`, 1, (id) => ({ kind: 'reference', id, target, negated }));
  }

  and(parts: readonly Formula[]): Formula {
    return this.#junction('and', parts);
  }

  or(parts: readonly Formula[]): Formula {
    return this.#junction('or', parts);
  }

  /** Exactly one of the parts holds; each counts as often as it stands in the list. */
  one(parts: readonly Formula[], holds = true): Formula {
    if (parts.length === 1) return holds ? (parts[0] as Formula) : this.not(parts[0] as Formula);
    const sorted = parts.toSorted((left, right) => left.id - right.id);
    const key = `one:${holds}:${sorted.map((part) => part.id).join()}`;
    return this.#node(key, sorted.length, (id) => ({ kind: 'one', id, parts: sorted, holds }));
  }

  /** The formula that holds exactly where `formula` does not. */
  not(formula: Formula): Formula {
    const known = this.#opposites.get(formula.id);
    if (known !== undefined) return known;
    const made = this.#negate(formula);
    this.#opposites.set(formula.id, made);
    this.#opposites.set(made.id, formula);
    return made;
  }

  /** The atom that holds, among values of the same type, exactly where `atom` does not. */
  oppositeAtom(atom: AtomFormula): Formula {
    return this.atom(
      atom.type,
      opposite(atom.constraint, (formula) => this.not(formula)),
    );
  }

  /** What `formula` says about values of one type: references resolved, no type and no other type's atom left. */
  ofType(formula: Formula, type: ValueType): Formula {
    const key = formula.id * valueTypes.length + valueTypes.indexOf(type);
    const known = this.#ofType.get(key);
    if (known !== undefined) return known;
    const made = this.#makeOfType(formula, type);
    this.#ofType.set(key, made);
    return made;
  }

  /** The formula that a reference stands for. */
  resolve(formula: Formula): Formula {
    if (formula.kind !== 'reference') return formula;
    const target = this.#resolve(formula.target);
    return formula.negated ? this.not(target) : target;
  }

  #makeOfType(formula: Formula, type: ValueType): Formula {
    switch (formula.kind) {
      case 'types':
        return formula.types.has(type) ? this.anything : this.nothing;
      case 'atom':
        return formula.type === type ? formula : this.nothing;
      case 'reference':
        return this.ofType(this.resolve(formula), type);
      case 'one': {
        const parts = formula.parts.map((part) => this.ofType(part, type));
        const one = exactlyOne(this, parts);
        return this.ofType(formula.holds ? one : this.not(one), type);
      }
      default:
        return this.#junctionOfType(formula, type);
    }
  }

  #junctionOfType({ kind, parts }: JunctionFormula, type: ValueType): Formula {
    const neutral = kind === 'and' ? this.anything : this.nothing;
    const absorbing = kind === 'and' ? this.nothing : this.anything;
    const typed: Formula[] = [];
    for (const part of parts) {
      const formula = this.ofType(part, type);
      if (formula === absorbing) return absorbing;
      if (formula !== neutral) typed.push(formula);
    }
    return typed.length === 1 ? (typed[0] as Formula) : this.#junction(kind, typed);
  }

  #negate(formula: Formula): Formula {
    switch (formula.kind) {
      case 'types':
        return this.types(valueTypes.filter((type) => !formula.types.has(type)));
      case 'atom':
        return this.or([this.#others(formula.type), this.oppositeAtom(formula)]);
      case 'reference':
        return this.reference(formula.target, !formula.negated);
      case 'one':
        return this.one(formula.parts, !formula.holds);
      default:
        return this.#junction(
          formula.kind === 'and' ? 'or' : 'and',
          formula.parts.map((part) => this.not(part)),
        );
    }
  }

  /** True or false where a constraint says nothing or the impossible; undefined for all others. */
  #triviality(constraint: Constraint): boolean | undefined {
    switch (constraint.kind) {
      case 'values':
        return constraint.values.size === 0 ? !constraint.among : undefined;
      case 'size':
        if (constraint.side === 'min') return constraint.value <= 0 ? true : undefined;
        return constraint.value < 0 ? false : undefined;
      case 'items':
        if (constraint.from >= constraint.to) return !constraint.some;
        return this.#quantified(constraint.some, constraint.formula);
      case 'contains':
        if (constraint.side === 'min' && constraint.value <= 0) return true;
        if (constraint.side === 'max' && constraint.value < 0) return false;
        return constraint.formula === this.nothing ? constraint.side === 'max' : undefined;
      case 'property':
        return this.#quantified(constraint.some, constraint.formula);
      case 'properties':
        if (constraint.names === this.nothing) return !constraint.some;
        return this.#quantified(constraint.some, constraint.formula);
      default:
        return undefined;
    }
  }

  #quantified(some: boolean, formula: Formula): boolean | undefined {
    if (some) return formula === this.nothing ? false : undefined;
    return formula === this.anything ? true : undefined;
  }

  #junction(kind: 'and' | 'or', parts: readonly Formula[]): Formula {
    const neutral = kind === 'and' ? this.anything : this.nothing;
    const absorbing = kind === 'and' ? this.nothing : this.anything;
    const members = new Map<number, Formula>();
    let types: ReadonlySet<ValueType> | undefined;
    for (const outer of parts) {
      for (const part of outer.kind === kind ? outer.parts : [outer]) {
        if (part === neutral) continue;
        if (part === absorbing) return absorbing;
        const opposite = this.#opposites.get(part.id);
        if (opposite !== undefined && members.has(opposite.id)) return absorbing;
        if (part.kind === 'types') types = types === undefined ? part.types : combine(kind, types, part.types);
        else members.set(part.id, part);
      }
    }
    if (types !== undefined) {
      const formula = this.types(types);
      if (formula === absorbing) return absorbing;
      if (formula !== neutral) members.set(formula.id, formula);
    }
    const list = [...members.values()];
    if (list.length === 0) return neutral;
    if (list.length === 1) return list[0] as Formula;
    this.#spend(1 + (list.length >> 2));
    list.sort((left, right) => left.id - right.id);
    return this.#junctionOf(kind, list);
  }

  /** Found by a hash of its parts, because a text of many numbers takes longer to make than everything else. */
  #junctionOf(kind: 'and' | 'or', parts: readonly Formula[]): Formula {
    let hash = kind === 'and' ? 1 : 2;
    for (const { id } of parts) hash = Math.imul(hash ^ id, 0x01000193) ^ (hash >>> 15);
    const alike = this.#junctions.get(hash) ?? [];
    const known = alike.find((junction) => junction.kind === kind && haveSameIds(junction.parts, parts));
    if (known !== undefined) return known;
    this.#spend(parts.length);
    const made: JunctionFormula = { kind, id: this.#nextId(), parts };
    alike.push(made);
    this.#junctions.set(hash, alike);
    return made;
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  #node(key: string, size: number, make: (id: number) => Formula): Formula {
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    this.#spend(size);
    const made = make(this.#nextId());
    this.#nodes.set(key, made);
    return made;
  }
}

function haveSameIds(left: readonly Formula[], right: readonly Formula[]): boolean {
  return left.length === right.length && left.every(({ id }, index) => id === right[index]?.id);
}

function combine(
  kind: 'and' | 'or',
  left: ReadonlySet<ValueType>,
  right: ReadonlySet<ValueType>,
): ReadonlySet<ValueType> {
  const isIn = (type: ValueType): boolean =>
    kind === 'and' ? left.has(type) && right.has(type) : left.has(type) || right.has(type);
  return new Set(valueTypes.filter(isIn));
}
