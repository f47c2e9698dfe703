import type { JsonSchema, JsonSchemaObject } from '../../json-schema/schema.ts';
import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';
import { nameBelow } from './definition-names.ts';
import { isSchema } from './expand.ts';
import { joinTypes, joinUses, restrict } from './join-types.ts';
import type { Alternative, JoinContext } from './join-types.ts';
import type { Field, Model, Models, ModelType, TypeUse, WrappedModel } from './model.ts';
import type { Projection } from './projection.ts';
import {
  descriptionOf,
  formOfValue,
  impliedTypes,
  inPlace,
  isModel,
  knownTexts,
  propertiesOf,
  referenceIn,
} from './read-schema.ts';

/**
 * The models of a projection for languages with nominal types: wider than the schemas, never narrower. Definitions that
 * only demand more of another one are that one; an object that expects properties beside its own is a map; several
 * objects that can stand in one place become one, with the properties of all.
 */
export function readModels(projection: Projection): Models {
  return new ModelReader(projection).read();
}

class ModelReader {
  readonly #projection: Projection;
  readonly #models = new Map<string, Model | WrappedModel>();
  readonly #unions = new Map<string, readonly ModelType[]>();
  /** What united models are made of, and their names by that. */
  readonly #parts = new Map<string, readonly string[]>();
  readonly #united = new Map<string, string>();
  /** Definitions whose fields are still to be read. */
  readonly #waiting = new Set<string>();
  /** Definitions that are no models and are being looked into. */
  readonly #open = new Set<string>();

  constructor(projection: Projection) {
    this.#projection = projection;
  }

