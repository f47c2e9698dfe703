import type { Contract } from '../../asyncapi/model.ts';
import { parsePointer } from '../../json-schema/pointer.ts';
import type { JsonSchema } from '../../json-schema/schema.ts';
import { subschemas } from '../../json-schema/walk.ts';
import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';
import { createNameTable, pascalCase } from '../names.ts';

export interface DefinitionNames {
  /** By the name of the definition in the contract: `position` is `Position`. Those of events are `ofEvent`'s. */
  readonly ofDefinition: ReadonlyMap<string, string>;
  /** By the event: `visit.created` is `VisitCreatedEvent`. */
  readonly ofEvent: ReadonlyMap<string, string>;
  /** A name for a schema from where it was written: `TicketCalled` for `called` of `ticket`. */
  readonly ofPlace: (schema: JsonSchema) => string | undefined;
  /** The first of these that is free, else the last with a number. */
  readonly take: (...candidates: readonly string[]) => string;
}

/** Names for all that can become a definition. They follow from the contract's own names and places alone. */
export function nameDefinitions({ events, schemas: { definitions } }: Contract): DefinitionNames {
  const table = createNameTable();
  const ofDefinition = new Map<string, string>();
  const payloads = new Set(events.map(({ payload }) => payload));
  for (const name of Object.keys(definitions)) {
    if (!payloads.has(name) && !name.startsWith('headers.')) ofDefinition.set(name, table.take(pascalCase(name)));
  }
  const ofEvent = new Map(events.map(({ name }) => [name, table.take(eventName(name))]));
  for (const { name, payload } of events) ofDefinition.set(payload, ofEvent.get(name) ?? name);
  const places = new Map<JsonSchema, string>();
  for (const [name, taken] of ofDefinition) namePlaces(definitions[name] ?? true, taken, places);
  return { ofDefinition, ofEvent, ofPlace: (schema) => places.get(schema), take: table.take };
}

function eventName(name: string): string {
  const words = pascalCase(name);
  return words.endsWith('Event') ? words : `${words}Event`;
}

function namePlaces(root: JsonSchema, name: string, places: Map<JsonSchema, string>): void {
  const waiting = [{ schema: root, name }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { schema, name: own } = next;
    if (!isObject(schema) || places.has(schema)) continue;
    places.set(schema, own);
    for (const below of subschemas(schema)) {
      const token = parsePointer(below.pointer)[1];
      waiting.push({ schema: below.schema, name: nameBelow(own, below.keyword, token, schema[below.keyword]) });
    }
  }
}

/**
 * The name for what stands below `name` under a keyword, and there at `token`.
 *
 * @param held the keyword's value: of several alternatives the only object needs no number
 */
export function nameBelow(name: string, keyword: string, token: string | undefined, held?: Json): string {
  switch (keyword) {
    case 'properties':
    case 'definitions':
    case '$defs':
      return name + wordsOf(token ?? '');
    case 'items':
    case 'prefixItems':
      return token === undefined ? `${name}Item` : `${name}Item${Number(token) + 1}`;
    case 'additionalProperties':
    case 'patternProperties':
      return `${name}Value`;
    case 'contentSchema':
      return `${name}Content`;
    case 'anyOf':
    case 'oneOf':
      return isOnlyObject(held, Number(token)) ? name : `${name}Option${Number(token) + 1}`;
    default:
      return name;
  }
}

function isOnlyObject(options: Json | undefined, index: number): boolean {
  if (!Array.isArray(options)) return false;
  const objects = [...(options as readonly Json[]).entries()].filter(
    ([, option]) => isObject(option) && (option['properties'] !== undefined || option['type'] === 'object'),
  );
  return objects.length === 1 && objects[0]?.[0] === index;
}

const known = new Map<string, string>();

/** Most contracts call the same things by the same names over and over. */
function wordsOf(name: string): string {
  const words = known.get(name) ?? pascalCase(name);
  if (known.size > 5000) known.clear();
  known.set(name, words);
  return words;
}
