import { RunError } from '../../findings/run-error.ts';
import { valueAt } from '../../asyncapi/sources.ts';
import type { Location, Sources } from '../../asyncapi/sources.ts';
import type { SourceDocument } from '../../asyncapi/source-map.ts';
import { parsePointer } from '../../json-schema/pointer.ts';
import { isObject } from '../../util/json.ts';
import type { JsonObject } from '../../util/json.ts';
import { below, follow, membersAt, objectAt, textAt } from '../places.ts';
import type { Assumption, ImportFormat } from '../result.ts';
import type { Taken } from '../taken.ts';
import { sharedInfo } from './format.ts';
import type { DocumentEvent, DocumentExample, DocumentParts } from './format.ts';

/** Reads an AsyncAPI 3 document: the messages of the operations that send, on whatever channel. */
export function readAsyncApi(
  source: SourceDocument,
  format: ImportFormat,
  sources: Sources,
  taken: Taken,
): DocumentParts {
  const root: Location = { source, pointer: '' };
  const reader = new Reader(root, sources, taken);
  const operations = membersAt(root, 'operations').flatMap(([, place]) => follow(place, sources) ?? []);
  const sending = operations.filter((place) => textAt(place, 'action') === 'send');
  const used = sending.length > 0 ? sending : operations;
  const channels = membersAt(root, 'channels').flatMap(([, place]) => follow(place, sources) ?? []);
  const assumptions: Assumption[] =
    sending.length === 0 && operations.length > 0
      ? [
          {
            message:
              'The document has no operation that sends: it was taken for one of the receiver’s side, and what it receives for what the vendor sends.',
          },
        ]
      : [];
  const events =
    operations.length === 0
      ? channels.flatMap((channel) => reader.channelEvents(channel, undefined))
      : used.flatMap((operation) => reader.operationEvents(operation));
  if (events.length === 0) throw noEvents(source.file);
  const info = objectAt(below(root, 'info'));
  const shared = sharedInfo(info);
  const xDelivery = used
    .map((operation) => below(operation, 'x-delivery'))
    .find((place) => objectAt(place) !== undefined);
  if (xDelivery !== undefined) taken.take(xDelivery);
  const security = reader.security(used);
  taken.takeMembers(root, ['asyncapi', 'defaultContentType']);
  taken.takeMembers(below(root, 'info'), ['title', 'description', ...shared.names]);
  return {
    format,
    dialect: 'draft-07',
    title: textAt(below(root, 'info'), 'title'),
    description: textAt(below(root, 'info'), 'description'),
    info: shared.info,
    events,
    security,
    selector: reader.selector(channels),
    delivery: xDelivery === undefined ? undefined : objectAt(xDelivery),
    assumptions,
  };
}

function noEvents(file: string): RunError {
  return new RunError('input', `${file} has no message: there is nothing that a vendor would send.`, {
    help: 'Is it the right document? Messages stand under channels, which operations send.',
  });
}

class Reader {
  readonly #root: Location;
  readonly #sources: Sources;
  readonly #taken: Taken;
  readonly #seen = new Set<string>();

  constructor(root: Location, sources: Sources, taken: Taken) {
    this.#root = root;
    this.#sources = sources;
    this.#taken = taken;
  }

