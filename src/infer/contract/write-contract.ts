import { stringify } from 'yaml';
import type { SelectorPart } from '../../asyncapi/model.ts';
import { parsePointer } from '../../json-schema/pointer.ts';
import type { InferredSchemas } from '../../json-schema/infer/infer.ts';
import { wordsOf } from '../../json-schema/infer/words.ts';
import type { Json, JsonObject } from '../../util/json.ts';
import type { SelectorValues } from '../event-key.ts';
import type { ContractFile, InferredAuthentication } from '../result.ts';
import type { ChosenExample } from './examples.ts';
import { pinValue } from './pin-value.ts';
import { redact } from './redact.ts';
import { exampleSource } from './source.ts';

/** All that a contract is written from. */
export interface ContractParts {
  readonly vendor: string;
  readonly version: string;
  readonly selector: readonly SelectorPart[];
  readonly authentication: InferredAuthentication;
  readonly method: string;
  readonly contentType: string;
  /** In the order in which they are written. */
  readonly events: readonly EventParts[];
  readonly schemas: InferredSchemas;
  /** Content of `x-source`. */
  readonly source: JsonObject;
}

export interface EventParts {
  readonly name: string;
  readonly values: SelectorValues;
  readonly count: number;
  readonly examples: readonly ChosenExample[];
}

/** The files of a contract, in the layout of docs/contract-format.md. The same parts give the same bytes. */
export function writeContract(parts: ContractParts): ContractFile[] {
  const { vendor, version, events, schemas } = parts;
  const [documents, models] = [`asyncapi/${vendor}/${version}`, `schemas/${vendor}/${version}`];
  return [
    { path: `${documents}/asyncapi.yaml`, content: yaml(document(parts)) },
    ...events.map((event) => ({
      path: `${documents}/messages/${event.name}.yaml`,
      content: yaml(message(parts, event)),
    })),
    ...events.map((event) => ({
      path: `${models}/events/${event.name}.schema.json`,
      content: json(eventSchema(parts, event)),
    })),
    ...[...schemas.models].map(([name, schema]) => ({ path: `${models}/${name}.schema.json`, content: json(schema) })),
  ];
}

function yaml(data: JsonObject): string {
  return stringify(data, { lineWidth: 100, aliasDuplicateObjects: false, version: '1.2', compat: 'yaml-1.1' });
}

function json(schema: JsonObject): string {
  return `${JSON.stringify({ $schema: 'http://json-schema.org/draft-07/schema#', ...schema }, null, 2)}\n`;
}

function document(parts: ContractParts): JsonObject {
  const { vendor, version, events, selector, authentication, method, contentType } = parts;
  const scheme = securityScheme(authentication);
  const channelMessages = events.map(({ name }): [string, Json] => [name, { $ref: `messages/${name}.yaml` }]);
  return {
    asyncapi: '3.1.0',
    info: {
      title: `${vendor} webhooks`,
      version,
      description: `Inferred from captures, and from nothing else: what did not come while they were recorded is not in it. ${parts.source['document'] as string}.`,
      'x-vendor': vendor,
    },
    defaultContentType: contentType,
    servers: {
      receiver: {
        host: '{host}',
        pathname: '{path}',
        protocol: 'https',
        description: 'The endpoint of the receiver, registered with the vendor.',
        variables: { host: { description: 'Host of the endpoint.' }, path: { description: 'Path of the endpoint.' } },
        ...(scheme === undefined ? {} : { security: [{ $ref: `#/components/securitySchemes/${scheme.name}` }] }),
      },
    },
    channels: {
      webhook: {
        address: null,
        title: 'Webhook',
        description: 'Deliveries of all events to the one registered endpoint.',
        servers: [{ $ref: '#/servers/receiver' }],
        messages: Object.fromEntries(channelMessages),
        ...(selector.length === 0 ? {} : { 'x-selector': selector.map(partText) }),
      },
    },
    operations: {
      deliver: {
        action: 'send',
        title: 'Deliver',
        summary: 'The vendor sends an event.',
        description: 'How the answer counts and how often a delivery is tried again cannot be seen in captures.',
        channel: { $ref: '#/channels/webhook' },
        messages: events.map(({ name }) => ({ $ref: `#/channels/webhook/messages/${name}` })),
        bindings: { http: { method, bindingVersion: '0.3.0' } },
      },
    },
    ...(scheme === undefined ? {} : { components: { securitySchemes: { [scheme.name]: scheme.content } } }),
  };
}

