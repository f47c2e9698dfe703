import { isObject } from '../util/json.ts';
import type { Json } from '../util/json.ts';

/** One way in which a value breaks its schema. */
export interface Violation {
  /** JSON Pointer into the value; for JSON inside a string, the pointer of the string. */
  readonly pointer: string;
  /** JSON Pointer into the JSON that the string at `pointer` holds, when that is where it breaks. */
  readonly inner?: string;
  /** Where the schema says so: `#/definitions/<name>/...`, ending in the keyword. */
  readonly schemaPointer: string;
  readonly keyword: string;
  /** A sentence part for a person, without the place: `must be a string, got number 12`. */
  readonly message: string;
  /** What the keyword demands. */
  readonly expected: Json;
  /** What was there; long values are shortened. */
  readonly actual: Json;
}

const longestText = 80;

/** A value in a few words: `number 12`, `string "a"`, `an object`, `an array of 3 items`. */
export function describe(value: Json): string {
  if (Array.isArray(value)) return value.length === 1 ? 'an array of 1 item' : `an array of ${value.length} items`;
  if (isObject(value)) return 'an object';
  if (value === null || typeof value === 'boolean') return String(value);
  // JSON has no limit for numbers; what is beyond that of a double is read as infinite.
  if (value === Infinity || value === -Infinity) return 'a number that is too large';
  return `${typeof value} ${show(value)}`;
}

/** A value as JSON on one line, cut when it is long. */
export function show(value: Json): string {
  const shortened = shorten(value);
  const isInWords = typeof shortened === 'string' && typeof value !== 'string';
  return isInWords ? shortened : JSON.stringify(shortened);
}

/** The value itself when it is short; otherwise the beginning of a string, or an object or array in words. */
export function shorten(value: Json): Json {
  if (typeof value === 'string')
    return value.length <= longestText ? value : `${value.slice(0, longestText - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.values(value);
  const isShort = members.length <= 20 && members.every((member) => typeof member !== 'object' || member === null);
  if (isShort && JSON.stringify(value).length <= longestText) return value;
  return describe(value);
}

/** Values for a sentence: `"a", "b" or "c"`; a long list is cut. */
export function listOf(values: readonly Json[]): string {
  const shown = values.slice(0, 12).map(show);
  if (values.length > shown.length) return `${shown.join(', ')} or one of ${values.length - shown.length} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`;
}

/** Type names for a sentence: `a string or null`. */
export function listOfTypes(types: readonly string[]): string {
  const named = types.map((type) => (type === 'null' ? type : `${/^[aeio]/.test(type) ? 'an' : 'a'} ${type}`));
  return named.length < 2 ? named.join('') : `${named.slice(0, -1).join(', ')} or ${named.at(-1)}`;
}
