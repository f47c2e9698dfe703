import type { Constraint, Formula } from './formula.ts';

/** The constraint that holds, among values of the type, exactly where `constraint` does not. */
export function opposite(constraint: Constraint, not: (formula: Formula) => Formula): Constraint {
  switch (constraint.kind) {
    case 'values':
      return { ...constraint, among: !constraint.among };
    case 'bound':
      return { ...constraint, side: otherSide(constraint.side), exclusive: !constraint.exclusive };
    case 'size':
    case 'contains':
      return {
        ...constraint,
        side: otherSide(constraint.side),
        value: constraint.value + (constraint.side === 'min' ? -1 : 1),
      };
    case 'multiple':
    case 'pattern':
    case 'format':
    case 'content':
    case 'unique':
      return { ...constraint, holds: !constraint.holds };
    case 'items':
    case 'property':
    case 'properties':
      return { ...constraint, some: !constraint.some, formula: not(constraint.formula) };
  }
}

/** A text that two constraints share exactly when they are written the same. */
export function constraintKey(constraint: Constraint): string {
  switch (constraint.kind) {
    case 'values':
      return `values:${constraint.among}:${[...constraint.values.keys()].toSorted().join()}`;
    case 'bound':
      return `bound:${constraint.side}:${constraint.value}:${constraint.exclusive}`;
    case 'size':
      return `size:${constraint.side}:${constraint.value}`;
    case 'multiple':
      return `multiple:${constraint.of}:${constraint.holds}`;
    case 'pattern':
      return `pattern:${constraint.holds}:${constraint.source}`;
    case 'format':
      return `format:${constraint.holds}:${constraint.format}`;
    case 'content':
      return `content:${constraint.holds}:${constraint.formula.id}`;
    case 'items':
      return `items:${constraint.from}:${constraint.to}:${constraint.some}:${constraint.formula.id}`;
    case 'contains':
      return `contains:${constraint.side}:${constraint.value}:${constraint.formula.id}`;
    case 'unique':
      return `unique:${constraint.holds}`;
    case 'property':
      return `property:${constraint.some}:${constraint.formula.id}:${constraint.name}`;
    case 'properties':
      return `properties:${constraint.names.id}:${constraint.some}:${constraint.formula.id}`;
  }
}

function otherSide(side: 'min' | 'max'): 'min' | 'max' {
  return side === 'min' ? 'max' : 'min';
}
