import { dirname, join, relative, sep } from 'node:path';
import type { Contract } from '../../../asyncapi/model.ts';
import { pinValue } from '../../../json-schema/infer/pin-value.ts';
import { child, parsePointer } from '../../../json-schema/pointer.ts';
import { isObject } from '../../../util/json.ts';
import type { Json, JsonObject } from '../../../util/json.ts';
import type { Stranger, UnknownEvent } from '../summary.ts';
import type { ProposedFiles } from './files.ts';
import { formOf, typesOf } from './form.ts';
import type { FormContext, SourceOf } from './form.ts';
import type { Note, ReuseIn } from './edits.ts';

/** A value of the selector that may be part of a name. */
const plain = /^\w[\w.:-]{0,99}$/;

/** The name of an event that the contract does not have: the values of its selector that are there. */
export function newEventName(values: UnknownEvent['values']): string {
  return values.filter((value) => value !== null).join('.');
}

/**
 * Adds events that the contract does not have, each with a message and a schema of its own, beside those of an event that
 * it has. Parts of their payloads that fit a model refer to it. Each part of the selector that a delivery has a value at
 * gets it, in the payload or in the headers; one that it does not have does not matter.
 */
export function addEvents(
  contract: Contract,
  unknown: readonly UnknownEvent[],
  files: ProposedFiles,
  sourceOf: SourceOf,
  reuse: ReuseIn,
): Note[] {
  const taken = new Set(contract.events.map(({ name }) => name.toLowerCase()));
  return unknown.map((event): Note => {
    const name = newEventName(event.values);
    const problem = problemWith(contract, event, taken);
    if (problem !== undefined) return cannot(name, problem);
    taken.add(name.toLowerCase());
    return (
      addEvent(contract, event, name, files, sourceOf, reuse) ?? cannot(name, 'its place in the document was not found')
    );
  });
}

function problemWith({ selector }: Contract, { values }: UnknownEvent, taken: ReadonlySet<string>): string | undefined {
  const name = newEventName(values);
  if (selector.length === 0) return 'nothing tells the events of the contract apart';
  if (!values.some((value) => value !== null)) return 'it has no value where the selector looks';
  if (selector.some((part, index) => part.kind === 'header' && (values[index] ?? null) === null))
    return 'its captures do not have the header that the selector looks at';
  if (values.some((value) => value !== null && !plain.test(value)) || name.length > 100)
    return 'its name is not a plain word';
  return taken.has(name.toLowerCase()) ? 'another event has its name' : undefined;
}

function addEvent(
  contract: Contract,
  event: UnknownEvent,
  name: string,
  files: ProposedFiles,
  sourceOf: SourceOf,
  reuse: ReuseIn,
): Note | undefined {
  const sibling = contract.events.find(({ name: known }) => files.locateMessage(known) !== undefined);
  const message = sibling === undefined ? undefined : files.locateMessage(sibling.name);
  const channel = sibling === undefined ? undefined : channelOf(files, sibling.name);
  if (sibling === undefined || message === undefined || channel === undefined) return undefined;
  const written = files.get(message.path, message.pointer);
  if (!isObject(written)) return undefined;
  const schemaFile = files.locate(child('/definitions', sibling.payload));
  const hasOwnFile = schemaFile.pointer === '' && schemaFile.path.endsWith('.json');
  const schemaPath = join(dirname(schemaFile.path), `${name}.schema.json`);
  const messagePath = message.pointer === '' ? join(dirname(message.path), `${name}.yaml`) : message.path;
  const schema = schemaOf(contract, event, name, sourceOf, reuse(hasOwnFile ? schemaPath : messagePath));
  if (hasOwnFile) {
    const text = { $schema: 'http://json-schema.org/draft-07/schema#', ...schema };
    files.add(schemaPath, `${JSON.stringify(text, undefined, 2)}\n`);
  }
  const { contentType, bindings } = written;
  const headers = headersOf(contract, event, written['headers']);
  const made: JsonObject = {
    name,
    title: name,
    summary: 'Not documented.',
    description: `Not documented. Seen in ${event.captures} captures.`,
    ...(contentType === undefined ? {} : { contentType }),
    ...(headers === undefined ? {} : { headers }),
    payload: hasOwnFile ? { $ref: pathFrom(messagePath, schemaPath) } : schema,
    ...(bindings === undefined ? {} : { bindings }),
    'x-source': sourceOf(`Seen in ${event.captures} captures.`),
  };
  if (message.pointer === '') {
    files.add(messagePath, '{}');
    for (const [key, value] of Object.entries(made)) files.set(messagePath, child('', key), value);
    files.set(files.main, child(channel.messages, name), { $ref: pathFrom(files.main, messagePath) });
  } else {
    files.set(files.main, child(channel.messages, name), made);
  }
  for (const operation of channel.operations) {
    const list = files.get(files.main, operation);
    if (Array.isArray(list))
      files.set(files.main, child(operation, list.length), { $ref: `#${child(channel.messages, name)}` });
  }
  return { isDone: true, text: `${name}: the event is added, as it was seen in ${event.captures} captures.` };
}

