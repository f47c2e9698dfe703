import { stringify } from 'yaml';
import type { Json, JsonObject } from '../../util/json.ts';
import type { ContractFile } from '../result.ts';
import { printJson } from './print-json.ts';

/** All that the files of a contract say. */
export interface ContractText {
  readonly vendor: string;
  readonly version: string;
  readonly title: string;
  readonly description: string;
  /** Further members of `info`. */
  readonly info?: JsonObject;
  readonly contentType: string;
  readonly security: { readonly name: string; readonly content: JsonObject } | undefined;
  /** Entries of `x-selector`; none is written when empty. */
  readonly selector: readonly string[];
  /** Description of the operation: what is known of answers and retries. */
  readonly answers: string;
  /** Content of `x-delivery`. */
  readonly delivery?: JsonObject;
  /** In the order in which they are written. */
  readonly events: readonly EventText[];
  /** Shared models by name; they refer to each other by `<name>.schema.json`. */
  readonly models: ReadonlyMap<string, JsonObject>;
}

export interface EventText {
  readonly name: string;
  readonly title: string;
  readonly summary?: string;
  readonly description?: string;
  readonly contentType: string;
  readonly method: string;
  /** Schema of the headers; refers to models from the folder `messages`. */
  readonly headers?: JsonObject;
  /** `name`, `summary`, `payload` and `headers` of each. */
  readonly examples: readonly JsonObject[];
  /** Content of `x-source`. */
  readonly source: JsonObject;
  /** Schema of the payload; refers to models by `../<name>.schema.json`. */
  readonly schema: Json;
}

/** The files of a contract, in the layout of docs/contract-format.md. The same text gives the same bytes. */
export function contractFiles(text: ContractText): ContractFile[] {
  const { vendor, version, events, models } = text;
  const [documents, schemas] = [`asyncapi/${vendor}/${version}`, `schemas/${vendor}/${version}`];
  return [
    { path: `${documents}/asyncapi.yaml`, content: yaml(document(text)) },
    ...events.map((event) => ({
      path: `${documents}/messages/${event.name}.yaml`,
      content: yaml(message(event, text)),
    })),
    ...events.map(({ name, schema }) => ({ path: `${schemas}/events/${name}.schema.json`, content: json(schema) })),
    ...[...models].map(([name, schema]) => ({ path: `${schemas}/${name}.schema.json`, content: json(schema) })),
  ];
}

function yaml(data: JsonObject): string {
  return stringify(data, { lineWidth: 100, aliasDuplicateObjects: false, version: '1.2', compat: 'yaml-1.1' });
}

function json(schema: Json): string {
  const members = typeof schema === 'object' ? schema : schema === false ? { not: {} } : {};
  return `${printJson({ $schema: 'http://json-schema.org/draft-07/schema#', ...members })}\n`;
}

function document(text: ContractText): JsonObject {
  const { vendor, version, title, description, contentType, selector, security } = text;
  return {
    asyncapi: '3.1.0',
    info: { title, version, description, ...text.info, 'x-vendor': vendor },
    defaultContentType: contentType,
    servers: {
      receiver: {
        host: '{host}',
        pathname: '{path}',
        protocol: 'https',
        description: 'The endpoint of the receiver, registered with the vendor.',
        variables: { host: { description: 'Host of the endpoint.' }, path: { description: 'Path of the endpoint.' } },
        ...(security === undefined ? {} : { security: [{ $ref: `#/components/securitySchemes/${security.name}` }] }),
      },
    },
    channels: {
      webhook: {
        address: null,
        title: 'Webhook',
        description: 'Deliveries of all events to the one registered endpoint.',
        servers: [{ $ref: '#/servers/receiver' }],
        messages: Object.fromEntries(
          text.events.map(({ name }): [string, Json] => [name, { $ref: `messages/${name}.yaml` }]),
        ),
        ...(selector.length === 0 ? {} : { 'x-selector': selector }),
      },
    },
    operations: operations(text),
    ...(security === undefined ? {} : { components: { securitySchemes: { [security.name]: security.content } } }),
  };
}

/** One operation; one for each method where events come by different ones. */
function operations({ events, answers, delivery }: ContractText): JsonObject {
  const methods = [...new Set(events.map(({ method }) => method))];
  return Object.fromEntries(
    methods.map((method, index): [string, Json] => [
      index === 0 ? 'deliver' : `deliver${method.charAt(0)}${method.slice(1).toLowerCase()}`,
      {
        action: 'send',
        title: index === 0 ? 'Deliver' : `Deliver by ${method}`,
        summary: 'The vendor sends an event.',
        description: answers,
        channel: { $ref: '#/channels/webhook' },
        messages: events
          .filter((event) => event.method === method)
          .map(({ name }) => ({ $ref: `#/channels/webhook/messages/${reference(name)}` })),
        bindings: { http: { method, bindingVersion: '0.3.0' } },
        ...(delivery === undefined ? {} : { 'x-delivery': delivery }),
      },
    ]),
  );
}

function message(event: EventText, { vendor, version }: ContractText): JsonObject {
  const { name, title, summary, description, contentType, headers, examples, source } = event;
  return {
    name,
    title,
    ...(summary === undefined ? {} : { summary }),
    ...(description === undefined ? {} : { description }),
    contentType,
    ...(headers === undefined ? {} : { headers }),
    payload: { $ref: `../../../../schemas/${vendor}/${version}/events/${reference(name)}.schema.json` },
    bindings: { http: { bindingVersion: '0.3.0' } },
    ...(examples.length === 0 ? {} : { examples }),
    'x-source': source,
  };
}

/** Names of events are names of files: only these signs of them mean something in a reference. */
function reference(name: string): string {
  return name.replaceAll('%', '%25').replaceAll('#', '%23');
}
