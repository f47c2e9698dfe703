import type { JsonObject } from '../../util/json.ts';
import type { PersonalData } from './personal.ts';

/** Puts alternatives, null, words and the mark of personal data together. */
export function finish(
  alternatives: readonly JsonObject[],
  isNullable: boolean,
  texts: readonly string[],
  personal: PersonalData | undefined,
): JsonObject {
  const about = { description: sentences(texts) };
  const mark = personal === undefined ? {} : { 'x-personal-data': personal };
  const [only] = alternatives;
  if (only === undefined) return { ...about, ...mark };
  const schema = alternatives.length === 1 ? withNull(only, isNullable) : oneOfTypes(alternatives, isNullable);
  if (Object.hasOwn(schema, '$ref') && personal === undefined) return schema;
  if (Object.hasOwn(schema, '$ref')) return { ...about, allOf: [schema], ...mark };
  return { ...about, ...schema, ...mark };
}

function withNull(schema: JsonObject, isNullable: boolean): JsonObject {
  if (!isNullable) return schema;
  if (typeof schema['type'] === 'string') return { ...schema, type: [schema['type'], 'null'] };
  const known = schema['anyOf'] as readonly JsonObject[] | undefined;
  if (known === undefined) return { anyOf: [schema, { type: 'null' }] };
  return { anyOf: [known[0] as JsonObject, { type: ['string', 'null'] }] };
}

function oneOfTypes(alternatives: readonly JsonObject[], isNullable: boolean): JsonObject {
  const isBare = alternatives.every((schema) => Object.keys(schema).join() === 'type');
  if (isBare) {
    return { type: [...alternatives.map(({ type }) => type as string), ...(isNullable ? ['null'] : [])] };
  }
  // The values of a set are listed only where nothing but texts stands.
  const plain = alternatives.map((schema) => (Object.hasOwn(schema, 'anyOf') ? { type: 'string' } : schema));
  return { anyOf: [...plain, ...(isNullable ? [{ type: 'null' }] : [])] };
}

/** A description: what there is to say, or that it was seen at all. */
export function sentences(texts: readonly string[]): string {
  const all = texts.filter((text) => text !== '').join(' ');
  return all === '' ? 'Seen in captures.' : all;
}
