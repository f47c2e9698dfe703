import { basename, dirname } from 'node:path/posix';

import { child } from '../json-schema/pointer.ts';
import type { JsonSchema } from '../json-schema/schema.ts';
import { isObject } from '../util/json.ts';
import type { Json, JsonObject } from '../util/json.ts';
import { authenticationOf } from './authentication.ts';
import type { BundledDocument, Node } from './bundle-document.ts';
import type { BundledSchemas } from './bundle-schemas.ts';
import { fieldWithTraits, get, objectsIn, text } from './bundled-view.ts';
import { contentTypeOf, methodOf } from './events.ts';
import type { EventNode } from './events.ts';
import type {
  Contract,
  ContractEvent,
  Contradiction,
  Correction,
  DeliveryBehaviour,
  Example,
  ExampleSource,
  SelectorPart,
  Source,
} from './model.ts';
import { findSelector, matchOf, parseSelector } from './selector.ts';

/**
 * Builds the contract out of a document that was checked: its structure and its extensions are taken to be valid.
 * @param scenarios path of the vendor's scenarios, when there are any
 */
export function buildContract(
  document: BundledDocument,
  events: readonly EventNode[],
  schemas: BundledSchemas,
  scenarios: string | undefined,
): Contract {
  const info = get(document.data, 'info');
  const vendor = vendorOf(document);
  const version = text(info, 'version') ?? '';
  const selector = selectorOf(events, schemas);
  return {
    id: `${vendor}@${version}`,
    vendor,
    version,
    title: text(info, 'title') ?? '',
    description: text(info, 'description'),
    file: document.main.file,
    events: events.map((event) => buildEvent(document, event, schemas, selector)),
    models: schemas.models,
    selector,
    authentication: authenticationOf(document),
    endpointUrl: endpointUrlOf(document),
    delivery: deliveryOf(events),
    schemas: schemas.bundle,
    corrections: correctionsOf(info),
    contradictions: contradictionsOf(info),
    scenarios,
  };
}

/** The name of an event's payload schema in the bundle. */
export function payloadName(event: string): string {
  return `events.${event}`;
}

/** The name of an event's header schema in the bundle. */
export function headersName(event: string): string {
  return `headers.${event}`;
}

/**
 * The vendor's name: `info.x-vendor`; else the folder above the one that is named like the version; else the title in
 * lower case, words joined by hyphens.
 */
function vendorOf(document: BundledDocument): string {
  const info = get(document.data, 'info');
  const stated = text(info, 'x-vendor');
  if (stated !== undefined) return stated;
  const folder = dirname(document.main.file);
  const above = basename(dirname(folder));
  if (basename(folder) === text(info, 'version') && slug(above) !== '') return above;
  return slug(text(info, 'title') ?? '') || 'unnamed';
}

function slug(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function selectorOf(events: readonly EventNode[], schemas: BundledSchemas): SelectorPart[] {
  const stated = events
    .map((event) => get(event.channel.value, 'x-selector'))
    .find((selector) => selector !== undefined);
  if (Array.isArray(stated)) return parseSelector(stated.filter((entry) => typeof entry === 'string'));
  return findSelector(
    schemas.bundle,
    events.map((event) => schemasOf(event.name, schemas)),
  );
}

function schemasOf(event: string, schemas: BundledSchemas): { payload: string; headers: string | undefined } {
  const headers = headersName(event);
  return {
    payload: payloadName(event),
    headers: Object.hasOwn(schemas.bundle.definitions, headers) ? headers : undefined,
  };
}

function buildEvent(
  document: BundledDocument,
  event: EventNode,
  schemas: BundledSchemas,
  selector: readonly SelectorPart[],
): ContractEvent {
  const names = schemasOf(event.name, schemas);
  const field = (name: string): string | undefined => {
    const value = fieldWithTraits(document, event.message, name)?.value;
    return typeof value === 'string' ? value : undefined;
  };
  return {
    name: event.name,
    title: field('title'),
    summary: field('summary'),
    description: field('description'),
    method: methodOf(document, event),
    contentType: contentTypeOf(document, event),
    ...names,
    match: matchOf(schemas.bundle, names, selector),
    examples: examplesOf(document, event),
    source: sourceOf(get(event.message.value, 'x-source')),
  };
}

function examplesOf(document: BundledDocument, event: EventNode): Example[] {
  const stated = get(event.message.value, 'x-source');
  return exampleNodes(document, event)
    .filter(({ value }) => get(value, 'payload') !== undefined)
    .map(({ value, name }) => ({
      name,
      summary: text(value, 'summary'),
      payload: get(value, 'payload') ?? null,
      headers: headersOf(value),
      source: exampleSourceOf(stated, name),
    }));
}

/** The examples of an event with their names; one without a name is named after its position, counted from 1. */
export function exampleNodes(document: BundledDocument, event: EventNode): (Node & { readonly name: string })[] {
  const examples = fieldWithTraits(document, event.message, 'examples');
  if (examples === undefined || !Array.isArray(examples.value)) return [];
  return examples.value.map((value: Json, index) => ({
    value,
    pointer: child(examples.pointer, index),
    name: text(value, 'name') ?? `example ${index + 1}`,
  }));
}

function headersOf(example: Json): JsonObject | undefined {
  const headers = get(example, 'headers');
  return isObject(headers) ? headers : undefined;
}

function sourceOf(value: Json | undefined): Source | undefined {
  if (!isObject(value)) return undefined;
  const stated = Object.entries(value).filter(([key]) => key !== 'examples');
  // The extension was held against its schema before, which states the shape of a Source.
  return Object.fromEntries(stated) as unknown as Source;
}

function exampleSourceOf(stated: Json | undefined, name: string): ExampleSource | undefined {
  const own = get(get(stated, 'examples'), name);
  const message = sourceOf(stated);
  if (message === undefined || !isObject(own)) return undefined;
  return { repairs: [], ...message, ...(own as Partial<ExampleSource>) };
}

function correctionsOf(info: Json | undefined): readonly Correction[] {
  const stated = get(info, 'x-corrections');
  // The extension was held against its schema before, which states the shape of a list of Corrections.
  return Array.isArray(stated) ? stated : [];
}

function contradictionsOf(info: Json | undefined): readonly Contradiction[] {
  const stated = get(info, 'x-contradictions');
  // The extension was held against its schema before, which states the shape of a list of Contradictions.
  return Array.isArray(stated) ? stated : [];
}

function endpointUrlOf(document: BundledDocument): JsonSchema | undefined {
  const stated = objectsIn(document, '/servers')
    .map(({ node }) => get(node.value, 'x-endpoint-url'))
    .find((schema) => schema !== undefined);
  return isObject(stated) ? stated : undefined;
}

function deliveryOf(events: readonly EventNode[]): DeliveryBehaviour {
  const stated = events
    .map(({ operation }) => get(operation?.value, 'x-delivery'))
    .find((behaviour) => behaviour !== undefined);
  // The extension was held against its schema before, which states the shape of a DeliveryBehaviour.
  return isObject(stated) ? stated : {};
}
