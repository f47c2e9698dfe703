import { keywordsOf, upTo } from '../../json-schema/keywords.ts';
import type { JsonSchema, JsonSchemaObject, SchemaBundle } from '../../json-schema/schema.ts';
import { isObject } from '../../util/json.ts';
import type { Json, JsonObject } from '../../util/json.ts';
import type { ReadSchema } from '../read-schema.ts';
import { documentOf } from './document.ts';
import type { SchemaDocument } from './document.ts';
import { dynamicTarget } from './logic-keywords.ts';
import { enter, outermost } from './scope.ts';
import type { Scope } from './scope.ts';

/**
 * The schema as a bundle whose `root` it is, for validators: every reference, also a dynamic one, becomes a plain
 * reference to a definition of its own.
 * @param withContent whether schemas for JSON in strings are kept
 * @param names when given, the only names that properties have in the values to be validated: schemas of others are left
 *   out, which makes no difference for those values
 * @throws {Undecided} when a reference leads nowhere, or out of the schema
 */
export function localise(read: ReadSchema, withContent: boolean, names?: ReadonlySet<string>): SchemaBundle {
  const document = documentOf(read);
  const localiser = new Localiser(document, withContent, names);
  return { dialect: read.dialect, definitions: localiser.localise(read.schema) };
}

const dropped = new Set([
  '$schema',
  '$id',
  'id',
  '$anchor',
  '$dynamicAnchor',
  '$recursiveAnchor',
  'definitions',
  '$defs',
]);

class Localiser {
  readonly #document: SchemaDocument;
  readonly #withContent: boolean;
  readonly #propertyNames: ReadonlySet<string> | undefined;
  readonly #names = new Map<string, string>();
  readonly #numbers = new Map<JsonSchemaObject, number>();
  readonly #waiting: { name: string; schema: JsonSchema; scope: Scope }[] = [];

  constructor(document: SchemaDocument, withContent: boolean, propertyNames: ReadonlySet<string> | undefined) {
    this.#document = document;
    this.#propertyNames = propertyNames;
    this.#withContent = withContent;
  }

  localise(root: JsonSchema): Record<string, JsonSchema> {
    const definitions: Record<string, JsonSchema> = {};
    this.#waiting.push({ name: 'root', schema: root, scope: outermost });
    for (let next = this.#waiting.pop(); next !== undefined; next = this.#waiting.pop()) {
      definitions[next.name] = this.#copy(next.schema, next.scope);
    }
    return definitions;
  }

  #copy(schema: JsonSchema, outer: Scope): JsonSchema {
    if (typeof schema === 'boolean') return schema;
    const scope = enter(outer, this.#document.resourceOf(schema));
    const keywords = keywordsOf(this.#document.dialect);
    const refersOnly = upTo(this.#document.dialect, 'draft-07') && Object.hasOwn(schema, '$ref');
    const copy: [string, Json][] = [];
    for (const [name, value] of Object.entries(schema)) {
      if (dropped.has(name) || (refersOnly && name !== '$ref') || !keywords.has(name)) continue;
      if (name === 'contentSchema' && !this.#withContent) continue;
      if (name === '$ref') copy.push([name, this.#referTo(this.#document.find(value as string, schema).schema, scope)]);
      else if (name === '$dynamicRef' || name === '$recursiveRef') {
        const target = dynamicTarget(this.#document, scope, schema, value as string, name);
        copy.push(['$ref', this.#referTo(target, scope)]);
      } else if (name === 'properties') copy.push([name, this.#copyProperties(value as JsonObject, scope)]);
      else copy.push([name, this.#copyValue(keywords.get(name)?.shape ?? 'any', value, scope)]);
    }
    return withoutTwoReferences(copy);
  }

  #copyProperties(properties: JsonObject, scope: Scope): Json {
    const anything: JsonSchema = this.#document.dialect === 'draft-04' ? {} : true;
    const copies = Object.entries(properties).map(([name, held]): [string, Json] => {
      const isNeeded = this.#propertyNames?.has(name) !== false;
      return [name, isNeeded ? this.#copy(held as JsonSchema, scope) : anything];
    });
    return Object.fromEntries(copies);
  }

  #copyValue(shape: string, value: Json, scope: Scope): Json {
    const below = (held: Json): Json => (typeof held === 'boolean' || isObject(held) ? this.#copy(held, scope) : held);
    switch (shape) {
      case 'schema':
      case 'schema or switch':
      case 'schemas':
      case 'schema or schemas':
        return Array.isArray(value) ? value.map(below) : below(value);
      case 'named schemas':
      case 'schemas by pattern':
      case 'schemas or names by name':
        return Object.fromEntries(Object.entries(value as JsonObject).map(([name, held]) => [name, below(held)]));
      default:
        return value;
    }
  }

  #referTo(schema: JsonSchema, scope: Scope): string {
    const number = typeof schema === 'boolean' ? -1 : (this.#numbers.get(schema) ?? this.#numbers.size);
    if (typeof schema !== 'boolean') this.#numbers.set(schema, number);
    const key = `${typeof schema === 'boolean' ? schema : number} ${scope.key}`;
    let name = this.#names.get(key);
    if (name === undefined) {
      name = `s${this.#names.size}`;
      this.#names.set(key, name);
      this.#waiting.push({ name, schema, scope });
    }
    return `#/definitions/${name}`;
  }
}

/** A schema can hold `$ref` and `$dynamicRef`; as two plain references they need a schema each. */
function withoutTwoReferences(members: readonly [string, Json][]): JsonSchemaObject {
  const references = members.filter(([name]) => name === '$ref');
  if (references.length < 2) return Object.fromEntries(members);
  const own = Object.fromEntries(members.filter(([name]) => name !== '$ref' && name !== 'allOf'));
  const all = members.find(([name]) => name === 'allOf')?.[1] ?? [];
  return { ...own, allOf: [...(all as readonly Json[]), ...references.map(([, value]): Json => ({ $ref: value }))] };
}
