import type { JsonSchema, JsonSchemaObject } from '../../json-schema/schema.ts';
import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';
import { isAnnotation, isSchema } from './expand.ts';
import { pick } from './fold.ts';

/** For each place below a value, the schemas that all apply there. */
export interface Shape {
  /** Whether one of them has `properties`, be they none. */
  readonly isNamed: boolean;
  readonly properties: ReadonlyMap<string, readonly JsonSchema[]>;
  readonly patternProperties: ReadonlyMap<string, readonly JsonSchema[]>;
  /** Of `additionalProperties`. */
  readonly others: readonly JsonSchema[];
  readonly items: readonly JsonSchema[];
  /** Keywords for items one by one, of one schema. */
  readonly tuple: JsonSchemaObject;
  /** What still has to hold besides: parts of the schemas, as they were written. */
  readonly rest: readonly JsonSchemaObject[];
}

const objectKeywords = ['properties', 'patternProperties', 'additionalProperties'] as const;
const itemKeywords = ['items', 'prefixItems', 'additionalItems'] as const;

/** Puts together what schemas that apply to the same value say about its members and items. */
export function foldShape(leaves: readonly JsonSchemaObject[]): Shape {
  const ofObjects = leaves.filter((leaf) => objectKeywords.some((keyword) => leaf[keyword] !== undefined));
  const ofItems = leaves.filter((leaf) => itemKeywords.some((keyword) => leaf[keyword] !== undefined));
  const members = foldMembers(ofObjects);
  const items = foldItems(ofItems);
  return { ...members, ...items, rest: [...members.rest, ...items.rest] };
}

function foldMembers(leaves: readonly JsonSchemaObject[]): Omit<Shape, 'items' | 'tuple'> {
  // With patterns in play, nobody can tell by names alone which "others" a schema speaks of.
  const hasPatterns = leaves.length > 1 && leaves.some(({ patternProperties }) => patternProperties !== undefined);
  const limiting = leaves.filter(({ additionalProperties: others }) => isSchema(others) && demandsSomething(others));
  const properties = new Map<string, JsonSchema[]>();
  for (const leaf of leaves) for (const name of Object.keys(namesOf(leaf, 'properties'))) properties.set(name, []);
  for (const [name, schemas] of properties) {
    for (const leaf of leaves) {
      const own = namesOf(leaf, 'properties');
      const others = leaf['additionalProperties'];
      if (Object.hasOwn(own, name)) schemas.push(own[name] as JsonSchema);
      else if (!hasPatterns && limiting.includes(leaf) && leaf['patternProperties'] === undefined)
        schemas.push(others as JsonSchema);
    }
  }
  const patternProperties = new Map<string, JsonSchema[]>();
  for (const leaf of leaves)
    for (const [pattern, schema] of Object.entries(namesOf(leaf, 'patternProperties')))
      patternProperties.set(pattern, [...(patternProperties.get(pattern) ?? []), schema as JsonSchema]);
  const others = leaves.map((leaf) => leaf['additionalProperties']).filter(isSchema);
  return {
    isNamed: leaves.some((leaf) => leaf['properties'] !== undefined),
    properties,
    patternProperties,
    others: hasPatterns ? others.filter((schema) => !demandsSomething(schema)) : others,
    rest: hasPatterns ? limiting.map((leaf) => pick(leaf, objectKeywords)) : [],
  };
}

function foldItems(leaves: readonly JsonSchemaObject[]): Pick<Shape, 'items' | 'tuple' | 'rest'> {
  const isSimple = leaves.every((leaf) => isSchema(leaf['items']) && leaf['prefixItems'] === undefined);
  if (isSimple) return { items: leaves.map((leaf) => leaf['items'] as JsonSchema), tuple: {}, rest: [] };
  const [tuple = {}, ...rest] = leaves.map((leaf) => pick(leaf, itemKeywords));
  return { items: [], tuple, rest };
}

function namesOf(leaf: JsonSchemaObject, keyword: string): Readonly<Record<string, Json>> {
  const held = leaf[keyword];
  return isObject(held) ? held : {};
}

function demandsSomething(schema: JsonSchema): boolean {
  return isObject(schema) ? Object.keys(schema).some((keyword) => !isAnnotation(keyword)) : !schema;
}
