import { isFormat } from '../../json-schema/formats.ts';
import { isMultiple } from '../../json-schema/multiple.ts';
import { compilePattern, PatternRefused } from '../../json-schema/patterns.ts';
import { isObject } from '../../util/json.ts';
import type { Json, JsonObject } from '../../util/json.ts';
import { Undecided } from '../undecided.ts';
import type { AtomFormula, BoundConstraint, Constraint, Formula } from './formula.ts';
import type { Formulas } from './formulas.ts';
import { codePoints, typeOf, valueKey } from './value-type.ts';

/** Says whether values satisfy formulas of one `Formulas`. */
export class Evaluator {
  readonly #formulas: Formulas;
  readonly #spend: (steps: number) => void;

  constructor(formulas: Formulas, spend: (steps: number) => void) {
    this.#formulas = formulas;
    this.#spend = spend;
  }

  /**
   * Whether `value` satisfies `formula`.
   * @throws {Undecided} when a pattern in it cannot be run
   */
  satisfies(value: Json, formula: Formula): boolean {
    this.#spend(1);
    switch (formula.kind) {
      case 'types':
        return formula.types.has(typeOf(value));
      case 'atom':
        return this.#satisfiesAtom(value, formula);
      case 'reference':
        return this.satisfies(value, this.#formulas.resolve(formula));
      case 'and':
        return formula.parts.every((part) => this.satisfies(value, part));
      case 'or':
        return formula.parts.some((part) => this.satisfies(value, part));
      case 'one':
        return (formula.parts.filter((part) => this.satisfies(value, part)).length === 1) === formula.holds;
    }
  }

  #satisfiesAtom(value: Json, atom: AtomFormula): boolean {
    if (typeOf(value) !== atom.type) return false;
    const { constraint } = atom;
    if (constraint.kind === 'values') return constraint.values.has(valueKey(value)) === constraint.among;
    if (constraint.kind === 'format') return isFormat(constraint.format, value) === constraint.holds;
    if (typeof value === 'number') return satisfiesNumber(value, constraint);
    if (typeof value === 'string') return this.#satisfiesString(value, constraint);
    if (Array.isArray(value)) return this.#satisfiesArray(value, constraint);
    return isObject(value) && this.#satisfiesObject(value, constraint);
  }

  #satisfiesString(value: string, constraint: Constraint): boolean {
    switch (constraint.kind) {
      case 'size':
        return inSize(codePoints(value), constraint);
      case 'pattern':
        return matches(constraint.source, value) === constraint.holds;
      case 'content':
        return this.#holdsContent(value, constraint.formula) === constraint.holds;
      default:
        return false;
    }
  }

  #holdsContent(text: string, formula: Formula): boolean {
    let content: Json;
    try {
      content = JSON.parse(text) as Json;
    } catch {
      return false;
    }
    return this.satisfies(content, formula);
  }

  #satisfiesArray(value: readonly Json[], constraint: Constraint): boolean {
    switch (constraint.kind) {
      case 'size':
        return inSize(value.length, constraint);
      case 'items': {
        const items = value.slice(constraint.from, constraint.to);
        const satisfies = (item: Json): boolean => this.satisfies(item, constraint.formula);
        return constraint.some ? items.some(satisfies) : items.every(satisfies);
      }
      case 'contains':
        return inSize(value.filter((item) => this.satisfies(item, constraint.formula)).length, constraint);
      case 'unique':
        return (new Set(value.map(valueKey)).size === value.length) === constraint.holds;
      default:
        return false;
    }
  }

  #satisfiesObject(value: JsonObject, constraint: Constraint): boolean {
    switch (constraint.kind) {
      case 'size':
        return inSize(Object.keys(value).length, constraint);
      case 'property': {
        if (!Object.hasOwn(value, constraint.name)) return !constraint.some;
        return this.satisfies(value[constraint.name] as Json, constraint.formula);
      }
      case 'properties': {
        const names = Object.keys(value).filter((name) => this.satisfies(name, constraint.names));
        const satisfies = (name: string): boolean => this.satisfies(value[name] as Json, constraint.formula);
        return constraint.some ? names.some(satisfies) : names.every(satisfies);
      }
      default:
        return false;
    }
  }
}

function satisfiesNumber(value: number, constraint: Constraint): boolean {
  switch (constraint.kind) {
    case 'bound':
      return inBound(value, constraint);
    case 'multiple':
      return isMultiple(value, constraint.of) === constraint.holds;
    default:
      return false;
  }
}

function inBound(value: number, bound: BoundConstraint): boolean {
  if (value === bound.value) return !bound.exclusive;
  return bound.side === 'min' ? value > bound.value : value < bound.value;
}

function inSize(size: number, limit: { readonly side: 'min' | 'max'; readonly value: number }): boolean {
  return limit.side === 'min' ? size >= limit.value : size <= limit.value;
}

function matches(source: string, text: string): boolean {
  try {
    return compilePattern(source).test(text);
  } catch (reason) {
    if (reason instanceof PatternRefused) throw new Undecided(reason.message.replace(/\.$/, ''));
    throw reason;
  }
}
