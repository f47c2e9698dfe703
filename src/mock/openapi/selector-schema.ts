import type { JsonSchemaObject } from '../../json-schema/schema.ts';
import type { Json } from '../../util/json.ts';

/** A schema that demands something at the end of a pointer, given as tokens, and the way to it. */
export function schemaAt(tokens: readonly string[], end: JsonSchemaObject): JsonSchemaObject {
  const [token, ...rest] = tokens;
  if (token === undefined) return end;
  const below = schemaAt(rest, end);
  const inObject = { required: [token], properties: { [token]: below } };
  if (!/^(?:0|[1-9]\d{0,3})$/.test(token)) return { type: 'object', ...inObject };
  const index = Number(token);
  return {
    type: ['object', 'array'],
    ...inObject,
    minItems: index + 1,
    prefixItems: [...Array.from({ length: index }, () => true), below],
  };
}

/** A schema for the values that a selector reads as one of these texts: it takes numbers and booleans for their text. */
export function enumOf(texts: readonly string[]): JsonSchemaObject {
  return { enum: [...new Set(texts)].flatMap(valuesReadAs) };
}

/** The same in fewer words, for a condition: nobody reads what it allows. */
export function constantOf(texts: readonly string[]): JsonSchemaObject {
  const [only, ...others] = [...new Set(texts)].flatMap(valuesReadAs);
  return only === undefined || others.length > 0 ? enumOf(texts) : { const: only };
}

function valuesReadAs(text: string): Json[] {
  if (text === 'true' || text === 'false') return [text, text === 'true'];
  return /^-?\d/.test(text) && String(Number(text)) === text ? [text, Number(text)] : [text];
}
