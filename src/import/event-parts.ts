import { valueAt } from '../asyncapi/sources.ts';
import type { Location } from '../asyncapi/sources.ts';
import { isObject } from '../util/json.ts';
import type { Json, JsonObject } from '../util/json.ts';
import type { DocumentEvent, DocumentHeader } from './formats/format.ts';
import { moveReferences, onlyModel } from './references.ts';
import type { SchemaBook } from './schemas/schema-book.ts';
import type { Taken } from './taken.ts';

/**
 * The schema of an event's headers, as an object schema; undefined when it has none.
 *
 * @param folder of the models, as messages refer to it
 */
export function headerSchema(
  headers: DocumentEvent['headers'],
  book: SchemaBook,
  folder: string,
): JsonObject | undefined {
  if (headers === undefined) return undefined;
  if ('schema' in headers) {
    const own = inMessage(book.convert(headers.schema, 'model'), book, folder);
    return { ...(Object.hasOwn(own, 'type') ? {} : { type: 'object' }), ...own };
  }
  const required = headers.each.filter((header) => header.required).map(({ name }) => name);
  return {
    type: 'object',
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(
      headers.each.map((header): [string, Json] => [header.name, ofOne(header, book, folder)]),
    ),
  };
}

function ofOne({ schema, description, example }: DocumentHeader, book: SchemaBook, folder: string): JsonObject {
  const own = schema === undefined ? { type: 'string' } : inMessage(book.convert(schema, 'model'), book, folder);
  return {
    ...(description === undefined ? {} : { description }),
    ...own,
    ...(example === undefined || Object.hasOwn(own, 'examples') ? {} : { examples: [example] }),
  };
}

/** Headers stand in the message itself: a model that they are is written there. */
function inMessage(schema: Json, book: SchemaBook, folder: string): JsonObject {
  const name = onlyModel(schema);
  const model = name === undefined ? undefined : book.models.get(name);
  const own = model === undefined ? schema : withoutSource(model);
  // It stays until all messages are written: the headers of another one may be the same model.
  if (name !== undefined && model !== undefined) book.uses.set(name, (book.uses.get(name) ?? 1) - 1);
  const moved = moveReferences(own, (reference) => `${folder}${reference}`);
  return isObject(moved) ? moved : {};
}

/** A model where it is no model any more. */
export function withoutSource(model: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(model).filter(([name]) => name !== 'x-source'));
}

/** The examples of an event, each with a name of its own. */
export function exampleTexts(event: DocumentEvent, name: string, taken: Taken): ExampleNamed[] {
  const names = new Set<string>();
  return event.examples.map((example): ExampleNamed => {
    if (valueAt(example.place) !== undefined) taken.take(example.place);
    const base = example.name ?? name.replaceAll(/[._]+/g, '-');
    let own = base;
    for (let number = 2; names.has(own); number++) own = `${base}-${number}`;
    names.add(own);
    return {
      place: example.place,
      text: {
        name: own,
        ...(example.summary === undefined ? {} : { summary: example.summary }),
        ...(example.headers === undefined ? {} : { headers: example.headers }),
        payload: example.payload,
      },
    };
  });
}

export interface ExampleNamed {
  /** As a message has it. */
  readonly text: JsonObject & { readonly name: string; readonly payload: Json };
  readonly place: Location;
}
