import { createHash } from 'node:crypto';
import type { Delivery } from '../../deliveries/delivery.ts';
import { wordsOf } from '../../json-schema/infer/words.ts';
import { child, parsePointer } from '../../json-schema/pointer.ts';
import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';
import type { FoundDelivery } from '../result.ts';
import { soundsSigned } from '../signature/trial-schemes.ts';

/** Deliveries that are looked at, and places in each. */
const mostDeliveries = 5_000;
const mostPlaces = 60;
/** Different values before something is taken for an id, and deliveries that must have it. */
const fewest = 5;

/** What the values of one place were so far. */
interface PlaceValues {
  count: number;
  /** The body that each value came with, as a digest. */
  readonly bodies: Map<string, string>;
  /** Deliveries whose value came before with the same body. */
  again: number;
  /** Deliveries whose value came before with another body. */
  shared: number;
  isTime: boolean;
}

/** Finds where a delivery says which one it is, and when it happened. */
export class DeliveryPlaces {
  readonly #places = new Map<string, PlaceValues>();
  #count = 0;

  /** @param headers undefined when they are not known */
  add(payload: Json, body: Uint8Array, headers: Delivery['headers'] | undefined): void {
    if (this.#count >= mostDeliveries) return;
    this.#count++;
    const digest = createHash('sha256').update(body).digest('base64');
    for (const [name, value] of headers ?? []) {
      if (headerScore(name) > 0) this.#put(`header:${name}`, value.trim(), digest);
    }
    if (!isObject(payload)) return;
    for (const [pointer, value] of candidates(payload)) this.#put(pointer, value, digest);
  }

  #put(place: string, value: string, digest: string): void {
    let known = this.#places.get(place);
    if (known === undefined) {
      if (this.#places.size >= mostPlaces) return;
      known = { count: 0, bodies: new Map(), again: 0, shared: 0, isTime: true };
      this.#places.set(place, known);
    }
    known.count++;
    known.isTime &&= isTime(value);
    const before = known.bodies.get(value);
    if (before === undefined) known.bodies.set(value, digest);
    else if (before === digest) known.again++;
    else known.shared++;
  }

  /** What was found; nothing when no place speaks for itself. */
  found(): FoundDelivery {
    const complete = [...this.#places].filter(([, { count }]) => count === this.#count);
    const ids = complete
      .filter(
        ([place, { bodies, shared, isTime: isATime }]) =>
          bodies.size >= fewest && shared === 0 && !isATime && idScore(place) > 0,
      )
      .toSorted(([one], [other]) => idScore(other) - idScore(one));
    const [id, values] = ids[0] ?? [];
    const [order] = complete
      .filter(([place, { bodies, isTime: isATime }]) => isATime && bodies.size >= fewest && orderScore(place) > 0)
      .toSorted(([one], [other]) => orderScore(other) - orderScore(one))[0] ?? [undefined];
    const [orderKey] = complete.find(
      ([place, { bodies, shared }]) => keyed.test(place) && shared > 0 && bodies.size >= fewest,
    ) ?? [undefined];
    return {
      ...(id === undefined ? {} : { id }),
      ...(order === undefined ? {} : { order }),
      ...(order === undefined || orderKey === undefined ? {} : { orderKey }),
      repeated: values?.again ?? 0,
    };
  }
}

/** What holds the thing that an event is about: then what stands beside it is about the event. */
const containers: ReadonlySet<string> = new Set(
  'attributes body content data detail details event object payload resource'.split(' '),
);
/** What holds something about the delivery. */
const about: ReadonlySet<string> = new Set(
  'delivery event header headers meta metadata notification webhook'.split(' '),
);
/** The id of the thing that an event is about. */
const keyed = /^\/(?:data|object|payload|resource)(?:\/(?:object|data|resource|attributes))?\/(?:id|uuid|guid)$/;

/** Scalars at the root and in what is about the delivery, and the id of the thing; nothing of a payload that is the thing itself. */
function candidates(payload: { readonly [key: string]: Json }): [pointer: string, value: string][] {
  const entries = Object.entries(payload);
  const isEnvelope = entries.some(([key, value]) => containers.has(key.toLowerCase()) && isObject(value));
  const found: [string, string][] = [];
  const add = (pointer: string, value: Json): void => {
    if ((typeof value === 'string' && value.length <= 200) || typeof value === 'number')
      found.push([pointer, String(value)]);
  };
  for (const [key, value] of entries) {
    const pointer = child('', key);
    const words = wordsOf(key);
    if (isEnvelope || (words.includes('event') && words.length > 1)) add(pointer, value);
    if (!isObject(value)) continue;
    for (const [name, held] of Object.entries(value)) {
      if (isEnvelope && about.has(key.toLowerCase())) add(child(pointer, name), held);
      const place = child(pointer, name);
      if (keyed.test(place)) add(place, held);
      if (isObject(held))
        for (const each of ['id', 'uuid', 'guid']) {
          const below = Object.hasOwn(held, each) ? held[each] : undefined;
          if (below !== undefined && keyed.test(child(place, each))) add(child(place, each), below);
        }
    }
  }
  return found;
}

/** How much the name of a place promises an id of the delivery: the body's before a header's, which may be the attempt's. */
function idScore(place: string): number {
  if (place.startsWith('header:')) return headerScore(place.slice('header:'.length));
  const tokens = parsePointer(place);
  const words = wordsOf(tokens.at(-1) ?? '');
  if (keyed.test(place) || !words.some((word) => ids.has(word))) return 0;
  const above = tokens.length > 1 ? wordsOf(tokens[0] ?? '') : [];
  if ([...words, ...above].some((word) => ['event', 'delivery', 'notification', 'webhook'].includes(word))) return 6;
  return words.length === 1 ? 5 : 0;
}

const ids: ReadonlySet<string> = new Set(['id', 'uuid', 'guid']);

/** How much a header's name promises an id of the delivery: 0 for none. */
function headerScore(name: string): number {
  const words = wordsOf(name);
  if (soundsSigned(name) || /^(?:x-)?(?:request-id$|correlation-|trace-|amzn-|cf-)/i.test(name)) return 0;
  if (words.includes('delivery') || words.includes('idempotency')) return 4;
  if (!words.some((word) => ids.has(word))) return 0;
  return words.some((word) => ['event', 'message', 'webhook', 'notification'].includes(word))
    ? 4
    : words.includes('request')
      ? 2
      : 0;
}

/** How much the name of a place promises the time of the event. */
function orderScore(place: string): number {
  if (place.startsWith('header:') || keyed.test(place)) return 0;
  const words = wordsOf(parsePointer(place).at(-1) ?? '');
  if (words.some((word) => ['occurred', 'happened'].includes(word)) || words.join(' ') === 'event time') return 4;
  if (words.includes('created')) return 3;
  if (words.includes('timestamp')) return 2;
  return words.join(' ') === 'time' || words.join(' ') === 'date' ? 1 : 0;
}

/** Seconds or milliseconds since 1970 of this century, or a date with a time. */
function isTime(value: string): boolean {
  return /^(?:\d{10}|\d{13})(?:\.\d+)?$/.test(value) || /^\d{4}-\d\d-\d\dT\d\d:/.test(value);
}
