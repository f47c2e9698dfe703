import { isObject } from '../util/json.ts';
import type { Json, JsonObject } from '../util/json.ts';
import { findRepeated, isEqual } from './equal.ts';
import { isFormat } from './formats.ts';
import { isMultiple } from './multiple.ts';
import { compilePattern } from './patterns.ts';
import { describe, listOf, listOfTypes, shorten, show } from './violation.ts';

/** Says what is wrong with `value` under a keyword whose value is `demand`; undefined when nothing is. */
type Assertion = (value: Json, demand: Json) => string | undefined;

/** The keywords that look at one value and at no schema below theirs. */
export const assertions: ReadonlyMap<string, Assertion> = new Map<string, Assertion>([
  [
    'type',
    (value, demand) =>
      types(demand).some((type) => isOfType(value, type)) ? undefined : wrongType(value, types(demand)),
  ],
  [
    'const',
    (value, demand) => (isEqual(value, demand) ? undefined : `must be ${show(demand)}, got ${describe(value)}`),
  ],
  [
    'enum',
    (value, demand) =>
      (demand as Json[]).some((known) => isEqual(value, known)) ? undefined : notListed(value, demand),
  ],
  [
    'multipleOf',
    number((value, demand) =>
      isMultiple(value, demand) ? undefined : `must be a multiple of ${demand}, got ${value}`,
    ),
  ],
  ['maximum', number((value, demand) => (value <= demand ? undefined : `must be at most ${demand}, got ${value}`))],
  [
    'exclusiveMaximum',
    number((value, demand) => (value < demand ? undefined : `must be less than ${demand}, got ${value}`)),
  ],
  ['minimum', number((value, demand) => (value >= demand ? undefined : `must be at least ${demand}, got ${value}`))],
  [
    'exclusiveMinimum',
    number((value, demand) => (value > demand ? undefined : `must be greater than ${demand}, got ${value}`)),
  ],
  ['maxLength', text((value, demand) => atMost(lengthOf(value), demand as number, 'character'))],
  ['minLength', text((value, demand) => atLeast(lengthOf(value), demand as number, 'character'))],
  [
    'pattern',
    text((value, demand) =>
      compilePattern(demand as string).test(value)
        ? undefined
        : `must match the pattern ${shortPattern(demand as string)}, got ${show(value)}`,
    ),
  ],
  [
    'format',
    (value, demand) =>
      isFormat(demand as string, value) ? undefined : `must be a valid ${demand as string}, got ${describe(value)}`,
  ],
  ['maxItems', array((value, demand) => atMost(value.length, demand as number, 'item'))],
  ['minItems', array((value, demand) => atLeast(value.length, demand as number, 'item'))],
  ['uniqueItems', array((value, demand) => (demand === true ? repeated(value) : undefined))],
  [
    'maxProperties',
    object((value, demand) => atMost(Object.keys(value).length, demand as number, 'property', 'properties')),
  ],
  [
    'minProperties',
    object((value, demand) => atLeast(Object.keys(value).length, demand as number, 'property', 'properties')),
  ],
]);

/** Whether `value` has the type that JSON Schema calls `type`. Source: JSON Schema Validation, "type". */
export function isOfType(value: Json, type: string): boolean {
  switch (type) {
    case 'null':
      return value === null;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return Number.isFinite(value);
    default:
      return typeof value === type;
  }
}

/** The types that a `type` keyword names, as a list. */
export function types(demand: Json): readonly string[] {
  return (Array.isArray(demand) ? demand : [demand]) as readonly string[];
}

export function wrongType(value: Json, allowed: readonly string[]): string {
  return `must be ${listOfTypes(allowed)}, got ${describe(value)}`;
}

export function notListed(value: Json, known: Json): string {
  return `must be ${(known as Json[]).length > 1 ? 'one of ' : ''}${listOf(known as Json[])}, got ${describe(value)}`;
}

function atMost(count: number, limit: number, unit: string, units = `${unit}s`): string | undefined {
  return count <= limit ? undefined : `must have at most ${limit} ${limit === 1 ? unit : units}, got ${count}`;
}

function atLeast(count: number, limit: number, unit: string, units = `${unit}s`): string | undefined {
  return count >= limit ? undefined : `must have at least ${limit} ${limit === 1 ? unit : units}, got ${count}`;
}

function repeated(items: readonly Json[]): string | undefined {
  const found = findRepeated(items);
  return found === undefined ? undefined : `must not repeat an item: items ${found[0]} and ${found[1]} are equal`;
}

/** A pattern without quotation marks, which would have to escape its backslashes; the beginning of a long one. */
function shortPattern(source: string): string {
  return shorten(source) as string;
}

/** Length in characters (code points), as `minLength` counts. */
function lengthOf(value: string): number {
  let length = value.length;
  for (let index = 0; index < value.length; index++) if ((value.codePointAt(index) ?? 0) > 0xffff) length--;
  return length;
}

function number(assertion: (value: number, demand: number) => string | undefined): Assertion {
  return (value, demand) => (typeof value === 'number' ? assertion(value, demand as number) : undefined);
}

function text(assertion: (value: string, demand: Json) => string | undefined): Assertion {
  return (value, demand) => (typeof value === 'string' ? assertion(value, demand) : undefined);
}

function array(assertion: (value: readonly Json[], demand: Json) => string | undefined): Assertion {
  return (value, demand) => (Array.isArray(value) ? assertion(value, demand) : undefined);
}

function object(assertion: (value: JsonObject, demand: Json) => string | undefined): Assertion {
  return (value, demand) => (isObject(value) ? assertion(value, demand) : undefined);
}
