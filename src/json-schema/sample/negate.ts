import { isObject } from '../../util/json.ts';
import type { JsonObject } from '../../util/json.ts';
import type { PreparedSchema } from '../prepare.ts';

const negations = new WeakMap<JsonObject, PreparedSchema>();

/**
 * A schema that steers samples away from what `schema` describes, where that is simple: the value of one property, the
 * absence of one. Otherwise `true`, and chance has to do it. The same one each time.
 */
export function negate(schema: PreparedSchema): PreparedSchema {
  if (typeof schema === 'boolean') return !schema;
  const known = negations.get(schema);
  if (known !== undefined) return known;
  const made = negation(schema);
  negations.set(schema, made);
  return made;
}

function negation({ type, ...rest }: JsonObject): PreparedSchema {
  const { properties, required, ...others } = rest;
  const isAboutObjects = type === undefined || type === 'object';
  if (!isAboutObjects || Object.keys(others).length > 0) return true;
  const names = Array.isArray(required) ? (required as readonly string[]) : [];
  const held = isObject(properties) ? Object.entries(properties) : [];
  const [first, second] = held;
  if (first === undefined) return names.length === 1 ? absence(names[0] as string) : true;
  if (second !== undefined || names.some((name) => name !== first[0])) return true;
  const differing = { properties: { [first[0]]: { not: first[1] } } };
  // A schema that does not demand the property describes its absence, too.
  return names.length > 0 ? differing : { ...differing, required: [first[0]] };
}

/** A schema that demands a property. */
export function presence(name: string): JsonObject {
  return { required: [name] };
}

/** A schema that forbids a property. */
export function absence(name: string): JsonObject {
  return { properties: { [name]: false } };
}
