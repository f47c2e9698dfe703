import type { Json } from '../../util/json.ts';
import type { ValueType } from './value-type.ts';

/**
 * What a schema means, as a formula over typed constraints. Formulas are made by `Formulas` only, which keeps one node
 * per meaning-as-written: two formulas of one `Formulas` are the same object when they are written the same.
 * Negation is pushed into the constraints, so there is no node for it.
 */
export type Formula = TypesFormula | AtomFormula | ReferenceFormula | JunctionFormula | OneFormula;

/** The value has one of these types; no type at all is the formula that nothing satisfies. */
interface TypesFormula {
  readonly kind: 'types';
  readonly id: number;
  readonly types: ReadonlySet<ValueType>;
}

/** The value has this type and satisfies the constraint. */
export interface AtomFormula {
  readonly kind: 'atom';
  readonly id: number;
  readonly type: ValueType;
  readonly constraint: Constraint;
}

/** What a schema that refers to itself means, or its opposite. Resolved when it is looked into. */
interface ReferenceFormula {
  readonly kind: 'reference';
  readonly id: number;
  readonly target: string;
  readonly negated: boolean;
}

/** All or one of the parts hold. Parts are no junctions of the same kind, and stand in the order of their ids. */
export interface JunctionFormula {
  readonly kind: 'and' | 'or';
  readonly id: number;
  readonly parts: readonly Formula[];
}

/** Exactly one of the parts holds, or (not `holds`) none or several do. A part can stand in the list more than once. */
interface OneFormula {
  readonly kind: 'one';
  readonly id: number;
  readonly parts: readonly Formula[];
  readonly holds: boolean;
}

/** A constraint on values of one type. Every kind has its opposite in the same list. */
export type Constraint =
  | ValuesConstraint
  | BoundConstraint
  | SizeConstraint
  | MultipleConstraint
  | PatternConstraint
  | FormatConstraint
  | ContentConstraint
  | ItemsConstraint
  | ContainsConstraint
  | UniqueConstraint
  | PropertyConstraint
  | PropertiesConstraint;

/** The value is one of these, or (not `among`) none of them. Keys as `valueKey` makes them. */
interface ValuesConstraint {
  readonly kind: 'values';
  readonly values: ReadonlyMap<string, Json>;
  readonly among: boolean;
}

/** The number is at least (`min`) or at most `value`; not equal to it when `exclusive`. */
export interface BoundConstraint {
  readonly kind: 'bound';
  readonly side: 'min' | 'max';
  readonly value: number;
  readonly exclusive: boolean;
}

/** Code points of a string, items of an array, properties of an object: at least or at most `value`. */
interface SizeConstraint {
  readonly kind: 'size';
  readonly side: 'min' | 'max';
  readonly value: number;
}

/** The number is, or is not, a whole multiple of `of`. */
interface MultipleConstraint {
  readonly kind: 'multiple';
  readonly of: number;
  readonly holds: boolean;
}

/** The pattern is, or is not, found in the string. */
interface PatternConstraint {
  readonly kind: 'pattern';
  readonly source: string;
  readonly holds: boolean;
}

/** The string or number has, or has not, the format. */
interface FormatConstraint {
  readonly kind: 'format';
  readonly format: string;
  readonly holds: boolean;
}

/** The string is, or is not, a JSON text whose value satisfies `formula`. */
interface ContentConstraint {
  readonly kind: 'content';
  readonly formula: Formula;
  readonly holds: boolean;
}

/** Every item, or (`some`) at least one item, at an index from `from` up to, not including, `to` satisfies `formula`. */
interface ItemsConstraint {
  readonly kind: 'items';
  readonly from: number;
  readonly to: number;
  readonly some: boolean;
  readonly formula: Formula;
}

/** At least or at most `value` items satisfy `formula`. */
interface ContainsConstraint {
  readonly kind: 'contains';
  readonly side: 'min' | 'max';
  readonly value: number;
  readonly formula: Formula;
}

/** All items differ, or two are equal. */
interface UniqueConstraint {
  readonly kind: 'unique';
  readonly holds: boolean;
}

/** The property satisfies `formula` if it is there; with `some` it is there and satisfies it. */
interface PropertyConstraint {
  readonly kind: 'property';
  readonly name: string;
  readonly some: boolean;
  readonly formula: Formula;
}

/** As `PropertyConstraint`, for every property (`some`: at least one property) whose name satisfies `names`. */
interface PropertiesConstraint {
  readonly kind: 'properties';
  readonly names: Formula;
  readonly some: boolean;
  readonly formula: Formula;
}
