import { dirname, join, relative, sep } from 'node:path';
import type { Contract } from '../../../asyncapi/model.ts';
import { child, parsePointer } from '../../../json-schema/pointer.ts';
import { isObject } from '../../../util/json.ts';
import type { Json, JsonObject } from '../../../util/json.ts';
import type { UnknownEvent } from '../summary.ts';
import type { ProposedFiles } from './files.ts';
import { formOf } from './form.ts';
import type { SourceOf } from './form.ts';
import type { Note } from './edits.ts';

/**
 * Adds events that the contract does not have, each with a message and a schema of its own, beside those of an event that
 * it has. What tells events apart must be one place of the payload.
 */
export function addEvents(
  contract: Contract,
  unknown: readonly UnknownEvent[],
  files: ProposedFiles,
  sourceOf: SourceOf,
): Note[] {
  const [part, ...others] = contract.selector;
  return unknown.map((event): Note => {
    const [value] = event.values;
    const name = typeof value === 'string' ? value : '';
    if (part?.kind !== 'pointer' || others.length > 0)
      return cannot(name, 'its selector is more than one place of the payload');
    if (!/^[\w.:-]{1,100}$/.test(name) || name.startsWith('.')) return cannot(name, 'its name is not a plain word');
    const schema = schemaOf(event, part.pointer, name, sourceOf);
    return (
      addEvent(contract, event, schema, name, files, sourceOf) ??
      cannot(name, 'its place in the document was not found')
    );
  });
}

function addEvent(
  contract: Contract,
  event: UnknownEvent,
  schema: JsonObject,
  name: string,
  files: ProposedFiles,
  sourceOf: SourceOf,
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
  if (hasOwnFile) {
    const text = { $schema: 'http://json-schema.org/draft-07/schema#', ...schema };
    files.add(schemaPath, `${JSON.stringify(text, undefined, 2)}\n`);
  }
  const { contentType, headers, bindings } = written;
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

/** The form of the payload, with the selector's value as what it is. */
function schemaOf(event: UnknownEvent, pointer: string, value: string, sourceOf: SourceOf): JsonObject {
  const below = Map.groupBy(event.strangers, ({ parent }) => parent);
  const root = event.strangers.find(({ path }) => path === '');
  const form = root === undefined ? {} : formOf(root, below, event.captures, sourceOf);
  const selected = { description: 'Which event it is.', type: 'string', const: value };
  return {
    ...withConstant({ ...form, type: 'object' }, parsePointer(pointer), selected),
    description: `Payload of \`${value}\`. Not documented.`,
  };
}

function withConstant(schema: JsonObject, [token, ...rest]: readonly string[], selected: JsonObject): JsonObject {
  if (token === undefined) return selected;
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const held = isObject(properties[token]) ? properties[token] : { type: 'object' };
  const required = Array.isArray(schema['required']) ? (schema['required'] as readonly Json[]) : [];
  return {
    ...schema,
    required: [...new Set([...required, token])],
    properties: { ...properties, [token]: withConstant(held, rest, selected) },
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
