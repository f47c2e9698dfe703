import type { Formula } from './formula.ts';

/** What is needed to write formulas down. */
export interface Connectives {
  readonly nothing: Formula;
  and(parts: readonly Formula[]): Formula;
  or(parts: readonly Formula[]): Formula;
  not(formula: Formula): Formula;
}

/**
 * The formula that exactly one of `parts` holds, for parts that speak of one type only. Where a property tells the
 * parts apart, at most one can hold anyway, and nothing is said of the others.
 */
export function exactlyOne(formulas: Connectives, parts: readonly Formula[]): Formula {
  const possible = parts.filter((part) => part !== formulas.nothing);
  const repeated = possible.filter((part, index) => possible.indexOf(part) !== index);
  if (repeated.length > 0) {
    const once = possible.filter((part) => !repeated.includes(part));
    return formulas.and([...repeated.map((part) => formulas.not(part)), exactlyOne(formulas, once)]);
  }
  if (areToldApart(possible)) return formulas.or(possible);
  const opposites = possible.map((part) => formulas.not(part));
  return formulas.or(possible.map((part, index) => formulas.and([part, ...opposites.toSpliced(index, 1)])));
}

/** Whether all parts demand one property, each with values of its own. */
function areToldApart(parts: readonly Formula[]): boolean {
  const [first] = parts;
  if (first === undefined || parts.length < 2) return false;
  return [...demanded(first).keys()].some((name) => {
    const seen = new Set<string>();
    return parts.every((part) => {
      const values = demanded(part).get(name);
      const isNew = values !== undefined && [...values].every((key) => !seen.has(key));
      for (const key of values ?? []) seen.add(key);
      return isNew;
    });
  });
}

/** Properties that a formula demands, with the few values that it allows them. */
function demanded(formula: Formula): ReadonlyMap<string, ReadonlySet<string>> {
  const required = new Set<string>();
  const values = new Map<string, ReadonlySet<string>>();
  for (const part of formula.kind === 'and' ? formula.parts : [formula]) {
    if (part.kind !== 'atom' || part.constraint.kind !== 'property') continue;
    const { name, some } = part.constraint;
    const few = fewValues(part.constraint.formula);
    if (some) required.add(name);
    if (few !== undefined) values.set(name, few);
  }
  return new Map([...values].filter(([name]) => required.has(name)));
}

/** The values that a formula allows, when they are plainly listed; perhaps more than it allows. */
function fewValues(formula: Formula): ReadonlySet<string> | undefined {
  if (formula.kind === 'atom') {
    const { constraint } = formula;
    return constraint.kind === 'values' && constraint.among ? new Set(constraint.values.keys()) : undefined;
  }
  if (formula.kind === 'and') return formula.parts.map(fewValues).find((values) => values !== undefined);
  if (formula.kind !== 'or') return undefined;
  const all = formula.parts.map(fewValues);
  return all.every((values) => values !== undefined) ? new Set(all.flatMap((values) => [...values])) : undefined;
}
