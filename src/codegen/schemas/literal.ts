import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';

const identifier = /^[A-Za-z_$][\w$]*$/;

/**
 * A JavaScript expression for a value: names without quotes where they need none. A property `__proto__` is a property,
 * as in JSON, and no prototype; an infinity, which is what parsing makes of `1e400`, stays one.
 */
export function toLiteral(value: Json): string {
  if (Array.isArray(value)) return `[${value.map((item: Json) => toLiteral(item)).join(',')}]`;
  if (isObject(value))
    return `{${Object.entries(value)
      .map(([name, member]) => `${toKey(name)}:${toLiteral(member)}`)
      .join(',')}}`;
  if (typeof value === 'number' && !Number.isFinite(value)) return value > 0 ? '1e999' : '-1e999';
  return JSON.stringify(value);
}

/** The name of a property in an object literal. */
export function toKey(name: string): string {
  if (name === '__proto__') return '["__proto__"]';
  return identifier.test(name) ? name : JSON.stringify(name);
}