  /** The messages that an operation names, else all of its channel. */
  operationEvents(operation: Location): DocumentEvent[] {
    this.#taken.takeMembers(operation, ['action', 'channel', 'messages']);
    const channel = follow(below(operation, 'channel'), this.#sources);
    const method = this.#method(operation);
    const named = membersAt(operation, 'messages');
    if (named.length === 0) return channel === undefined ? [] : this.channelEvents(channel, method);
    return named.flatMap(([, place]) => this.#event(place, method, channel));
  }

  channelEvents(channel: Location, method: string | undefined): DocumentEvent[] {
    return membersAt(channel, 'messages').flatMap(([, place]) => this.#event(place, method, channel));
  }

  /** A message once, though several operations may name it. */
  #event(place: Location, method: string | undefined, channel: Location | undefined): DocumentEvent[] {
    const steps = this.#steps(place);
    const message = steps.at(-1);
    if (message === undefined || objectAt(message) === undefined) return [];
    const key = `${message.source.file}#${message.pointer}`;
    if (this.#seen.has(key)) return [];
    this.#seen.add(key);
    for (const step of steps.slice(0, -1)) this.#taken.take(step);
    const part = (name: string): Location | undefined => this.#part(message, name);
    const payload = this.#payload(part('payload'));
    if (payload === 'other') return [];
    const headers = part('headers');
    const schema = headers === undefined ? undefined : this.#payload(headers);
    this.#taken.takeMembers(message, [
      'name',
      'title',
      'summary',
      'description',
      'contentType',
      'examples',
      'x-source',
    ]);
    const words = (name: string): string | undefined => {
      const found = part(name);
      const value = found === undefined ? undefined : valueAt(found);
      return typeof value === 'string' && value.trim() !== '' ? value : undefined;
    };
    return [
      {
        name: words('name') ?? nameOf(steps, channel),
        title: words('title'),
        summary: words('summary'),
        description: words('description'),
        method: method ?? 'POST',
        contentType: words('contentType') ?? textAt(this.#root, 'defaultContentType'),
        place: message,
        payload,
        headers: schema === undefined || schema === 'other' ? undefined : { schema },
        examples: this.#examples(part('examples')),
      },
    ];
  }

  /** A member of a message, or of one of its traits where the message has none of its own. */
  #part(message: Location, name: string): Location | undefined {
    if (valueAt(below(message, name)) !== undefined) return below(message, name);
    for (const [, place] of membersAt(message, 'traits')) {
      const trait = follow(place, this.#sources);
      if (trait === undefined || valueAt(below(trait, name)) === undefined) continue;
      if (trait.pointer !== place.pointer) this.#taken.take(place);
      this.#taken.take(below(trait, name));
      return below(trait, name);
    }
    return undefined;
  }

  /** Where the schema of a payload stands; `other` when it is of a language that is no JSON Schema. */
  #payload(place: Location | undefined): Location | 'other' | undefined {
    if (place === undefined) return undefined;
    const object = objectAt(place);
    const format = object?.['schemaFormat'];
    if (typeof format !== 'string' || !Object.hasOwn(object ?? {}, 'schema')) return place;
    this.#taken.take(below(place, 'schemaFormat'));
    if (/^application\/(?:vnd\.aai\.asyncapi|vnd\.oai\.openapi|schema)(?:[+;]|$)/.test(format))
      return below(place, 'schema');
    this.#taken.note(place, 'payload', `${format} is no JSON Schema, so the event is not in the contract.`);
    return 'other';
  }

  #examples(place: Location | undefined): DocumentExample[] {
    if (place === undefined) return [];
    return membersAt(place).flatMap(([, location]) => {
      const example = objectAt(location);
      if (example === undefined || !Object.hasOwn(example, 'payload')) {
        this.#taken.note(location, 'example', 'It has no payload.');
        return [];
      }
      const headers = example['headers'];
      return [
        {
          name: textAt(location, 'name'),
          summary: textAt(location, 'summary'),
          payload: example['payload'] ?? null,
          ...(isObject(headers) ? { headers } : {}),
          place: location,
        },
      ];
    });
  }

  #method(operation: Location): string | undefined {
    const http = below(operation, 'bindings', 'http');
    const binding = follow(http, this.#sources);
    const method = binding === undefined ? undefined : textAt(binding, 'method');
    if (binding !== undefined && method !== undefined) {
      this.#taken.takeMembers(binding, ['method', 'bindingVersion']);
      this.#taken.takeMembers(http, ['$ref']);
    }
    return method?.toUpperCase();
  }

  selector(channels: readonly Location[]): string[] {
    for (const channel of channels) {
      const place = below(channel, 'x-selector');
      const entries = valueAt(place);
      if (!Array.isArray(entries)) continue;
      this.#taken.take(place);
      return entries.filter((entry) => typeof entry === 'string');
    }
    return [];
  }

  /** The first scheme of operations or servers that stands in a header. */
  security(operations: readonly Location[]): DocumentParts['security'] {
    const servers = membersAt(this.#root, 'servers').flatMap(([, place]) => follow(place, this.#sources) ?? []);
    for (const holder of [...operations, ...servers]) {
      for (const [, place] of membersAt(holder, 'security')) {
        const scheme = follow(place, this.#sources);
        const content = scheme === undefined ? undefined : objectAt(scheme);
        if (scheme === undefined || content?.['type'] !== 'httpApiKey' || content['in'] !== 'header') continue;
        this.#taken.take(place);
        this.#taken.take(scheme);
        const signature: JsonObject = Object.hasOwn(content, 'x-signature')
          ? { 'x-signature': content['x-signature'] ?? null }
          : {};
        const { type, name, description } = content;
        return {
          name: Object.hasOwn(content, 'x-signature') ? 'signature' : 'configuredHeader',
          content: {
            type,
            in: 'header',
            name: name ?? '',
            ...(description === undefined ? {} : { description }),
            ...signature,
          },
        };
      }
    }
    return undefined;
  }

  /** The places that references lead through, the message last; empty when one leads nowhere. */
  #steps(place: Location): Location[] {
    const steps = [place];
    for (let current = place; steps.length < 50;) {
      const reference = objectAt(current)?.['$ref'];
      if (typeof reference !== 'string') return steps;
      const next = this.#sources.resolve(reference, current);
      if (next === undefined) return [];
      current = next;
      steps.push(next);
    }
    return [];
  }
}

/** A message without a name: its key, unless a tool made that up; then the address of its channel. */
function nameOf(steps: readonly Location[], channel: Location | undefined): string {
  const keys = steps.flatMap(({ pointer }) => {
    const tokens = parsePointer(pointer);
    return tokens.at(-2) === 'messages' ? [tokens.at(-1) ?? ''] : [];
  });
  const own = keys.findLast((key) => !/\.message(?:\.\d+)?$|^(?:message|publish|subscribe)?\d*$/.test(key));
  if (own !== undefined) return own;
  const number = /\.(\d+)$/.exec(keys.at(-1) ?? '')?.[1];
  const address =
    channel === undefined ? undefined : (textAt(channel, 'address') ?? parsePointer(channel.pointer).at(-1));
  return `${address ?? 'message'}${number === undefined || number === '0' ? '' : `.${Number(number) + 1}`}`;
}
