import type { ContractEvent } from '../asyncapi/model.ts';
import { at, parsePointer } from '../json-schema/pointer.ts';
import type { Json } from '../util/json.ts';
import { buildDelivery } from '../sending/build-delivery.ts';
import type { BuildOptions, OutgoingDelivery } from '../sending/build-delivery.ts';
import { changeAt } from './edit.ts';
import { withHeaders } from './headers.ts';
import type { ExtraHeader } from './headers.ts';
import { SampleError } from './prepared-contract.ts';
import type { PreparedContract } from './prepared-contract.ts';
import { isStillSent } from './variations.ts';

/** What the deliveries of a run are made with. */
export interface BenchOptions extends BuildOptions {
  readonly oldSecret?: string;
  readonly headers: readonly ExtraHeader[];
  /** What samples are drawn by. */
  readonly seed: string;
  /** A text that no other run has: it makes the ids of deliveries unlike those of former runs. */
  readonly run: string;
}

/** A payload of an event. */
export interface Base {
  readonly event: ContractEvent;
  /** What it is: `documented example "placed"`. */
  readonly name: string;
  readonly payload: Json;
}

/** How a delivery differs from a right one. */
export interface Deviation extends Partial<Pick<BuildOptions, 'secret' | 'registeredUrl' | 'timestamp'>> {
  /** Whether it lacks what proves where it comes from. */
  readonly isUnproven?: boolean;
  /** The content type in place of the event's. */
  readonly contentType?: string;
  /** The body that is signed in place of the one that is sent. */
  readonly signedBody?: Uint8Array;
  /** Headers in place of the run's. */
  readonly headers?: readonly ExtraHeader[];
}

/** Makes payloads and deliveries of one contract. */
export interface Bench extends BenchOptions {
  readonly prepared: PreparedContract;
  /** Events that no payload is known of, with the reason. */
  readonly unsent: readonly { readonly event: string; readonly reason: string }[];
  /** Documented examples, in document order. */
  readonly examples: readonly Base[];
  /** Samples of each event: with all that it can have, and with no more than it must. */
  readonly samples: readonly Base[];
  /** A payload of each event that was not sent before, as far as the contract lets payloads be told apart. */
  freshOfEach(): Base[];
  /**
   * The payload with an id of its own, where the contract says that payloads have one; and, unless it is only another
   * `delivery` about the same, about a thing of its own, where the contract says what deliveries are about.
   */
  fresh(event: ContractEvent, payload: Json, what?: 'delivery'): Json;
  /** An id for a delivery whose id stands in a header. */
  nextId(): string;
  /** @throws {SignatureSchemeError} when the secret cannot be used */
  deliver(event: ContractEvent, body: Uint8Array, id: string, deviation?: Deviation): OutgoingDelivery;
}

/** The bytes of a payload, written as JSON without spaces. */
export function bytesOf(payload: Json): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(payload));
}

/** Draws the samples of all events. */
export function createBench(prepared: PreparedContract, options: BenchOptions): Bench {
  const { contract } = prepared;
  const { seed, run } = options;
  let count = 0;
  let drawn = 0;
  const reasons = new Map<string, string>();
  const draw = (event: ContractEvent, name: string, settings: object): Base[] => {
    try {
      return [{ event, name, payload: prepared.sample(event, { seed, nulls: 0, ...settings }) }];
    } catch (error) {
      if (!(error instanceof SampleError)) throw error;
      reasons.set(event.name, error.message);
      return [];
    }
  };
  const examples = contract.events.flatMap((event) =>
    event.examples.map(({ name, payload }) => ({ event, name: `documented example "${name}"`, payload })),
  );
  const samples = contract.events.flatMap((event) => [
    ...draw(event, 'sample with all that it can have', { optional: 'all' }),
    ...draw(event, 'sample with no more than it must have', { optional: 'none' }),
  ]);
  const known = new Set([...examples, ...samples].map(({ event }) => event));
  const unsent = contract.events
    .filter((event) => !known.has(event))
    .map((event) => ({ event: event.name, reason: reasons.get(event.name) ?? '' }));

  const replaced = (event: ContractEvent, payload: Json, pointer: string | undefined): Json => {
    const former = pointer?.startsWith('/') === true ? at(payload, pointer) : undefined;
    if (pointer === undefined || former === undefined) return payload;
    for (const id of idsLike(former, run, ++count)) {
      const changed = changeAt(
        payload,
        parsePointer(pointer),
        () => id,
        () => false,
      );
      if (isStillSent(prepared, event, changed)) return changed;
    }
    return payload;
  };
  const { id: idPointer, orderKey } = contract.delivery;
  const fresh: Bench['fresh'] = (event, payload, what) => {
    const identified = replaced(event, payload, idPointer);
    return what === 'delivery' ? identified : replaced(event, identified, orderKey);
  };
  const hasId = idPointer?.startsWith('/') === true;

  return {
    ...options,
    prepared,
    unsent,
    examples,
    samples,
    fresh,
    nextId: () => `${run}-${++count}`,
    freshOfEach() {
      drawn++;
      return [...known].flatMap((event) => {
        const base = [...examples, ...samples].find((one) => one.event === event);
        if (base === undefined) return [];
        if (hasId) return [{ ...base, payload: fresh(event, base.payload) }];
        const [drawnAnew] = draw(event, `sample ${drawn}`, { seed: `${seed} ${run} ${drawn}` });
        return [drawnAnew ?? base];
      });
    },
    deliver(event, body, id, deviation = {}) {
      const { headers = options.headers, isUnproven = false, contentType, signedBody = body } = deviation;
      const { secret: _, ...unproven } = { ...options, id };
      const build = isUnproven ? unproven : { ...options, id, ...deviation };
      const kind = contentType === undefined ? event : { ...event, contentType };
      return withHeaders({ ...buildDelivery(contract, kind, signedBody, build), body }, headers);
    },
  };
}

/** Ids of the same type, the ones most like the former first. */
function idsLike(former: Json, run: string, count: number): Json[] {
  if (typeof former === 'number') {
    // Below what 32 bits with a sign hold, for ids that are kept in such a column.
    const start = Array.from(run).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1_000_000_000, 7);
    return [start + count, former + count, count];
  }
  if (typeof former !== 'string') return [];
  const digits = Array.from(run, (letter) => letter.charCodeAt(0).toString(16)).join('');
  const hex = `${digits}${'0'.repeat(32)}`.slice(0, 20) + count.toString(16).padStart(12, '0');
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20)];
  return [`${former}-${run}-${count}`, parts.join('-'), hex, String(count)];
}
