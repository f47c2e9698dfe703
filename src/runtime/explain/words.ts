import type { Json, Violation } from '../api.ts';

const longestText = 80;
const mostListed = 12;

/** A value in a few words: `number 12`, `string "a"`, `an object`, `an array of length 3`. */
export function describe(value: unknown): string {
  if (Array.isArray(value)) return `an array of length ${value.length}`;
  if (isComposite(value)) return 'an object';
  return (/string|number/.test(typeof value) ? `${typeof value} ` : '') + show(value);
}

/** A scalar as JSON, cut when it is long; anything else in words. */
export function show(value: unknown): string {
  return JSON.stringify(shorten(value));
}

/** `1 item`, `2 properties`. */
export function count(number: number, unit: string): string {
  return `${number} ${number === 1 ? unit : `${unit.replace(/y$/, 'ie')}s`}`;
}

/** The value itself, the beginning of a long string, or an object or array in words. */
export function shorten(value: unknown): Json {
  if (isComposite(value)) return describe(value);
  if (typeof value !== 'string' || value.length <= longestText) return value as Json;
  return `${value.slice(0, longestText - 1)}…`;
}

/** Whether it is an object or an array. */
export function isComposite(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

export function wrongType(value: unknown, types: readonly string[]): string {
  const names = types.map((type) => (type === 'null' ? '' : /^[aio]/.test(type) ? 'an ' : 'a ') + type);
  return `must be ${names.join(' or ')}, got ${describe(value)}`;
}

export function notListed(value: unknown, known: readonly unknown[]): string {
  const shown = known.slice(0, mostListed).map(show).join(', ') + (known.length > mostListed ? ', …' : '');
  return `must be ${known.length > 1 ? 'one of ' : ''}${shown}, got ${describe(value)}`;
}

export function violation(
  pointer: string,
  keyword: string,
  message: string,
  expected: Json,
  actual: unknown,
): Violation {
  return { pointer, keyword, message, expected, actual: shorten(actual) };
}
