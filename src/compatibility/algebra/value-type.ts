import type { Json } from '../../util/json.ts';

/** The types of JSON values. `integer` is not one: it is a constraint on numbers. */
export type ValueType = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

/** All types; witnesses are looked for in this order, so that simple ones come first. */
export const valueTypes: readonly ValueType[] = ['null', 'boolean', 'number', 'string', 'array', 'object'];

/** The type of a value. */
export function typeOf(value: Json): ValueType {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as ValueType;
}

/** The length of a text in code points, as `minLength` counts it. */
export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** A text that two values share exactly when JSON Schema holds them equal. */
export function valueKey(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(valueKey).join(',')}]`;
  const object = value as Readonly<Record<string, Json>>;
  const members = Object.keys(object).toSorted();
  return `{${members.map((key) => `${JSON.stringify(key)}:${valueKey(object[key] as Json)}`).join(',')}}`;
}
