import type { Contract } from '../asyncapi/model.ts';
import { buildDelivery, deliveryIdOf } from '../sending/build-delivery.ts';
import type { OutgoingDelivery } from '../sending/build-delivery.ts';
import { SignatureSchemeError } from '../signatures/message.ts';
import type { Json } from '../util/json.ts';
import { findContract, findEvent } from './contracts.ts';
import type { TestContract } from './contracts.ts';
import { asJson } from './plain.ts';
import { TestSetupError } from './setup-error.ts';
import type { ContractOptions, ContractReference, EventNameOf } from './types.ts';

export interface SignedDeliveryOptions extends ContractOptions {
  /** Absolute URL that it goes to. */
  readonly url: string;
  /** URL that was registered with the vendor, which signs it; `url` when absent. */
  readonly registeredUrl?: string;
  /**
   * The secret shared with the vendor. Required where deliveries are signed; null makes one without a signature. `undefined`
   * is allowed because environment variables have that type; it is refused.
   */
  readonly secret?: string | null | undefined;
  /** The payload, valid or not; the first documented example, else a sample, when absent. */
  readonly payload?: unknown;
  /** The raw body in place of a payload: for a body that is no JSON, or that is written in another way. */
  readonly body?: string | Uint8Array;
  /** Headers that are added, or replace those of the same name. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Id of the delivery, where the contract has one in a header; a new one when absent. */
  readonly id?: string;
  /** Unix time in seconds, where it is signed; the present when absent. */
  readonly timestamp?: number;
}

/**
 * One delivery as the vendor makes it: what a receiver is tested with. The signature, or the header with the fixed value,
 * is right for the body and the URL.
 *
 * @throws {TestSetupError} when there is no such contract or event, or an option cannot be used
 */
export function signedDelivery<const Reference extends ContractReference>(
  contract: Reference,
  event: EventNameOf<Reference>,
  options: SignedDeliveryOptions,
): OutgoingDelivery {
  const found = findContract(contract, options);
  const wanted = findEvent(found, event);
  const body = bodyOf(found, event, options);
  const id = options.id ?? (body instanceof Uint8Array ? undefined : deliveryIdOf(found.contract, body));
  const { registeredUrl, timestamp } = options;
  const secret = secretOf(found.contract, options);
  try {
    const delivery = buildDelivery(found.contract, wanted, body, {
      url: checkedUrl(options.url),
      ...(registeredUrl === undefined ? {} : { registeredUrl: checkedUrl(registeredUrl) }),
      ...(secret === null ? {} : { secret }),
      ...(id === undefined ? {} : { id }),
      ...(timestamp === undefined ? {} : { timestamp }),
    });
    return { ...delivery, headers: withHeaders(delivery.headers, options.headers ?? {}) };
  } catch (error) {
    if (!(error instanceof SignatureSchemeError)) throw error;
    throw new TestSetupError(`${found.contract.id}: ${error.message}`, { cause: error });
  }
}

/**
 * A delivery as a web standard `Request`, for receivers with `fetch`: Hono, Next, Workers.
 *
 * @throws {TestSetupError} when the environment of the test has no `Request`, as the browser-like ones of test runners
 */
export function toRequest({ url, method, headers, body }: OutgoingDelivery): Request {
  if (typeof globalThis.Request !== 'function') {
    throw new TestSetupError('There is no Request here. Run the test in an environment for Node.js.');
  }
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(url, {
    method,
    headers: headers.map(([name, value]) => [name, value] as [string, string]),
    ...(hasBody ? { body: new Uint8Array(body) } : {}),
  });
}

function bodyOf(found: TestContract, event: string, { payload, body }: SignedDeliveryOptions): Json | Uint8Array {
  if (body !== undefined) return typeof body === 'string' ? new TextEncoder().encode(body) : new Uint8Array(body);
  const wanted = findEvent(found, event);
  if (payload === undefined) return wanted.examples[0]?.payload ?? found.samplerOf(wanted).sample();
  const { json, problems } = asJson(payload);
  const [first] = problems;
  if (first === undefined) return json;
  throw new TestSetupError(
    `The payload is no JSON: ${first.pointer || 'it'} is ${first.what}. For a raw body, there is the option "body".`,
  );
}

function secretOf({ id, authentication }: Contract, options: SignedDeliveryOptions): string | null {
  if (authentication.kind === 'none') return null;
  if (options.secret !== undefined && options.secret !== '') return options.secret;
  if (authentication.kind === 'header' && !('secret' in options)) return null;
  throw new TestSetupError(
    `The secret is missing: deliveries of ${id} carry ${authentication.kind === 'header' ? authentication.header : authentication.scheme.header}. For one without it, say secret: null.`,
  );
}

function checkedUrl(url: string): string {
  if (/^https?:\/\//i.test(url) && URL.canParse(url)) return url;
  throw new TestSetupError(`"${url}" is no absolute URL. Write it whole: https://example.com/webhooks.`);
}

function withHeaders(
  headers: OutgoingDelivery['headers'],
  added: Readonly<Record<string, string>>,
): OutgoingDelivery['headers'] {
  const names = new Set(Object.keys(added).map((name) => name.toLowerCase()));
  return [...headers.filter(([name]) => !names.has(name.toLowerCase())), ...Object.entries(added)];
}
