import { at, pointerOfReference } from '../../json-schema/pointer.ts';
import type { JsonSchema, SchemaBundle } from '../../json-schema/schema.ts';
import { isObject, own } from '../../util/json.ts';
import type { Json, JsonObject } from '../../util/json.ts';

/** What a contract says about one place of a payload, as far as personal data goes. */
export interface SchemaNode {
  /** What `x-personal-data` says of the place or of one above it. */
  readonly kind: string | undefined;
  /** Whether any schema describes the place. */
  readonly isDescribed: boolean;
  /** The texts and numbers that `enum` and `const` name. */
  readonly listed: readonly (string | number)[];
  /** The place of a member or an item. */
  below(token: string | number): SchemaNode;
  /** The root of the JSON that a text at this place holds. */
  inText(): SchemaNode;
}

const inPlace = ['allOf', 'anyOf', 'oneOf', 'if', 'then', 'else', 'not'];

/**
 * The places of a payload, as a tree that is made as far as it is walked. Of branches and conditions every one has its say,
 * whatever the payload: what might be personal data is treated as such.
 *
 * @param name of the payload schema in the bundle
 */
export function schemaTree(bundle: SchemaBundle, name: string): SchemaNode {
  const definitions: Json = { definitions: bundle.definitions };
  const nodes = new Map<string, SchemaNode>();
  const numbers = new Map<JsonSchema, number>();

  function nodeOf(schemas: readonly JsonSchema[], kind: string | undefined, depth: number): SchemaNode {
    const all = gather(schemas);
    const key = `${kind ?? ''} ${depth} ${[...all].map(numberOf).join(' ')}`;
    const known = nodes.get(key);
    if (known !== undefined) return known;
    const node = makeNode(all, kind, depth);
    // Payloads with keys of their own making would otherwise fill the memory.
    if (nodes.size < 10_000) nodes.set(key, node);
    return node;
  }

  function numberOf(schema: JsonSchema): number {
    const number = numbers.get(schema) ?? numbers.size;
    numbers.set(schema, number);
    return number;
  }

  function makeNode(all: ReadonlySet<JsonSchemaObject>, above: string | undefined, depth: number): SchemaNode {
    const schemas = [...all];
    const stated = schemas.map((schema) => own<Json>(schema, 'x-personal-data')).find((one) => typeof one === 'string');
    const kind = stated ?? above;
    const members = new Map<string | number, SchemaNode>();
    return {
      kind,
      isDescribed: schemas.length > 0,
      listed: schemas
        .flatMap((schema) => [schema['enum'] ?? [], own<Json>(schema, 'const') ?? []].flat())
        .filter((one) => typeof one === 'string' || typeof one === 'number'),
      below(token) {
        const known = members.get(token);
        if (known !== undefined) return known;
        const node = nodeOf(
          schemas.flatMap((schema) => schemasBelow(schema, token)),
          kind,
          depth,
        );
        if (members.size < 1000) members.set(token, node);
        return node;
      },
      inText: () =>
        nodeOf(depth < 8 ? schemas.flatMap((schema) => asSchemas(schema['contentSchema'])) : [], kind, depth + 1),
    };
  }

  /** The schemas themselves, what they refer to, and their branches. */
  function gather(schemas: readonly JsonSchema[]): ReadonlySet<JsonSchemaObject> {
    const all = new Set<JsonSchemaObject>();
    const waiting = [...schemas];
    for (let schema = waiting.pop(); schema !== undefined; schema = waiting.pop()) {
      if (typeof schema === 'boolean' || all.has(schema)) continue;
      all.add(schema);
      const reference = own<Json>(schema, '$ref');
      const pointer = typeof reference === 'string' ? pointerOfReference(reference) : undefined;
      const target = pointer === undefined ? undefined : at(definitions, pointer);
      waiting.push(...asSchemas(target), ...inPlace.flatMap((keyword) => asSchemas(own<Json>(schema, keyword))));
      const dependent = own<Json>(schema, 'dependentSchemas') ?? own<Json>(schema, 'dependencies');
      if (isObject(dependent))
        waiting.push(...Object.values(dependent).flatMap((one) => (Array.isArray(one) ? [] : asSchemas(one))));
    }
    return all;
  }

  return nodeOf(asSchemas(own(bundle.definitions, name)), undefined, 0);
}

type JsonSchemaObject = JsonObject;

/** A place of which no schema says anything. */
export const undescribed: SchemaNode = {
  kind: undefined,
  isDescribed: false,
  listed: [],
  below: () => undescribed,
  inText: () => undescribed,
};

function asSchemas(value: Json | undefined): JsonSchema[] {
  return [value ?? []].flat().filter((one): one is JsonSchema => isObject(one) || typeof one === 'boolean');
}

function schemasBelow(schema: JsonSchemaObject, token: string | number): JsonSchema[] {
  const get = (keyword: string): Json | undefined => own<Json>(schema, keyword);
  if (typeof token === 'number') {
    const [items, prefix] = [get('items'), get('prefixItems')];
    const list = Array.isArray(items) ? items : prefix;
    const listed = Array.isArray(list) ? (list as readonly Json[])[token] : undefined;
    const rest = Array.isArray(items) ? get('additionalItems') : items;
    return [...asSchemas(listed ?? rest), ...asSchemas(get('contains')), ...asSchemas(get('unevaluatedItems'))];
  }
  const properties = get('properties');
  const named = isObject(properties) ? own<Json>(properties, token) : undefined;
  const patterns = get('patternProperties');
  // A pattern may be anything, and running it here could take for ever: each is taken to fit.
  const patterned = isObject(patterns) ? Object.values(patterns).flatMap(asSchemas) : [];
  const others =
    named === undefined ? [...asSchemas(get('additionalProperties')), ...asSchemas(get('unevaluatedProperties'))] : [];
  return [...asSchemas(named), ...patterned, ...others];
}
