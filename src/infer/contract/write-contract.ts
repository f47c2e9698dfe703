import type { SelectorPart } from '../../asyncapi/model.ts';
import { parsePointer } from '../../json-schema/pointer.ts';
import type { InferredSchemas } from '../../json-schema/infer/infer.ts';
import { pinValue } from '../../json-schema/infer/pin-value.ts';
import { wordsOf } from '../../json-schema/infer/words.ts';
import type { JsonObject } from '../../util/json.ts';
import type { SelectorValues } from '../event-key.ts';
import type { ContractFile, FoundDelivery, InferredAuthentication } from '../result.ts';
import { contractFiles } from './contract-files.ts';
import type { EventText } from './contract-files.ts';
import type { ChosenExample } from './examples.ts';
import { redact } from './redact.ts';
import { exampleSource } from './source.ts';

/** All that a contract is written from. */
export interface ContractParts {
  readonly vendor: string;
  readonly version: string;
  readonly selector: readonly SelectorPart[];
  readonly authentication: InferredAuthentication;
  readonly delivery: FoundDelivery;
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
  const { vendor, version, contentType, events, selector, authentication, schemas, source } = parts;
  const { repeated: _, ...place } = parts.delivery;
  return contractFiles({
    vendor,
    version,
    title: `${vendor.charAt(0).toUpperCase()}${vendor.slice(1).replaceAll('-', ' ')} webhooks`,
    description: `Inferred from captures, and from nothing else: what did not come while they were recorded is not in it. ${source['document'] as string}.`,
    contentType,
    security: securityScheme(authentication),
    selector: selector.map(partText),
    answers: answersText(parts.delivery),
    ...(Object.keys(place).length === 0 ? {} : { delivery: place }),
    events: events.map((event) => eventText(parts, event)),
    models: schemas.models,
  });
}

/** What captures show of answers and retries. */
function answersText({ id, repeated }: FoundDelivery): string {
  const unseen = 'How the answer counts and how often a delivery is tried again cannot be seen in captures.';
  if (id === undefined) return unseen;
  const again = repeated === 0 ? '' : ` ${repeated} came again with the id and the body of one before.`;
  return `${unseen} That ${id} tells deliveries apart is guessed: no two bodies had the same value.${again}`;
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

function eventText(parts: ContractParts, event: EventParts): EventText {
  const { contentType, method, selector, source } = parts;
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
    method,
    ...(headers === undefined ? {} : { headers }),
    examples: examples.map(({ name, payload, origin }) => ({ name, summary: summaryOf(origin), payload })),
    source: {
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
    schema: eventSchema(parts, event),
  };
}

function summaryOf(origin: ChosenExample['origin']): string {
  return `${origin === undefined ? 'A capture of unknown origin' : `A ${origin} capture`}, redacted.`;
}

/** The headers that say which event it is and which delivery, and the one that carries the signature. */
function headerSchema(
  { selector, authentication, delivery }: ContractParts,
  { values }: EventParts,
): JsonObject | undefined {
  const properties = new Map<string, JsonObject>();
  for (const [index, part] of selector.entries()) {
    const value = values[index];
    if (part.kind !== 'header' || value === undefined) continue;
    properties.set(part.header, { description: 'Which event it is.', type: 'string', const: value });
  }
  if (authentication.kind === 'signature') {
    properties.set(authentication.scheme.header, { description: 'Signature of the delivery.', type: 'string' });
  }
  const id = /^header:(.+)$/.exec(delivery.id ?? '')?.[1];
  if (id !== undefined) properties.set(id, { description: 'Id of the delivery.', type: 'string' });
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
