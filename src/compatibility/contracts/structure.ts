import type { Contract, ContractEvent } from '../../asyncapi/model.ts';
import type { JsonSchema } from '../../json-schema/schema.ts';
import type { Json, JsonObject } from '../../util/json.ts';
import { reachableFrom } from './event-schema.ts';
import { withoutWords } from './words.ts';

/**
 * What a receiver can observe of a contract, as one JSON value: events with their method, content type, selector values,
 * payload and header schemas; selector, authentication, endpoint URLs and delivery behaviour. The order of events, where
 * files lie, examples, sources and all words are left out. Its digest is what a release records.
 */
export function structureOf(contract: Contract): JsonObject {
  return plain({
    vendor: contract.vendor,
    version: contract.version,
    events: Object.fromEntries(contract.events.map((event) => [event.name, eventStructure(event)])),
    selector: contract.selector,
    authentication: contract.authentication,
    endpointUrl: contract.endpointUrl === undefined ? null : withoutWords(contract.endpointUrl),
    delivery: contract.delivery,
    dialect: contract.schemas.dialect,
    schemas: mapValues(schemasInUse(contract), withoutWords),
  });
}

/** What a contract says to people beside its structure. Two contracts of one structure that differ here differ in words only. */
export function wordsOf(contract: Contract): JsonObject {
  const { title, description, contradictions, events } = contract;
  return plain({
    title,
    description,
    contradictions,
    events: events.map((event) => ({
      title: event.title,
      summary: event.summary,
      description: event.description,
      examples: event.examples,
      source: event.source,
    })),
    schemas: schemasInUse(contract),
  });
}

function eventStructure({ method, contentType, payload, headers, match }: ContractEvent): unknown {
  return { method, contentType, payload, headers, match };
}

function schemasInUse({ schemas, events }: Contract): Record<string, JsonSchema> {
  const names = events.flatMap(({ payload, headers }) => (headers === undefined ? [payload] : [payload, headers]));
  return Object.fromEntries(names.flatMap((name) => Object.entries(reachableFrom(schemas, name))));
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

/** As JSON writes it: what is undefined is left out of objects, and null in lists. */
function plain(value: unknown): JsonObject {
  return JSON.parse(JSON.stringify(value)) as Json as JsonObject;
}
