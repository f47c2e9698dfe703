import type { Finding } from '../findings/finding.ts';
import { child } from '../json-schema/pointer.ts';
import type { BundledDocument } from './bundle-document.ts';
import { fieldWithTraits, get, objectAt, objectsIn, text } from './bundled-view.ts';
import type { ObjectNode } from './bundled-view.ts';
import { report } from './report.ts';
import { eventNameClash } from './rules/document.ts';
import { placeOf } from './sources.ts';

/** A message that the vendor sends, and the objects around it. */
export interface EventNode {
  readonly name: string;
  readonly message: ObjectNode;
  readonly channel: ObjectNode;
  /** The operation that sends it; undefined in a document without operations. */
  readonly operation: ObjectNode | undefined;
}

/**
 * The messages that operations with the action `send` send, in the order of the document. In a document that has no such
 * operation, the messages of all channels. Two different messages under one name are a finding; the first counts.
 */
export function eventNodes(document: BundledDocument, findings: Finding[]): EventNode[] {
  const sending = objectsIn(document, '/operations').filter(({ node }) => text(node.value, 'action') === 'send');
  const sent =
    sending.length > 0
      ? sending.flatMap(({ node }) => eventsOfOperation(document, node))
      : objectsIn(document, '/channels').flatMap(({ node }) => eventsOfChannel(document, node, undefined));
  const byName = new Map<string, EventNode>();
  for (const event of sent) {
    const known = byName.get(event.name);
    if (known === undefined) byName.set(event.name, event);
    else if (known.message.pointer !== event.message.pointer) findings.push(clash(document, known, event));
  }
  return [...byName.values()];
}

function eventsOfOperation(document: BundledDocument, operation: ObjectNode): EventNode[] {
  const channel = objectAt(document, child(operation.pointer, 'channel'));
  if (channel === undefined) return [];
  const all = eventsOfChannel(document, channel, operation);
  const listed = get(operation.value, 'messages');
  if (!Array.isArray(listed)) return all;
  const pointers = new Set(objectsIn(document, child(operation.pointer, 'messages')).map(({ node }) => node.pointer));
  return all.filter((event) => pointers.has(event.message.pointer));
}

function eventsOfChannel(
  document: BundledDocument,
  channel: ObjectNode,
  operation: ObjectNode | undefined,
): EventNode[] {
  const messages = objectsIn(document, child(channel.pointer, 'messages'));
  return messages.map(({ name, node }) => ({ name, message: node, channel, operation }));
}

function clash(document: BundledDocument, first: EventNode, second: EventNode): Finding {
  const other = placeOf(document.origin(first.message.pointer));
  const message = `Another message has the name "${second.name}" too: ${other.file}:${other.line}.`;
  return report(eventNameClash, message, placeOf(document.origin(second.message.pointer)), { event: second.name });
}

/** The method of the delivery, from the HTTP binding of the operation. `POST` when it says none. */
export function methodOf(document: BundledDocument, event: EventNode): string {
  const bindings = event.operation === undefined ? undefined : fieldWithTraits(document, event.operation, 'bindings');
  const binding = bindings === undefined ? undefined : objectAt(document, child(bindings.pointer, 'http'));
  return text(binding?.value, 'method')?.toUpperCase() ?? 'POST';
}

/** The content type of the delivery: the message's, or the document's default, or JSON. */
export function contentTypeOf(document: BundledDocument, event: EventNode): string {
  const own = fieldWithTraits(document, event.message, 'contentType')?.value;
  return typeof own === 'string' ? own : (text(document.data, 'defaultContentType') ?? 'application/json');
}
