import type { Contract } from '../../asyncapi/model.ts';
import { RunError } from '../../findings/run-error.ts';
import type { JsonSchema, JsonSchemaObject, SchemaBundle } from '../../json-schema/schema.ts';
import { subschemas } from '../../json-schema/walk.ts';
import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';
import { nameBelow, nameDefinitions } from './definition-names.ts';
import type { DefinitionNames } from './definition-names.ts';
import { expand, isAnnotation, isSchema, ownKeywords, resolve } from './expand.ts';
import type { Demands } from './expand.ts';
import { foldShape } from './fold-shape.ts';
import type { Shape } from './fold-shape.ts';
import { foldKeywords, pick } from './fold.ts';
import { inReadingOrder, mapSchemas } from './map-schemas.ts';
import { isNarrowing } from './narrowing.ts';
import { definitionOf, referenceTo } from './projection.ts';
import type { Projection } from './projection.ts';

/**
 * Projects the payload schemas of a contract: what `allOf` and references say of one object is merged, every object with
 * properties becomes a definition, named after the contract's models and after where it was written. A payload is valid
 * under the definition of its event exactly when it is valid under the contract's schema.
 *
 * @throws {RunError} when the schemas refine one another in too many ways
 */
export function projectContract(contract: Contract): Projection {
  return new Projector(contract).project();
}

/** So many schemas may be made: those of real contracts are a few hundred. */
const mostSchemas = 200_000;

class Projector {
  readonly #contract: Contract;
  readonly #bundle: SchemaBundle;
  readonly #names: DefinitionNames;
  readonly #definitions = new Map<string, JsonSchema>();
  /** What a definition is made of; those that are not made yet wait in this order. */
  readonly #made = new Map<string, Demands>();
  readonly #narrowed = new Map<string, string>();
  /** Names of definitions by what they demand. */
  readonly #known = new Map<string, string>();
  /** What is being written in place, and whether it turned out to lead back to itself and so to need its name. */
  readonly #open = new Map<string, { name: string; isNeeded: boolean }>();
  readonly #ids = new Map<JsonSchemaObject, number>();
  /** Names of the contract's own definitions, by the names they get. */
  readonly #sources: ReadonlyMap<string, string>;
  #count = 0;

  constructor(contract: Contract) {
    this.#contract = contract;
    this.#bundle = contract.schemas;
    this.#names = nameDefinitions(contract);
    this.#sources = new Map([...this.#names.ofDefinition].map(([source, name]) => [name, source]));
  }

