import { isObject } from '../../util/json.ts';
import type { Json, JsonObject } from '../../util/json.ts';

/**
 * States in an event's schema the value that the selector finds in its payloads: a `const`, and every property on the way
 * required. A place inside a model is narrowed beside the reference to it.
 *
 * @param tokens of the pointer to the value
 */
export function pinValue(schema: JsonObject, tokens: readonly string[], value: Json): JsonObject {
  const [token, ...rest] = tokens;
  if (token === undefined) {
    const type = typeof value === 'number' ? 'integer' : typeof value;
    return { description: 'Which event it is.', type, const: value };
  }
  if (Object.hasOwn(schema, '$ref')) return { allOf: [schema, narrowing(tokens, value)] };
  const properties = isObject(schema['properties']) ? schema['properties'] : undefined;
  const member = properties !== undefined && Object.hasOwn(properties, token) ? properties[token] : undefined;
  if (schema['type'] !== 'object' || !isObject(member)) {
    return {
      ...schema,
      allOf: [...((schema['allOf'] as readonly Json[] | undefined) ?? []), narrowing(tokens, value)],
    };
  }
  const required = (schema['required'] as readonly string[] | undefined) ?? [];
  return {
    ...schema,
    required: required.includes(token) ? required : [...required, token],
    properties: Object.fromEntries(
      Object.entries({ ...properties }).map(([name, held]) => [
        name,
        name === token ? pinValue(held as JsonObject, rest, value) : held,
      ]),
    ),
  };
}

function narrowing([token, ...rest]: readonly string[], value: Json): JsonObject {
  if (token === undefined) return pinValue({}, [], value);
  return { type: 'object', required: [token], properties: Object.fromEntries([[token, narrowing(rest, value)]]) };
}
