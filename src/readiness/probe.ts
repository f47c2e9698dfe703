import type { OutgoingDelivery } from '../sending/build-delivery.ts';
import type { SendOptions } from '../sending/send-delivery.ts';
import type { Base, Bench, Deviation } from './bench.ts';
import { bytesOf } from './bench.ts';

/** One delivery of a case. */
export interface Probe {
  /** What is sent: the event, and in what it differs. */
  readonly name: string;
  readonly event: string;
  /** Makes the delivery at the moment when it is sent: a signature may hold the time. */
  readonly make: () => OutgoingDelivery;
  readonly slowly?: NonNullable<SendOptions['slowly']>;
}

/**
 * What a case sends: sequences, whose deliveries follow one another. Sequences are sent several at a time, or all at once.
 */
export interface CasePlan {
  readonly sequences: readonly (readonly Probe[])[];
  readonly isBurst?: boolean;
}

/** Why a case does not apply. */
export interface NotApplicable {
  readonly skipped: string;
}

/** A delivery of a payload, or of the bytes in its place. */
export function probe(
  bench: Bench,
  { event, payload }: Pick<Base, 'event' | 'payload'>,
  name: string,
  more: { readonly body?: Uint8Array; readonly deviation?: Deviation; readonly id?: string } = {},
): Probe {
  const { body = bytesOf(payload), deviation, id = bench.nextId() } = more;
  return {
    name: name === '' ? event.name : `${event.name}: ${name}`,
    event: event.name,
    make: () => bench.deliver(event, body, id, deviation),
  };
}

/** Deliveries that have nothing to do with one another. */
export function apart(probes: readonly Probe[]): CasePlan {
  return { sequences: probes.map((one) => [one]) };
}
