import type { JsonSchema, JsonSchemaObject } from '../../json-schema/schema.ts';
import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';
import { isAnnotation, isSchema } from './expand.ts';
import type { Alternative } from './join-types.ts';
import { definitionOf } from './projection.ts';

/** The definition that a schema of a projection stands for: it refers to it, and says nothing else but words. */
export function referenceIn(schema: JsonSchema): string | undefined {
  if (!isObject(schema)) return undefined;
  const { $ref: reference, allOf: all } = schema;
  if (typeof reference === 'string') return definitionOf(reference);
  const [only] = Array.isArray(all) && all.length === 1 ? (all as readonly JsonSchema[]) : [];
  const isBare = Object.keys(schema).every((keyword) => keyword === 'allOf' || isAnnotation(keyword));
  return only !== undefined && isBare ? referenceIn(only) : undefined;
}

/** Whether a definition is an object with named properties, and no others that are meant to be there. */
export function isModel(schema: JsonSchema): boolean {
  if (!isObject(schema) || propertiesOf(schema).length === 0) return false;
  const { additionalProperties: others, patternProperties } = schema;
  return !isObject(others) && patternProperties === undefined;
}

export function propertiesOf(schema: JsonSchema): [string, JsonSchema][] {
  const properties = isObject(schema) ? schema['properties'] : undefined;
  return isObject(properties) ? (Object.entries(properties) as [string, JsonSchema][]) : [];
}

/** The schemas below that can apply to the same value. */
export function inPlace(schema: JsonSchema): JsonSchema[] {
  if (!isObject(schema)) return [];
  const { allOf, anyOf, oneOf, then, else: otherwise, dependentSchemas, dependencies } = schema;
  const lists = [allOf, anyOf, oneOf].flatMap((list) => (Array.isArray(list) ? (list as readonly Json[]) : []));
  const named = [dependentSchemas, dependencies].flatMap((held) => (isObject(held) ? Object.values(held) : []));
  return [...lists, then, otherwise, ...named].filter(isSchema);
}

export function descriptionOf(schema: JsonSchema): string | undefined {
  const found = isObject(schema) ? schema['description'] : undefined;
  return typeof found === 'string' && found.trim() !== '' ? found : undefined;
}

/** The type of the values that a schema without `type` has in mind. */
export function impliedTypes({ properties, items }: JsonSchemaObject): string[] | undefined {
  if (properties !== undefined) return ['object'];
  return items === undefined ? undefined : ['array'];
}

/** Known values of a text: closed lists, those beside any other text, and `x-extensible-enum`. */
export function knownTexts(schema: JsonSchema): string[] {
  if (!isObject(schema)) return [];
  const options = schema['anyOf'] ?? schema['oneOf'];
  const parts = [schema, ...(Array.isArray(options) ? (options as readonly JsonSchema[]) : [])];
  const lists = parts.map((part) => (isObject(part) ? (part['enum'] ?? part['x-extensible-enum']) : undefined));
  const values = lists.flatMap((list) => (Array.isArray(list) ? (list as readonly Json[]) : []));
  return [...new Set(values)].filter((value) => typeof value === 'string');
}

export function formOfValue(value: Json): Alternative {
  switch (typeof value) {
    case 'string':
      return { kind: 'text' };
    case 'boolean':
      return { kind: 'boolean' };
    case 'number':
      return { kind: Number.isInteger(value) ? 'integer' : 'number' };
    default:
      return { kind: value === null ? 'null' : 'any' };
  }
}
