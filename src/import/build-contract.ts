import { placeOf } from '../asyncapi/sources.ts';
import type { Location } from '../asyncapi/sources.ts';
import { EventNames } from '../infer/event-key.ts';
import { contractFiles } from '../infer/contract/contract-files.ts';
import type { EventText } from '../infer/contract/contract-files.ts';
import { parsePointer } from '../json-schema/pointer.ts';
import { isObject } from '../util/json.ts';
import type { Json, JsonObject } from '../util/json.ts';
import type { DocumentEvent, DocumentParts } from './formats/format.ts';
import { exampleTexts, headerSchema, withoutSource } from './event-parts.ts';
import { moveReferences, onlyModel } from './references.ts';
import type { Assumption, ImportedContract } from './result.ts';
import type { SchemaBook } from './schemas/schema-book.ts';
import { chooseSelector } from './selector.ts';
import type { ImportedSelector } from './selector.ts';

/** More events than these are of no one vendor. */
export const mostEvents = 2_000;

export interface Building {
  readonly vendor: string;
  readonly version: string;
  /** Entries of `x-selector`; empty: found. */
  readonly selector: readonly string[];
  readonly book: SchemaBook;
  /** Content of `x-source` of what stands at a place. */
  readonly sourceOf: (location: Location) => JsonObject;
}

export type BuiltContract = Pick<
  ImportedContract,
  'events' | 'models' | 'selector' | 'assumptions' | 'missing' | 'files'
>;

/** Puts the files of the contract together. */
export function buildContract(parts: DocumentParts, building: Building): BuiltContract {
  const { book, sourceOf, vendor, version } = building;
  const names = new EventNames();
  const assumptions: Assumption[] = [...parts.assumptions];
  const drafts = parts.events.map((event, index) => {
    const name = names.nameOf([event.name, repeated(parts.events, index)], mostEvents) ?? `event-${index}`;
    if (name !== event.name) assumptions.push({ event: name, message: `The document calls it "${event.name}".` });
    const schema = event.payload === undefined ? {} : book.convert(event.payload, 'event');
    return {
      event,
      name,
      schema,
      headers: headerSchema(event.headers, book, `../../../../schemas/${vendor}/${version}/`),
      examples: exampleTexts(event, name, book.taken),
    };
  });
  for (const [name, uses] of book.uses) if (uses === 0) book.models.delete(name);
  const inlined = drafts.map((draft) => ({ ...draft, schema: inline(draft.schema, book) }));
  const distinct = inlined.map(({ name, schema, headers, examples }) => ({
    name,
    schema,
    headers,
    payloads: examples.map(({ text }) => text.payload),
  }));
  const given = building.selector.length > 0 ? building.selector : parts.selector;
  const selector = chooseSelector(distinct, book.models, given);
  const events = inlined.map(({ event, name, schema, headers, examples }, index): EventText => {
    const pinned = pin(schema, headers, selector, index);
    assumptions.push(...pinned.values.map((text) => ({ event: name, message: text })));
    const { title = titleOf(name), summary, description, method } = event;
    return {
      name,
      title,
      ...(summary === undefined ? {} : { summary }),
      ...(description === undefined ? {} : { description }),
      contentType: event.contentType ?? 'application/json',
      method,
      ...(pinned.headers === undefined ? {} : { headers: pinned.headers }),
      examples: examples.map(({ text }) => text),
      source: {
        ...sourceOf(event.place),
        ...(examples.length === 0
          ? {}
          : {
              examples: Object.fromEntries(
                examples.map(({ text, place }) => [text.name, exampleSource(sourceOf(place), sourceOf(event.place))]),
              ),
            }),
      },
      schema: pinned.schema,
    };
  });
  const files = contractFiles({
    vendor,
    version,
    title: parts.title ?? `${vendor} webhooks`,
    description:
      parts.description ?? `Imported from ${sourceOf(parts.events[0]?.place ?? missingPlace())['document'] as string}.`,
    info: parts.info,
    contentType: 'application/json',
    security: parts.security,
    selector: selector.parts,
    answers:
      'How the answer counts and how often a delivery is tried again is for somebody to say who knows: x-delivery.',
    ...(parts.delivery === undefined ? {} : { delivery: parts.delivery }),
    events,
    models: book.models,
  });
  return {
    events: inlined.map(({ name, event, examples }) => ({
      name,
      examples: examples.length,
      place: placeOf(event.place),
    })),
    models: [...book.models.keys()],
    selector: { parts: selector.parts, reason: selector.reason },
    assumptions,
    missing: missingOf(parts, selector, inlined),
    files,
  };
}

function missingPlace(): never {
  throw new Error('a document without events was not refused');
}