/** Where the messages of the channel are listed, and the lists of operations that name messages. */
function channelOf(
  files: ProposedFiles,
  event: string,
): { messages: string; operations: readonly string[] } | undefined {
  const channels = files.get(files.main, '/channels');
  const operations = files.get(files.main, '/operations');
  if (!isObject(channels)) return undefined;
  for (const [name, channel] of Object.entries(channels)) {
    const messages = isObject(channel) ? channel['messages'] : undefined;
    if (!isObject(messages) || !Object.hasOwn(messages, event)) continue;
    const lists = Object.entries(isObject(operations) ? operations : {})
      .filter(([, operation]) => isObject(operation) && Array.isArray(operation['messages']))
      .map(([operation]) => `${child('/operations', operation)}/messages`);
    return { messages: `${child('/channels', name)}/messages`, operations: lists };
  }
  return undefined;
}

/** The form of the payload, with the selector's values as what they are. */
function schemaOf(
  { selector }: Contract,
  event: UnknownEvent,
  name: string,
  sourceOf: SourceOf,
  reuse: FormContext['reuse'],
): JsonObject {
  const below = Map.groupBy(event.strangers, ({ parent }) => parent);
  const root = event.strangers.find(({ path }) => path === '');
  const form = root === undefined ? {} : formOf(root, below, { total: event.captures, sourceOf, reuse });
  let schema: JsonObject = {
    ...(Object.hasOwn(form, '$ref') ? { allOf: [form] } : { ...form, type: 'object' }),
    description: `Payload of \`${name}\`. Not documented.`,
  };
  for (const [index, part] of selector.entries()) {
    const value = event.values[index] ?? null;
    if (part.kind !== 'pointer' || value === null) continue;
    const seen = event.strangers.find(({ path }) => path === part.pointer);
    schema = pinValue(schema, parsePointer(part.pointer), asSent(value, seen));
  }
  return schema;
}

/** A value of the selector, which is told as text, in the type that it was sent in. */
function asSent(value: string, seen: Stranger | undefined): string | number | boolean {
  const [type] = seen === undefined ? [] : typesOf(seen.types);
  if (type === 'boolean') return value === 'true';
  return type === 'integer' || type === 'number' ? Number(value) : value;
}

/** The headers of another event's message, with the values of the selector that this one has. */
function headersOf({ selector }: Contract, { values }: UnknownEvent, known: Json | undefined): Json | undefined {
  const own = selector.flatMap((part, index): [string, Json][] => {
    const value = values[index] ?? null;
    if (part.kind !== 'header' || value === null) return [];
    return [[part.header, { description: 'Which event it is.', type: 'string', const: value }]];
  });
  if (own.length === 0) return known;
  const names = new Set(own.map(([name]) => name.toLowerCase()));
  const isOther = (name: string): boolean => !names.has(name.toLowerCase());
  const { properties, required, ...rest } =
    isObject(known) && isInline(known) ? known : { type: 'object' as const, properties: {}, required: [] };
  const others = Object.entries(isObject(properties) ? properties : {}).filter(([name]) => isOther(name));
  const demanded = Array.isArray(required) ? (required as string[]).filter(isOther) : [];
  return {
    ...rest,
    required: [...demanded, ...own.map(([name]) => name)],
    properties: Object.fromEntries([...others, ...own]),
  };
}

function pathFrom(file: string, target: string): string {
  return encodeURI(relative(dirname(file), target).split(sep).join('/'));
}

function cannot(name: string, why: string): Note {
  return {
    isDone: false,
    text: `${name === '' ? 'An event without a value of the selector' : name}: the event could not be added: ${why}.`,
  };
}

/** Whether a schema of headers stands where it is used, in JSON Schema. */
function isInline(schema: JsonObject): boolean {
  return !Object.hasOwn(schema, '$ref') && !Object.hasOwn(schema, 'schemaFormat');
}
