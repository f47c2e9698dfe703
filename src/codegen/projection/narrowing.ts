import type { JsonSchema, JsonSchemaObject, SchemaBundle } from '../../json-schema/schema.ts';
import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';
import { expand, isAnnotation, isSchema, ownKeywords } from './expand.ts';

/** Narrowing deeper than this is not looked for: recursive schemas would never end. */
const mostLevels = 20;

/**
 * Whether `schema` says nothing about the form of a value that the schemas `base` do not say: it may demand properties
 * that they know, and restrict values, and add no property of its own.
 */
export function isNarrowing(
  bundle: SchemaBundle,
  schema: JsonSchemaObject,
  base: readonly JsonSchemaObject[],
  level = 0,
): boolean {
  if (level > mostLevels) return false;
  const narrows = (below: JsonSchema, others: readonly JsonSchema[]): boolean => {
    const known = expand(bundle, others).leaves;
    const { leaves } = expand(bundle, [below]);
    return (
      others.length > 0 && leaves.every((leaf) => known.includes(leaf) || isNarrowing(bundle, leaf, known, level + 1))
    );
  };
  return ownKeywords(schema).every((keyword) => {
    const value = schema[keyword] as Json;
    switch (keyword) {
      case 'properties':
        return Object.entries(isObject(value) ? value : {}).every(([name, below]) =>
          narrows(below as JsonSchema, schemasAt(base, name)),
        );
      case 'items':
        return isSchema(value) && narrows(value, base.map((leaf) => leaf['items']).filter(isSchema));
      case 'then':
      case 'else':
        return isSchema(value) && narrows(value, base);
      case 'anyOf':
      case 'oneOf':
        return (value as readonly Json[]).every((option) => isObject(option) && !hasShape(option));
      default:
        return isAnnotation(keyword) || !shapes.has(keyword);
    }
  });
}

const shapes = new Set([
  '$ref',
  'allOf',
  'properties',
  'patternProperties',
  'additionalProperties',
  'items',
  'prefixItems',
  'additionalItems',
  'contentSchema',
  'dependencies',
  'dependentSchemas',
  'unevaluatedProperties',
  'unevaluatedItems',
]);

function hasShape(schema: JsonSchemaObject): boolean {
  return Object.keys(schema).some((keyword) => shapes.has(keyword) || keyword === 'anyOf' || keyword === 'oneOf');
}

function schemasAt(leaves: readonly JsonSchemaObject[], name: string): JsonSchema[] {
  return leaves.flatMap(({ properties }) => {
    const found = isObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
    return isSchema(found) ? [found] : [];
  });
}
