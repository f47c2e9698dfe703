import type { Json } from '../../util/json.ts';
import { isObject } from '../../util/json.ts';

/** Longest example that is shown, in characters. */
const longest = 60;

/** What may be a word of a program rather than of a person. */
const word = /^(?!.*\d{5})[A-Za-z0-9_.:/-]{1,40}$/;

/** What may be the name of a property; a telephone number, an address or an id is none. */
const propertyName = /^(?!.*\d{4})(?![0-9a-fA-F-]{16,}$)[\p{L}_$@][\p{L}\p{N}_.$:-]{0,59}$/u;

/** Whether a key of an object names a property, rather than being data itself. */
export function isPropertyName(key: string): boolean {
  return propertyName.test(key);
}

/** The key as it stands in a path: keys that are data themselves are folded into one. */
export function foldKey(key: string): string {
  return isPropertyName(key) ? key : '*';
}

/**
 * An unknown value of a set, as it may be shown: it is a word of the vendor's program, unless it looks like anything else
 * or the place holds personal data.
 */
export function maskKnownValue(value: Json, personal: boolean): Json {
  if (typeof value === 'string') return !personal && word.test(value) ? value : mask(value);
  return personal || typeof value === 'object' ? mask(value) : value;
}

/**
 * A value without what it says: letters become x and digits 9, a long text is cut, an object or array is said in words.
 * The form stays, so that a telephone number still looks like one.
 */
export function mask(value: Json): Json {
  if (typeof value === 'string') {
    const short = value.length > longest ? value.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '') : value;
    const masked = short.replace(/\p{L}|\p{N}/gu, (sign) =>
      /\p{N}/u.test(sign) ? '9' : /\p{Lu}/u.test(sign) ? 'X' : 'x',
    );
    return value.length > longest ? `${masked}…` : masked;
  }
  if (typeof value === 'number') return Math.abs(value) < 1000 ? value : Number(String(value).replace(/[0-9]/g, '9'));
  if (Array.isArray(value)) return value.length === 1 ? '(array of 1 item)' : `(array of ${value.length} items)`;
  return isObject(value) ? '(object)' : value;
}