function securityScheme(found: InferredAuthentication): { name: string; content: JsonObject } | undefined {
  if (found.kind === 'none') return undefined;
  if (found.kind === 'header') {
    const description = 'A header whose value was the same in all captures.';
    return { name: 'configuredHeader', content: { type: 'httpApiKey', in: 'header', name: found.header, description } };
  }
  const { scheme, fitting, tried } = found;
  const age =
    scheme.tolerance === undefined ? '' : ' How old a signature may be is not the vendor’s word but a usual limit.';
  return {
    name: 'signature',
    content: {
      type: 'httpApiKey',
      in: 'header',
      name: scheme.header,
      description: `Found by trial: it fits ${fitting} of ${tried} captures that were tried.${age}`,
      'x-signature': { ...scheme },
    },
  };
}

function partText(part: SelectorPart): string {
  return part.kind === 'header' ? `header:${part.header}` : part.pointer;
}

function message(parts: ContractParts, event: EventParts): JsonObject {
  const { vendor, version, contentType, selector, source } = parts;
  const headers = headerSchema(parts, event);
  const kept = new Set(selector.flatMap((part) => (part.kind === 'pointer' ? [part.pointer] : [])));
  const examples = event.examples.map((example) => ({ ...example, ...redact(example.payload, kept) }));
  const title = wordsOf(event.name).join(' ');
  return {
    name: event.name,
    title: title.charAt(0).toUpperCase() + title.slice(1),
    summary: `Seen ${event.count === 1 ? 'once' : `${event.count} times`}.`,
    description: 'Inferred from captures. What makes the vendor send it is for somebody who knows to say.',
    contentType,
    ...(headers === undefined ? {} : { headers }),
    payload: { $ref: `../../../../schemas/${vendor}/${version}/events/${event.name}.schema.json` },
    bindings: { http: { bindingVersion: '0.3.0' } },
    ...(examples.length === 0
      ? {}
      : { examples: examples.map(({ name, payload, origin }) => ({ name, summary: summaryOf(origin), payload })) }),
    'x-source': {
      ...source,
      ...(examples.length === 0
        ? {}
        : {
            examples: Object.fromEntries(
              examples.map(({ name, origin, replacements }) => [
                name,
                {
                  ...exampleSource(origin),
                  repairs: replacements.map(({ pointer, reason, became }) => ({
                    kind: 'value',
                    pointer,
                    was: '(not kept)',
                    became: typeof became === 'string' ? became : JSON.stringify(became),
                    reason: `Redacted: ${reason}.`,
                  })),
                },
              ]),
            ),
          }),
    },
  };
}

function summaryOf(origin: ChosenExample['origin']): string {
  return `${origin === undefined ? 'A capture of unknown origin' : `A ${origin} capture`}, redacted.`;
}

/** The headers that say which event it is, and the one that carries the signature. */
function headerSchema({ selector, authentication }: ContractParts, { values }: EventParts): JsonObject | undefined {
  const properties = new Map<string, JsonObject>();
  for (const [index, part] of selector.entries()) {
    const value = values[index];
    if (part.kind !== 'header' || value === undefined) continue;
    properties.set(part.header, { description: 'Which event it is.', type: 'string', const: value });
  }
  if (authentication.kind === 'signature') {
    properties.set(authentication.scheme.header, { description: 'Signature of the delivery.', type: 'string' });
  }
  if (properties.size === 0) return undefined;
  return { type: 'object', required: [...properties.keys()], properties: Object.fromEntries(properties) };
}

function eventSchema({ selector, schemas }: ContractParts, { name, values }: EventParts): JsonObject {
  let schema = schemas.groups.get(name) ?? {};
  for (const [index, part] of selector.entries()) {
    const value = values[index];
    if (part.kind === 'pointer' && value !== undefined) schema = pinValue(schema, parsePointer(part.pointer), value);
  }
  return schema;
}