/** Tells apart events that the document calls the same. */
function repeated(events: readonly DocumentEvent[], index: number): number | undefined {
  const name = events[index]?.name;
  const before = events.slice(0, index).filter((event) => event.name === name).length;
  return before === 0 ? undefined : before + 1;
}

/** A model that nothing but this event refers to is the event's own schema. */
function inline(schema: Json, book: SchemaBook): Json {
  const name = onlyModel(schema);
  const model = name === undefined ? undefined : book.models.get(name);
  if (name === undefined || model === undefined || book.uses.get(name) !== 1) return schema;
  book.models.delete(name);
  return inline(
    moveReferences(withoutSource(model), (reference) => `../${reference}`),
    book,
  );
}

function pin(schema: Json, headers: JsonObject | undefined, { parts, values }: ImportedSelector, index: number) {
  const added: string[] = [];
  let [payload, head] = [schema, headers];
  for (const [position, part] of parts.entries()) {
    const { value, isNew } = values[index]?.[position] ?? { value: undefined, isNew: false };
    if (value === undefined || !isNew) continue;
    added.push(
      `${part} is ${JSON.stringify(value)}: the schema does not say it, the example or the name of the event does.`,
    );
    if (part.startsWith('header:')) head = pinHeader(head, part.slice('header:'.length), value);
    else payload = narrowed(payload, narrowing(parsePointer(part), value));
  }
  return { schema: payload, headers: head, values: added };
}

/** Beside what the schema says, so that nothing of it is lost. */
function narrowed(schema: Json, further: JsonObject): JsonObject {
  if (!isObject(schema)) return further;
  if (Object.hasOwn(schema, '$ref')) return { allOf: [schema, further] };
  const all = schema['allOf'];
  return { ...schema, allOf: [...(Array.isArray(all) ? (all as readonly Json[]) : []), further] };
}

/** A schema that states one value at one place, and no more. */
function narrowing([token, ...rest]: readonly string[], value: string | number | boolean): JsonObject {
  if (token === undefined) return { description: 'Which event it is.', const: value };
  return { type: 'object', required: [token], properties: Object.fromEntries([[token, narrowing(rest, value)]]) };
}

function pinHeader(headers: JsonObject | undefined, name: string, value: string | number | boolean): JsonObject {
  const properties = isObject(headers?.['properties']) ? headers['properties'] : {};
  const own = Object.keys(properties).find((header) => header.toLowerCase() === name.toLowerCase()) ?? name;
  const stated = properties[own];
  const required = Array.isArray(headers?.['required']) ? (headers['required'] as readonly Json[]) : [];
  return {
    ...headers,
    type: 'object',
    required: required.includes(own) ? required : [...required, own],
    properties: {
      ...properties,
      [own]: {
        description: 'Which event it is.',
        ...(isObject(stated) && !Object.hasOwn(stated, '$ref') ? stated : {}),
        type: 'string',
        const: value.toString(),
      },
    },
  };
}

/** What an example's source says beyond that of its event. */
function exampleSource(source: JsonObject, event: JsonObject): JsonObject {
  const differs = source['document'] !== event['document'];
  return { ...(differs ? source : { section: source['section'] ?? '#' }), repairs: [] };
}

function titleOf(name: string): string {
  const words = name
    .replaceAll(/[._-]+/g, ' ')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function missingOf(
  { security }: DocumentParts,
  { parts }: ImportedSelector,
  events: readonly {
    readonly name: string;
    readonly examples: readonly unknown[];
    readonly headers: JsonObject | undefined;
  }[],
): string[] {
  const bare = events.filter(({ examples }) => examples.length === 0).map(({ name }) => name);
  const signing = events
    .flatMap(({ headers }) => Object.keys(isObject(headers?.['properties']) ? headers['properties'] : {}))
    .find((name) => /signature|hmac/i.test(name));
  return [
    ...(events.length > 1 && parts.length === 0
      ? [
          'What tells the events apart: the check fails without it. Name the place: --selector /type, or --selector header:x-event.',
        ]
      : []),
    ...(security === undefined || (signing !== undefined && !isObject(security.content['x-signature']))
      ? [
          signing === undefined
            ? 'How a delivery proves where it comes from: a security scheme, with x-signature where deliveries are signed (docs/signatures.md).'
            : `How ${signing} is computed: a security scheme with x-signature (docs/signatures.md).`,
        ]
      : []),
    ...(bare.length === 0
      ? []
      : [
          `Examples of ${bare.length} of ${events.length} events (${bare.slice(0, 5).join(', ')}${bare.length > 5 ? ', ...' : ''}): nothing is held against their schemas.`,
        ]),
  ];
}
