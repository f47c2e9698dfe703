/** Any value that JSON can express. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. Read properties with `Object.hasOwn`: a document may hold a key named `__proto__`. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** An own property of a record: a key such as `constructor` finds nothing that every object inherits. */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** Whether a value is a JSON object: not null, not an array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
