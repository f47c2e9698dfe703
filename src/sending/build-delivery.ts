import type { Contract, ContractEvent } from '../asyncapi/model.ts';
import { parsePointer } from '../json-schema/pointer.ts';
import { sign } from '../signatures/sign.ts';
import type { Headers } from '../signatures/signature-header.ts';
import { isObject } from '../util/json.ts';
import type { Json } from '../util/json.ts';

/** A delivery that is ready to be sent. */
export interface OutgoingDelivery {
  /** Upper case. */
  readonly method: string;
  /** Absolute URL that it goes to. */
  readonly url: string;
  /** In the order in which they are sent, without those of the connection (`Host`, `Content-Length`). */
  readonly headers: Headers;
  readonly body: Uint8Array;
}

/** How a delivery is authenticated, and where it goes. */
export interface BuildOptions {
  /** Absolute URL that it goes to. */
  readonly url: string;
  /** URL that is signed, when the vendor was told another one than `url`. */
  readonly registeredUrl?: string;
  /** The secret shared with the vendor: its signature's key, or the value of its header. Unsigned when absent. */
  readonly secret?: string;
  /** Id for schemes that sign one; a new one when absent. */
  readonly id?: string;
  /** Unix time in seconds for schemes that sign one; the present when absent. */
  readonly timestamp?: number;
}

/**
 * A delivery as the vendor makes it: method, content type and headers of the event, a header that tells the event where
 * the selector looks at one, and what authenticates it.
 *
 * @param body the raw bytes, or a payload that is written as JSON without spaces
 * @throws {SignatureSchemeError} when the scheme or the secret cannot be used
 */
export function buildDelivery(
  contract: Contract,
  event: ContractEvent,
  body: Json | Uint8Array,
  options: BuildOptions,
): OutgoingDelivery {
  const bytes = body instanceof Uint8Array ? body : new TextEncoder().encode(JSON.stringify(body));
  const delivery = { method: event.method, url: options.url, body: bytes };
  const headers = [
    ['Content-Type', event.contentType] as const,
    ...selectorHeaders(contract, event),
    ...idHeader(contract, options.id),
    ...authentication(contract, delivery, options),
  ];
  return { ...delivery, headers };
}

function selectorHeaders({ selector }: Contract, { match }: ContractEvent): Headers {
  return selector.flatMap((part, index) => {
    const value = match[index]?.[0];
    return part.kind === 'header' && value !== undefined ? [[part.header, value] as const] : [];
  });
}

/** The header with the delivery's id, unless the signature brings it. */
function idHeader({ delivery, authentication: by }: Contract, id: string | undefined): Headers {
  if (id === undefined || delivery.id?.startsWith('header:') !== true) return [];
  const name = delivery.id.slice('header:'.length);
  const signed = by.kind === 'signature' ? by.scheme.parts?.id : undefined;
  return signed?.toLowerCase() === `header:${name}`.toLowerCase() ? [] : [[name, id]];
}

function authentication(
  { authentication: by }: Contract,
  { method, url, body }: Pick<OutgoingDelivery, 'method' | 'url' | 'body'>,
  { secret, registeredUrl, id, timestamp }: BuildOptions,
): Headers {
  if (secret === undefined || by.kind === 'none') return [];
  if (by.kind === 'header') return [[by.header, secret]];
  return sign(by.scheme, {
    secret,
    method,
    body,
    url: registeredUrl ?? url,
    ...(id === undefined ? {} : { id }),
    ...(timestamp === undefined ? {} : { timestamp }),
  });
}

/** The id that a payload carries where `x-delivery` says it stands; undefined when it stands elsewhere or is no text or number. */
export function deliveryIdOf({ delivery }: Contract, payload: Json): string | undefined {
  if (delivery.id === undefined || delivery.id.startsWith('header:')) return undefined;
  let value: Json | undefined = payload;
  for (const token of parsePointer(delivery.id)) {
    value = isObject(value) && Object.hasOwn(value, token) ? value[token] : undefined;
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