  read(): Models {
    const { events } = this.#projection;
    for (const name of events.values()) this.#readEvent(name);
    for (const name of this.#waiting) this.#readModel(name);
    const models = [...this.#models.values()];
    const ofEvents = new Set(events.values());
    return {
      models: [...models.filter(({ name }) => ofEvents.has(name)), ...models.filter(({ name }) => !ofEvents.has(name))],
      unions: this.#unions,
      events,
    };
  }

  #readEvent(name: string): void {
    const schema = this.#definition(name);
    if (isModel(schema)) return this.#readModel(name);
    const wraps = this.#use(schema, name);
    if (!this.#models.has(name)) this.#models.set(name, { name, description: descriptionOf(schema), wraps });
  }

  #readModel(name: string): void {
    if (this.#models.has(name)) return;
    const schema = this.#definition(name);
    const fields: Field[] = [];
    // Set before the fields are read, so that models stand in the order of their first use.
    this.#models.set(name, { name, description: descriptionOf(schema), fields });
    fields.push(...this.#fields(schema, name));
  }

  #definition(name: string): JsonSchema {
    return this.#projection.definitions.get(name) ?? true;
  }

  #fields(schema: JsonSchema, name: string): Field[] {
    const required = new Set(isObject(schema) ? (schema['required'] as string[] | undefined) : []);
    const found = new Map(
      propertiesOf(schema).map(([key, held]) => [key, this.#field(key, held, name, required.has(key))]),
    );
    for (const [key, held] of this.#conditional(schema, name))
      if (!found.has(key)) found.set(key, this.#field(key, held, name, false));
    return [...found.values()];
  }

  /** Properties that stand in alternatives and conditions alone. */
  #conditional(schema: JsonSchema, name: string): Map<string, JsonSchema> {
    const found = new Map<string, JsonSchema>();
    const waiting = new Set(inPlace(schema));
    for (const next of waiting) {
      for (const [key, held] of propertiesOf(next)) {
        const former = found.get(key);
        found.set(key, former === undefined ? held : { anyOf: [former, held] });
      }
      for (const below of inPlace(next)) waiting.add(below);
      const target = referenceIn(next);
      if (target !== undefined && target !== name) waiting.add(this.#definition(target));
    }
    return found;
  }

  #field(key: string, schema: JsonSchema, model: string, isRequired: boolean): Field {
    const name = nameBelow(model, 'properties', key);
    const isJson = isObject(schema) && schema['contentMediaType'] === 'application/json';
    const content = isJson ? schema['contentSchema'] : undefined;
    return {
      name: key,
      ...this.#use(schema, name),
      isRequired,
      description: descriptionOf(schema),
      known: knownTexts(this.#resolved(schema)),
      holds: isSchema(content) ? this.#use(content, nameBelow(name, 'contentSchema', undefined)) : undefined,
    };
  }

  #resolved(schema: JsonSchema): JsonSchema {
    const target = referenceIn(schema);
    return target === undefined ? schema : this.#definition(target);
  }

  #use(schema: JsonSchema, place: string): TypeUse {
    const target = referenceIn(schema);
    const name = target !== undefined && !isModel(this.#definition(target)) ? target : place;
    return this.#kept(joinTypes(this.#alternatives(schema, name), this.#joining(name)));
  }

  #joining(name: string): JoinContext {
    return { name, unite: (models) => this.#unite(name, models) };
  }

  #kept(use: TypeUse): TypeUse {
    if (use.type.kind === 'union') this.#unions.set(use.type.name, use.type.options);
    return use;
  }

  #alternatives(schema: JsonSchema, name: string): Alternative[] {
    if (!isObject(schema)) return [{ kind: 'any' }];
    const target = referenceIn(schema);
    if (target !== undefined) return this.#ofDefinition(target);
    const values = schema['const'] === undefined ? schema['enum'] : [schema['const']];
    if (Array.isArray(values)) return (values as readonly Json[]).map(formOfValue);
    const options = schema['anyOf'] ?? schema['oneOf'];
    if (!Array.isArray(options) || schema['properties'] !== undefined) return this.#ofTypes(schema, name);
    const found = (options as readonly JsonSchema[]).flatMap((option) => this.#alternatives(option, name));
    return schema['type'] === undefined ? found : restrict(found, this.#ofTypes(schema, name));
  }

  #ofDefinition(target: string): Alternative[] {
    const name = this.#projection.narrowed.get(target) ?? target;
    if (name !== target) return this.#ofDefinition(name);
    const schema = this.#definition(name);
    if (isModel(schema)) {
      this.#waiting.add(name);
      const types = isObject(schema) && Array.isArray(schema['type']) ? (schema['type'] as readonly string[]) : [];
      const others = types.filter((type) => type !== 'object');
      return [{ kind: 'model', name }, ...(isObject(schema) ? this.#ofTypes({ ...schema, type: others }, name) : [])];
    }
    // Lists of lists without end have no form that could be written down.
    if (this.#open.has(name)) return [{ kind: 'any' }];
    this.#open.add(name);
    const found = this.#alternatives(schema, name);
    this.#open.delete(name);
    return found;
  }

  #ofTypes(schema: JsonSchemaObject, name: string): Alternative[] {
    const types = schema['type'] ?? impliedTypes(schema);
    if (types === undefined) return [{ kind: 'any' }];
    return ([types].flat() as string[]).map((type): Alternative => {
      switch (type) {
        case 'string':
          return { kind: schema['format'] === 'date-time' ? 'time' : 'text' };
        case 'array':
          return {
            kind: 'list',
            item: this.#use(isSchema(schema['items']) ? schema['items'] : true, nameBelow(name, 'items', undefined)),
          };
        case 'object':
          return { kind: 'map', item: this.#mapItem(schema, name) };
        case 'integer':
        case 'number':
        case 'boolean':
        case 'null':
          return { kind: type };
        default:
          return { kind: 'any' };
      }
    });
  }

  #mapItem(schema: JsonSchemaObject, name: string): TypeUse {
    const { additionalProperties: others, properties, patternProperties } = schema;
    const isPlain = properties === undefined && patternProperties === undefined;
    return this.#use(isPlain && isSchema(others) ? others : true, nameBelow(name, 'additionalProperties', undefined));
  }

  /** The name of one model with the properties of several. */
  #unite(name: string, models: readonly string[]): string {
    const parts = [...new Set(models.flatMap((model) => this.#parts.get(model) ?? [model]))].toSorted();
    const known = this.#united.get(parts.join(' '));
    if (known !== undefined) return known;
    this.#united.set(parts.join(' '), name);
    this.#parts.set(name, parts);
    const fields: Field[] = [];
    this.#models.set(name, { name, description: descriptionOf(this.#definition(name)), fields });
    const all = parts.map(
      (part) => new Map(this.#fields(this.#definition(part), part).map((field) => [field.name, field])),
    );
    for (const key of new Set(all.flatMap((own) => [...own.keys()]))) {
      const same = all.map((own) => own.get(key)).filter((field) => field !== undefined);
      fields.push(this.#joinFields(same, same.length === all.length, nameBelow(name, 'properties', key)));
    }
    return name;
  }

  #joinFields(same: readonly Field[], isInAll: boolean, name: string): Field {
    const [first] = same as readonly [Field, ...Field[]];
    const isOpen = same.some(({ known }) => known.length === 0);
    return {
      ...first,
      ...this.#kept(joinUses(same, this.#joining(name))),
      known: isOpen ? [] : [...new Set(same.flatMap(({ known }) => known))],
      isRequired: isInAll && same.every(({ isRequired }) => isRequired),
      holds: same.length === 1 ? first.holds : undefined,
    };
  }
}