  project(): Projection {
    const { events } = this.#contract;
    for (const [source, name] of this.#names.ofDefinition) {
      const key = this.#keyOf(this.#definitionNamed(source));
      if (key !== '' && !this.#known.has(key)) this.#known.set(key, name);
    }
    for (const event of events)
      this.#made.set(this.#names.ofEvent.get(event.name) ?? event.name, this.#definitionNamed(event.payload));
    // The map grows while it is gone through.
    for (const [name, demands] of this.#made) this.#definitions.set(name, this.#write(demands, name));
    for (const { name, title, summary } of events)
      this.#describe(this.#names.ofEvent.get(name) ?? name, title, summary);
    const { ofEvent } = this.#names;
    return { dialect: this.#bundle.dialect, definitions: this.#definitions, events: ofEvent, narrowed: this.#narrowed };
  }

  #describe(name: string, title: string | undefined, summary: string | undefined): void {
    const schema = this.#definitions.get(name);
    if (schema === false) return;
    const words = {
      ...(title === undefined ? {} : { title }),
      ...(summary === undefined ? {} : { description: summary }),
    };
    this.#definitions.set(name, inReadingOrder({ ...(isObject(schema) ? schema : {}), ...words }));
  }

  #definitionNamed(source: string): Demands {
    return expand(this.#bundle, [this.#bundle.definitions[source] ?? true]);
  }

  /** What tells apart what schemas demand; empty when they demand nothing, or what nothing fulfils. */
  #keyOf({ leaves, isFalse }: Demands): string {
    if (isFalse) return '';
    const ids = leaves.filter(isAsserting).map((leaf) => {
      const id = this.#ids.get(leaf) ?? this.#ids.size;
      this.#ids.set(leaf, id);
      return id;
    });
    return ids.toSorted((a, b) => a - b).join(',');
  }

  /** One schema for a value to which all these apply: a reference when it is a definition. */
  #schema(schemas: readonly JsonSchema[], name: string): JsonSchema {
    this.#count += 1;
    if (this.#count > mostSchemas) throw tooMany(this.#contract.file);
    const [only] = schemas;
    if (schemas.length === 1 && isObject(only) && isPlain(only))
      return inReadingOrder(foldKeywords([only], this.#bundle.dialect).keywords);
    const demands = expand(this.#bundle, schemas);
    if (demands.isFalse) return false;
    const key = this.#keyOf(demands);
    if (key === '') return this.#write(demands, name);
    const known = this.#known.get(key);
    if (known !== undefined) return this.#reference(known, demands);
    const open = this.#open.get(key);
    if (open !== undefined) {
      if (!open.isNeeded)
        Object.assign(open, { name: this.#names.take(open.name, `${open.name}Value`), isNeeded: true });
      return this.#reference(open.name, demands);
    }
    return demands.leaves.some(hasProperties)
      ? this.#newDefinition(demands, key, this.#placeOf(schemas) ?? name)
      : this.#inPlace(demands, key, name);
  }

  #placeOf([only, ...others]: readonly JsonSchema[]): string | undefined {
    return only === undefined || others.length > 0 ? undefined : this.#names.ofPlace(only);
  }

  #newDefinition(demands: Demands, key: string, wanted: string): JsonSchema {
    const name = this.#names.take(wanted, `${wanted}Object`);
    this.#known.set(key, name);
    this.#made.set(name, demands);
    const base = this.#baseOf(demands, key);
    if (base !== undefined) this.#narrowed.set(name, base);
    return this.#reference(name, demands);
  }

  /** The definition that these schemas only demand more of. */
  #baseOf({ leaves, met }: Demands, key: string): string | undefined {
    for (const candidate of met) {
      const base = expand(this.#bundle, [candidate]);
      if (!base.leaves.some(hasProperties) || this.#keyOf(base) === key) continue;
      const others = leaves.filter((leaf) => !base.leaves.includes(leaf));
      if (!others.every((leaf) => isNarrowing(this.#bundle, leaf, base.leaves))) continue;
      const schema = this.#schema([candidate], this.#names.ofPlace(candidate) ?? 'Unnamed');
      if (isObject(schema) && typeof schema['$ref'] === 'string') return definitionOf(schema['$ref']);
    }
    return undefined;
  }

  #inPlace(demands: Demands, key: string, name: string): JsonSchema {
    const open = { name, isNeeded: false };
    this.#open.set(key, open);
    const schema = this.#write(demands, name);
    this.#open.delete(key);
    if (!open.isNeeded) return schema;
    this.#known.set(key, open.name);
    this.#made.set(open.name, demands);
    return this.#reference(open.name, demands);
  }

  /** A reference to a definition, with the words that are said where it is used. */
  #reference(name: string, { leaves }: Demands): JsonSchema {
    const reference = { $ref: referenceTo(name, this.#bundle.dialect) };
    const own = this.#made.get(name) ?? this.#declared(name);
    if (own !== undefined && !this.#made.has(name)) this.#made.set(name, own);
    const beside = leaves.filter((leaf) => !isAsserting(leaf) && own?.leaves.includes(leaf) === false);
    const words = foldKeywords(beside, this.#bundle.dialect).keywords;
    if (Object.keys(words).length === 0) return reference;
    const isIgnored = this.#bundle.dialect !== '2019-09' && this.#bundle.dialect !== '2020-12';
    return isIgnored ? { ...words, allOf: [reference] } : { ...words, ...reference };
  }

  #declared(name: string): Demands | undefined {
    const source = this.#sources.get(name);
    return source === undefined ? undefined : this.#definitionNamed(source);
  }

  /** One schema that demands what all these leaves demand. */
  #write({ leaves, met, isFalse }: Demands, name: string): JsonSchema {
    if (isFalse) return false;
    // An empty schema says that something is expected there, `true` only that it may be.
    if (leaves.length === 0) return met.some(isObject) ? {} : true;
    const { keywords, rest } = foldKeywords(leaves, this.#bundle.dialect);
    const shape = foldShape(leaves);
    const own = Object.entries(keywords).map(([keyword, value]) => [keyword, this.#keyword(keyword, value, name)]);
    const others = [...rest, ...shape.rest].map((schema) => this.#copy(schema, name));
    const [unevaluated, apart] = this.#unevaluated(leaves, name);
    const all = [...others, ...apart];
    return inReadingOrder({
      ...Object.fromEntries(own),
      ...this.#shape(shape, name),
      ...unevaluated,
      ...(all.length === 0 ? {} : { allOf: all }),
    });
  }

  #shape(shape: Shape, name: string): JsonSchemaObject {
    const below = (schemas: readonly JsonSchema[], keyword: string, token?: string): JsonSchema =>
      this.#schema(schemas, nameBelow(name, keyword, token));
    const named = (keyword: string, held: Shape['properties']): Json =>
      Object.fromEntries([...held].map(([key, schemas]) => [key, below(schemas, keyword, key)]));
    return {
      ...(shape.isNamed ? { properties: named('properties', shape.properties) } : {}),
      ...(shape.patternProperties.size > 0
        ? { patternProperties: named('patternProperties', shape.patternProperties) }
        : {}),
      ...(shape.others.length > 0 ? { additionalProperties: below(shape.others, 'additionalProperties') } : {}),
      ...(shape.items.length > 0 ? { items: below(shape.items, 'items') } : {}),
      ...Object.fromEntries(
        Object.entries(shape.tuple).map(([keyword, value]) => [
          keyword,
          mapSchemas(keyword, value, (schema) => below([schema], keyword)),
        ]),
      ),
    };
  }

  /** What speaks of all that its own schema does not look at stays with that schema, unless there is no other one. */
  #unevaluated(leaves: readonly JsonSchemaObject[], name: string): [beside: JsonSchemaObject, apart: JsonSchema[]] {
    const names = ['unevaluatedProperties', 'unevaluatedItems'];
    const speaking = leaves.filter((leaf) => names.some((keyword) => leaf[keyword] !== undefined));
    const [only] = speaking;
    if (only === undefined || leaves.length > 1) return [{}, speaking.map((leaf) => this.#copy(leaf, name))];
    const own = Object.entries(pick(only, names));
    const copies = own.map(([keyword, value]) => [
      keyword,
      mapSchemas(keyword, value, (schema) => this.#copy(schema, name)),
    ]);
    return [Object.fromEntries(copies), []];
  }

  #keyword(keyword: string, value: Json, name: string): Json {
    if (keyword === 'anyOf' || keyword === 'oneOf')
      return (value as readonly JsonSchema[]).map((option, index) =>
        this.#schema([option], nameBelow(name, keyword, String(index), value)),
      );
    if (keyword === 'contentSchema' && isSchema(value))
      return this.#schema([value], nameBelow(name, keyword, undefined));
    return isAnnotation(keyword) ? value : mapSchemas(keyword, value, (schema) => this.#copy(schema, name));
  }

  /** A schema as it was written, with its references leading to definitions. */
  #copy(schema: JsonSchema, name: string): JsonSchema {
    if (!isObject(schema)) return schema;
    const target = typeof schema['$ref'] === 'string' ? resolve(this.#bundle, schema['$ref']) : undefined;
    const reference = target === undefined ? undefined : this.#schema([target], this.#names.ofPlace(target) ?? name);
    const isOld = this.#bundle.dialect !== '2019-09' && this.#bundle.dialect !== '2020-12';
    if (reference !== undefined && isOld) return reference;
    const all = [...(isSchemaList(schema['allOf']) ? schema['allOf'] : [])].map((part) => this.#copy(part, name));
    if (reference !== undefined) all.push(reference);
    const own = ownKeywords(schema).map((keyword): [string, Json] => [
      keyword,
      isAnnotation(keyword)
        ? (schema[keyword] as Json)
        : mapSchemas(keyword, schema[keyword] as Json, (below) => this.#copy(below, name)),
    ]);
    return Object.fromEntries([...own, ...(all.length === 0 ? [] : [['allOf', all] as const])]);
  }
}

function isAsserting(leaf: JsonSchemaObject): boolean {
  return ownKeywords(leaf).some((keyword) => !isAnnotation(keyword));
}

/** Whether a schema is one line: it refers to nothing and has no schemas below it. */
function isPlain(schema: JsonSchemaObject): boolean {
  return schema['$ref'] === undefined && schema['properties'] === undefined && subschemas(schema).length === 0;
}

function hasProperties({ properties }: JsonSchemaObject): boolean {
  return isObject(properties) && Object.keys(properties).length > 0;
}

function isSchemaList(value: Json | undefined): value is readonly JsonSchema[] {
  return Array.isArray(value);
}

function tooMany(file: string): RunError {
  return new RunError('input', `The schemas of ${file} refine one another in more than ${mostSchemas} ways.`, {
    help: 'Write out what is combined by allOf.',
  });
}
