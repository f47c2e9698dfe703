import type { Json } from '../../util/json.ts';
import { always, and, atom, never, not, or } from './test.ts';
import type { Test } from './test.ts';

/**
 * A set of the kinds of values, as bits. JSON has no limit for numbers: `1e400` is read as infinite, which is of no type.
 * A property that is not there is `absent`.
 */
export type TypeSet = number;

export const nothing: TypeSet = 0;
export const nulls: TypeSet = 1;
export const booleans: TypeSet = 2;
export const integers: TypeSet = 4;
const fractions: TypeSet = 8;
const infinities: TypeSet = 16;
export const numbers: TypeSet = integers | fractions | infinities;
export const strings: TypeSet = 32;
export const arrays: TypeSet = 64;
export const objects: TypeSet = 128;
export const everything: TypeSet = nulls | booleans | numbers | strings | arrays | objects;
export const absent: TypeSet = 256;

const byName: Readonly<Record<string, TypeSet>> = {
  null: nulls,
  boolean: booleans,
  integer: integers,
  number: integers | fractions,
  string: strings,
  array: arrays,
  object: objects,
};

/** The types that the keyword `type` names. */
export function typesNamed(type: Json): TypeSet {
  const names = (Array.isArray(type) ? type : [type]) as readonly string[];
  return names.reduce((set, name) => set | (byName[name] ?? nothing), nothing);
}

/** The kind of a value. */
export function typeOf(value: Json): TypeSet {
  if (value === null) return nulls;
  if (Array.isArray(value)) return arrays;
  if (typeof value !== 'number') return byName[typeof value] ?? nothing;
  if (Number.isInteger(value)) return integers;
  return Number.isFinite(value) ? fractions : infinities;
}

/** Whether `types` has more than one kind, numbers counting as one. */
export function isMixed(types: TypeSet): boolean {
  return groups.filter((group) => (types & group) !== 0).length > 1;
}

const groups: readonly TypeSet[] = [absent, nulls, booleans, numbers, strings, arrays, objects];

/**
 * Whether the value of the expression `text` is one of `wanted`, when it is known to be one of `possible`. What is cheaper
 * to say is said: that it is one of these, or none of the others.
 */
export function typeTest(text: string, wanted: TypeSet, possible: TypeSet): Test {
  const left = wanted & possible;
  const others = possible & ~left;
  if (left === possible) return always;
  if (left === nothing) return never;
  const few = oneOfTypes(text, left, possible);
  const isPartial = (left & numbers) !== 0 && (others & numbers) !== 0;
  return isPartial || countGroups(left) <= countGroups(others) ? few : not(oneOfTypes(text, others, possible));
}

function countGroups(types: TypeSet): number {
  return groups.filter((group) => (types & group) !== 0).length;
}

function oneOfTypes(text: string, wanted: TypeSet, possible: TypeSet): Test {
  const tests: Test[] = [];
  const has = (types: TypeSet): boolean => (wanted & types) !== 0;
  if (has(absent)) tests.push(atom(`${text} === undefined`, `${text} !== undefined`));
  if (has(nulls)) tests.push(atom(`${text} === null`, `${text} !== null`));
  if (has(strings)) tests.push(isTypeOf(text, 'string'));
  if (has(numbers)) tests.push(numberTest(text, wanted & numbers, possible & numbers));
  if (has(booleans)) tests.push(isTypeOf(text, 'boolean'));
  if (has(arrays) && !has(objects)) tests.push(atom(`Array.isArray(${text})`));
  // By now a null that is wanted has been let through.
  const rest = has(nulls) ? possible & ~nulls : possible;
  if (has(objects)) tests.push(objectTest(text, has(arrays) ? rest & ~arrays : rest));
  return or(...tests);
}

function numberTest(text: string, wanted: TypeSet, possible: TypeSet): Test {
  if (wanted === possible) return isTypeOf(text, 'number');
  return atom(wanted === integers ? `Number.isInteger(${text})` : `Number.isFinite(${text})`);
}

/** Whether it is an object, or an array where `possible` says that it is none that matters. */
function objectTest(text: string, possible: TypeSet): Test {
  const tests: Test[] = [];
  if ((possible & ~(nulls | arrays | objects)) !== 0) tests.push(isTypeOf(text, 'object'));
  if ((possible & nulls) !== 0) tests.push(atom(`${text} !== null`, `${text} === null`));
  if ((possible & arrays) !== 0) tests.push(not(atom(`Array.isArray(${text})`)));
  return and(...tests);
}

function isTypeOf(text: string, name: string): Test {
  return atom(`typeof ${text} === '${name}'`, `typeof ${text} !== '${name}'`);
}
