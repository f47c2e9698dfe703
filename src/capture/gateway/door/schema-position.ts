import type { Contract } from '../../../asyncapi/model.ts';
import { at, pointerOfReference } from '../../../json-schema/pointer.ts';
import type { Json, JsonObject } from '../../../util/json.ts';
import { isObject } from '../../../util/json.ts';

/** All that a contract's schemas say about one place of a payload. */
export interface SchemaPosition {
  /** Nothing describes what stands here. */
  readonly isUnknown: boolean;
  readonly isPersonal: boolean;
  /** What describes the JSON that a text here holds. */
  readonly content: SchemaPosition | undefined;
  property(name: string): SchemaPosition;
  item(index: number): SchemaPosition;
}

/** The place that no schema describes. */
export const unknownPosition: SchemaPosition = {
  isUnknown: true,
  isPersonal: false,
  content: undefined,
  property: () => unknownPosition,
  item: () => unknownPosition,
};

const besides = ['allOf', 'anyOf', 'oneOf'] as const;
const branches = ['if', 'then', 'else'] as const;
const roots = new WeakMap<Contract, Map<string, SchemaPosition>>();

/** Where a payload of an event begins; everything is unknown below it when the contract has no such event. */
export function positionOf(contract: Contract, event: string): SchemaPosition {
  const known = roots.get(contract) ?? new Map<string, SchemaPosition>();
  roots.set(contract, known);
  const found = known.get(event);
  if (found !== undefined) return found;
  const name = contract.events.find((one) => one.name === event)?.payload;
  const schema = name === undefined ? undefined : contract.schemas.definitions[name];
  const position = schema === undefined ? unknownPosition : new Position(contract, [schema]);
  known.set(event, position);
  return position;
}

/** Positions are kept, so that payloads of one event walk over the same ones. */
class Position implements SchemaPosition {
  readonly isUnknown: boolean;
  readonly isPersonal: boolean;
  readonly #contract: Contract;
  readonly #schemas: readonly JsonObject[];
  readonly #properties = new Map<string, SchemaPosition>();
  #items: SchemaPosition | undefined;
  #content: SchemaPosition | undefined;

  constructor(contract: Contract, schemas: readonly Json[]) {
    this.#contract = contract;
    this.#schemas = expand(contract, schemas);
    this.isUnknown = this.#schemas.length === 0;
    this.isPersonal = this.#schemas.some((schema) => Object.hasOwn(schema, 'x-personal-data'));
  }

  get content(): SchemaPosition | undefined {
    const schemas = this.#schemas.flatMap(({ contentSchema }) => (contentSchema === undefined ? [] : [contentSchema]));
    if (schemas.length === 0) return undefined;
    return (this.#content ??= this.#below(schemas));
  }

  property(name: string): SchemaPosition {
    const known = this.#properties.get(name);
    if (known !== undefined) return known;
    const position = this.#below(this.#schemas.flatMap((schema) => propertySchemas(schema, name)));
    // Names of maps come from outside: only those that schemas name are kept.
    if (this.#properties.size < 1000) this.#properties.set(name, position);
    return position;
  }

  item(): SchemaPosition {
    return (this.#items ??= this.#below(
      this.#schemas.flatMap(({ items }) =>
        items === undefined ? [] : Array.isArray(items) ? (items as Json[]) : [items],
      ),
    ));
  }

  #below(schemas: readonly Json[]): SchemaPosition {
    return schemas.length === 0 ? unknownPosition : new Position(this.#contract, schemas);
  }
}

function propertySchemas(schema: JsonObject, name: string): Json[] {
  const { properties, patternProperties, additionalProperties } = schema;
  const found: Json[] = [];
  if (isObject(properties) && Object.hasOwn(properties, name)) found.push(properties[name] ?? true);
  // Patterns are not run on what strangers send: each of them may be meant.
  if (isObject(patternProperties)) found.push(...Object.values(patternProperties));
  if (found.length === 0 && isObject(additionalProperties)) found.push(additionalProperties);
  return found;
}

/** The schemas with all that apply beside them: by reference, and through `allOf`, `anyOf`, `oneOf` and conditions. */
function expand({ schemas: { definitions } }: Contract, schemas: readonly Json[]): JsonObject[] {
  const found = new Set<JsonObject>();
  const waiting = [...schemas];
  for (let schema = waiting.pop(); schema !== undefined; schema = waiting.pop()) {
    if (!isObject(schema) || found.has(schema)) continue;
    found.add(schema);
    const { $ref: reference } = schema;
    if (typeof reference === 'string') {
      const target = at({ definitions }, pointerOfReference(reference) ?? '/none');
      if (target !== undefined) waiting.push(target);
    }
    for (const keyword of besides) {
      const list = schema[keyword];
      if (Array.isArray(list)) waiting.push(...(list as Json[]));
    }
    for (const keyword of branches) {
      const branch = schema[keyword];
      if (branch !== undefined) waiting.push(branch);
    }
  }
  return [...found];
}
