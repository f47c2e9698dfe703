import { valueOf } from '../../signatures/signature-header.ts';
import type { Delivery, HandshakeRequest, Json, Refusal } from '../api.ts';
import { createAuthenticator } from './authenticate.ts';
import { codingOf, decodeBody, tooLarge } from './body.ts';
import { createEventReader } from './read-event.ts';
import { isRefusal, refuse } from './refuse.ts';
import type { AllServed } from './served.ts';
import type { AnyOptions, AnyOutcome, Authentic, Later, Soon } from './types.ts';

/** Source: RFC 8259, section 11, and RFC 6839, section 3.1. */
const jsonTypes = /^(?:application\/|[^;\s]+\+)json\s*(?:;|$)/i;

/** What a receiver finds out about deliveries, before anybody handles them. */
export interface Judge {
  /** Most bytes of a body. */
  readonly limit: number;
  /** What can be said without authentication, and with the headers alone: a refusal, or the answer to a handshake. */
  precheck(delivery: Delivery): Soon<Refusal | HandshakeRequest> | undefined;
  /** Throws and rejects only with what `secrets`, `url` and `verify` do. */
  judge(delivery: Delivery, later: Later): Soon<AnyOutcome>;
}

/**
 * Looks at a delivery in an order in which whoever is not the vendor learns nothing about the contract: method, size,
 * authentication, content.
 *
 * @throws {TypeError} when the options do not fit the contracts
 */
export function createJudge(served: AllServed, options: AnyOptions): Judge {
  const { limit = 1_048_576, tolerance = 0 } = options;
  // What is no number would refuse every delivery.
  if (!(limit > 0 && tolerance >= 0))
    throw new TypeError('`limit` and `tolerance` must be numbers that are not negative.');
  const methods = methodsOf(served);
  const authenticate = createAuthenticator(served, options);
  const readEvent = createEventReader(served);
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  const greeter = served.find(({ definition }) => definition.uses?.handshake)?.definition;
  const greet = greeter?.uses?.handshake?.bind(undefined, greeter);

  function precheck(delivery: Delivery): ReturnType<Judge['precheck']> {
    const { method, body } = delivery;
    const greeting = greet?.(delivery);
    if (!greeting && !methods.includes(method)) return refuse(405, 'method', `The method is ${method}.`);
    if (body.length > limit) return tooLarge(limit);
    return greeting === 'authenticate' ? undefined : greeting;
  }

  function judge(delivery: Delivery, later: Later): Soon<AnyOutcome> {
    const early = precheck(delivery);
    if (early !== undefined) return early;
    const verdict = authenticate(delivery);
    return verdict instanceof Promise
      ? verdict.then((found) => proceed(delivery, later, found))
      : proceed(delivery, later, verdict);
  }

  function proceed(delivery: Delivery, later: Later, verdict: Authentic | Refusal): Soon<AnyOutcome> {
    const coding = codingOf(delivery);
    if (coding !== undefined) return judgeEncoded(delivery, later, coding, verdict);
    return isRefusal(verdict) ? verdict : read(delivery, later, delivery.body, verdict);
  }

  /** A vendor signs either the bytes that it sends, or those that it has encoded. */
  async function judgeEncoded(
    delivery: Delivery,
    later: Later,
    coding: string,
    first: Authentic | Refusal,
  ): Promise<AnyOutcome> {
    const body = await decodeBody(delivery.body, coding, limit);
    const verdict = isRefusal(first) && !isRefusal(body) ? await authenticate({ ...delivery, body }) : first;
    if (isRefusal(verdict)) return verdict;
    return isRefusal(body) ? body : read(delivery, later, body, verdict);
  }

  function read(delivery: Delivery, later: Later, body: Uint8Array, { secret }: Authentic): Soon<AnyOutcome> {
    const contentType = valueOf(delivery.headers, 'content-type');
    if (contentType && contentType !== 'application/json' && !jsonTypes.test(contentType))
      return refuse(415, 'content-type', `The content type is ${contentType}, not JSON.`);
    let payload: Json | undefined;
    try {
      payload = JSON.parse(utf8.decode(body)) as Json;
    } catch {
      // Said below: a handshake may have no body.
    }
    const greeting = greet?.(delivery, { payload, secret });
    if (greeting && greeting !== 'authenticate') return greeting;
    if (payload === undefined) return refuse(400, 'not-json', `The body, ${body.length} bytes, is not JSON in UTF-8.`);
    return readEvent(payload, { delivery, secretId: secret?.id, later });
  }

  return { limit, precheck, judge };
}

/** The methods of the contracts' deliveries. */
export function methodsOf(served: AllServed): readonly string[] {
  const all = served.flatMap(({ definition }) => Object.values(definition.events));
  return [...new Set(all.map(({ method }) => method))];
}
