import { createRandom } from '../json-schema/sample/random.ts';
import { buildDelivery, deliveryIdOf } from '../sending/build-delivery.ts';
import type { BuildOptions, OutgoingDelivery } from '../sending/build-delivery.ts';
import type { Json } from '../util/json.ts';
import { createAgenda } from './agenda.ts';
import { play } from './engine.ts';
import type { Occurrence } from './engine.ts';
import { createFaultDraw } from './faults.ts';
import type { Fault, FaultRates } from './faults.ts';
import type { Plan } from './plan.ts';

/** A delivery as the vendor would make it. */
export interface SimulatedDelivery extends OutgoingDelivery {
  /** From 1, in the order of what happened; a duplicate has the number of the first. */
  readonly number: number;
  /** Name of the event. */
  readonly event: string;
  readonly payload: Json;
  /** Number of the visitor, from 1; absent for events of the population. */
  readonly visitor?: number;
  readonly lifecycle?: string;
  /** Virtual time at which it is sent, in milliseconds since 1970. */
  readonly at: number;
  /** The mark of a planted fault. */
  readonly fault?: Fault;
}

export interface DeliveryOptions {
  /** The same seed, the same deliveries, byte for byte. */
  readonly seed: string;
  readonly visitors: number;
  /** Absolute URL that they go to. */
  readonly url: string;
  /** URL that is registered with the vendor, for signatures that cover it; `url` when absent. */
  readonly registeredUrl?: string | undefined;
  /** Unsigned when absent. */
  readonly secret?: string | undefined;
  /** The secret before, for the fault `old-secret`. */
  readonly oldSecret?: string | undefined;
  readonly faults?: FaultRates | undefined;
  /** Unix time in seconds for schemes that sign one; the virtual time when absent. */
  readonly timestamp?: (() => number) | undefined;
}

/**
 * The deliveries of a run, in the order of their virtual times.
 * @throws {ScenarioError} when a fault cannot be had, or the scenarios cannot be played
 * @throws {SignatureSchemeError} when the secret cannot be used
 */
export function* deliveries(plan: Plan, options: DeliveryOptions): Generator<SimulatedDelivery, void, undefined> {
  const { contract } = plan;
  const { secret, oldSecret, seed } = options;
  const draw = createFaultDraw(options.faults ?? {}, contract, { secret, oldSecret });
  const random = createRandom(`${contract.id}\n${seed}\nfaults`);
  const delayed = createAgenda<SimulatedDelivery>();
  const held = new Map<number, SimulatedDelivery>();
  let number = 0;
  let now = 0;
  for (const occurrence of play(plan, options)) {
    const { at, visitor } = occurrence;
    now = at;
    yield* due(delayed, at);
    const fault = draw(random.next());
    const delivery = build(plan, occurrence, ++number, fault, options);
    const delay = random.next();
    const kind = fault?.kind;
    if (kind === 'late') delayed.put(...postponed(delivery, 3_600_000 * (1 + 23 * delay)));
    else if (kind === 'reorder' && visitor !== undefined && !held.has(visitor)) held.set(visitor, delivery);
    else {
      const { fault: mark, ...first } = delivery;
      const isMarked = kind !== 'duplicates' && kind !== 'reorder' && mark !== undefined;
      yield isMarked ? delivery : first;
      if (kind === 'duplicates') delayed.put(...postponed(delivery, 1000 * (1 + 59 * delay)));
      const earlier = visitor === undefined ? undefined : held.get(visitor);
      if (earlier !== undefined && visitor !== undefined) {
        held.delete(visitor);
        yield { ...earlier, at };
      }
    }
  }
  // What nothing came after was not out of order.
  for (const { fault: _, ...delivery } of held.values()) delayed.put(now, { ...delivery, at: now });
  yield* due(delayed, Infinity);
}

function* due(delayed: ReturnType<typeof createAgenda<SimulatedDelivery>>, now: number): Generator<SimulatedDelivery> {
  for (let next = delayed.next(); next !== undefined && next <= now; next = delayed.next()) {
    const taken = delayed.take();
    if (taken !== undefined) yield taken.task;
  }
}

function postponed(delivery: SimulatedDelivery, delay: number): [at: number, SimulatedDelivery] {
  const at = delivery.at + Math.round(delay);
  return [at, { ...delivery, at }];
}

function build(
  { contract }: Plan,
  { event, payload, visitor, lifecycle, at }: Occurrence,
  number: number,
  fault: Fault | undefined,
  { url, registeredUrl, secret, oldSecret, timestamp }: DeliveryOptions,
): SimulatedDelivery {
  const id = deliveryIdOf(contract, payload) ?? `delivery-${number}`;
  const registered = registeredUrl === undefined ? {} : { registeredUrl };
  const options = { url, ...registered, id, timestamp: timestamp?.() ?? Math.floor(at / 1000) };
  const signed = (by: string | undefined): BuildOptions => (by === undefined ? options : { ...options, secret: by });
  const bytes = new TextEncoder().encode(JSON.stringify(payload));
  const delivery = ((): OutgoingDelivery => {
    switch (fault?.kind) {
      case 'malformed':
        return buildDelivery(contract, event, bytes.subarray(0, bytes.byteLength >> 1), signed(secret));
      case 'no-signature':
        return buildDelivery(contract, event, bytes, options);
      case 'old-secret':
        return buildDelivery(contract, event, bytes, signed(oldSecret));
      case 'bad-signature': {
        const isHeader = contract.authentication.kind === 'header';
        const other = isHeader ? bytes : bytes.subarray(0, bytes.byteLength - 1);
        return { ...buildDelivery(contract, event, other, signed(isHeader ? `${secret}-wrong` : secret)), body: bytes };
      }
      default:
        return buildDelivery(contract, event, bytes, signed(secret));
    }
  })();
  return {
    ...delivery,
    number,
    event: event.name,
    payload,
    at,
    ...(visitor === undefined ? {} : { visitor }),
    ...(lifecycle === undefined ? {} : { lifecycle }),
    ...(fault === undefined ? {} : { fault }),
  };
}
