import type { JsonSchemaObject, SchemaBundle } from '../json-schema/schema.ts';
import { isObject } from '../util/json.ts';
import type { Json, JsonObject } from '../util/json.ts';

/**
 * How often a validator applies a schema, or one below it, to a value and what is in it: at most that often, since it may stop at
 * the first that fails. A validator remembers nothing, so that schemas which refer twice to the next one, forty times over, keep it
 * busy for years; to count it takes one step for each schema with each value.
 *
 * @param bundle references lead to its definitions alone
 * @param root name of a definition
 * @returns Infinity when a schema applies itself to the same value
 */
export function validationCost(bundle: SchemaBundle, root: string, value: Json): number {
  const known = new Map<JsonSchemaObject, Map<Json, number>>();

  function cost(schema: Json | undefined, held: Json): number {
    if (!isObject(schema)) return 1;
    const costs = known.get(schema) ?? new Map<Json, number>();
    known.set(schema, costs);
    const counted = costs.get(held);
    if (counted !== undefined) return counted;
    // Until it is counted: whoever comes by here again goes in a circle.
    costs.set(held, Infinity);
    let sum = 1;
    for (const [name, member] of Object.entries(schema)) sum += costOf(name, member, held, schema);
    costs.set(held, sum);
    return sum;
  }

  function costOf(keyword: string, member: Json, held: Json, schema: JsonSchemaObject): number {
    switch (keyword) {
      case '$ref':
        return cost(bundle.definitions[(member as string).slice('#/definitions/'.length)], held);
      case 'not':
      case 'if':
      case 'then':
      case 'else':
        return cost(member, held);
      case 'allOf':
      case 'anyOf':
      case 'oneOf':
        return total(member as readonly Json[], (below) => cost(below, held));
      case 'contentSchema':
        return typeof held === 'string' ? costOfContent(member, held) : 0;
      default:
        if (isObject(held)) return costInObject(keyword, member, held, schema);
        return Array.isArray(held) ? costInArray(keyword, member, held as readonly Json[], schema) : 0;
    }
  }

  function costInObject(keyword: string, member: Json, held: JsonObject, schema: JsonSchemaObject): number {
    const schemas = isObject(member) ? member : {};
    switch (keyword) {
      case 'properties':
        return total(Object.keys(schemas), (name) =>
          Object.hasOwn(held, name) ? cost(schemas[name], held[name] as Json) : 0,
        );
      case 'dependencies':
      case 'dependentSchemas':
        return total(Object.keys(schemas), (name) => (Object.hasOwn(held, name) ? cost(schemas[name], held) : 0));
      case 'propertyNames':
        return total(Object.keys(held), (name) => cost(member, name));
      case 'patternProperties':
        return total(Object.values(schemas), (below) => total(Object.values(held), (child) => cost(below, child)));
      case 'additionalProperties': {
        const named = isObject(schema['properties']) ? schema['properties'] : {};
        return total(Object.keys(held), (name) => (Object.hasOwn(named, name) ? 0 : cost(member, held[name] as Json)));
      }
      case 'unevaluatedProperties':
        return total(Object.values(held), (child) => cost(member, child));
      default:
        return 0;
    }
  }

  function costInArray(keyword: string, member: Json, held: readonly Json[], schema: JsonSchemaObject): number {
    const each = (from: number): number => total(held.slice(from), (child) => cost(member, child));
    switch (keyword) {
      case 'items':
      case 'prefixItems':
        if (Array.isArray(member))
          return total([...member.keys()], (index) =>
            index in held ? cost(member[index] as Json, held[index] as Json) : 0,
          );
        return each(lengthOf(schema['prefixItems']));
      case 'additionalItems':
        return each(lengthOf(schema['items']));
      case 'contains':
      case 'unevaluatedItems':
        return each(0);
      default:
        return 0;
    }
  }

  function costOfContent(schema: Json, text: string): number {
    try {
      return cost(schema, JSON.parse(text) as Json);
    } catch {
      return 0;
    }
  }

  return cost(bundle.definitions[root], value);
}

function lengthOf(list: Json | undefined): number {
  return Array.isArray(list) ? list.length : 0;
}

function total<Item>(items: readonly Item[], count: (item: Item) => number): number {
  let sum = 0;
  for (const item of items) sum += count(item);
  return sum;
}
