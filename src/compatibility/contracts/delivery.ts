import type { DeliveryBehaviour } from '../../asyncapi/model.ts';
import type { Direction } from './model.ts';

/** A part of `x-delivery`: what it is called, and whom a change of it hurts. */
interface DeliveryRow {
  readonly key: keyof DeliveryBehaviour;
  readonly name: string;
  /** Called when both contracts state it: what is documented for the first time, or no longer, changes nobody. */
  hurts(older: Required<DeliveryBehaviour>, newer: Required<DeliveryBehaviour>): readonly Direction[];
}

const nobody: readonly Direction[] = [];
const oldReceivers: readonly Direction[] = ['forward'];
const everybody: readonly Direction[] = ['forward', 'backward'];

/** Each part of the delivery behaviour. An old receiver answers as it always did, and finds an id where it always was. */
export const deliveryRows: readonly DeliveryRow[] = [
  {
    key: 'success',
    name: 'answers that count as success',
    hurts: (older, newer) => (covers(newer.success, older.success) ? nobody : oldReceivers),
  },
  {
    key: 'failure',
    name: 'answers that count as failure',
    hurts: (older, newer) => (covers(older.failure, newer.failure) ? nobody : oldReceivers),
  },
  {
    key: 'timeout',
    name: 'time to answer, in seconds',
    hurts: (older, newer) => (newer.timeout < older.timeout ? oldReceivers : nobody),
  },
  {
    key: 'retries',
    name: 'further attempts after a failure',
    hurts: (older, newer) => (newer.retries.max < older.retries.max ? oldReceivers : nobody),
  },
  {
    key: 'switchOff',
    name: 'time of failures after which the vendor stops',
    hurts: (older, newer) => (newer.switchOff.after < older.switchOff.after ? oldReceivers : nobody),
  },
  { key: 'id', name: "place of a delivery's own id", hurts: () => everybody },
  { key: 'order', name: 'place of the time that orders deliveries', hurts: () => everybody },
  { key: 'orderKey', name: 'place that says which deliveries are ordered among themselves', hurts: () => everybody },
  // No capture holds one: only a receiver that is registered with the newer vendor is asked.
  { key: 'handshake', name: 'how the vendor asks whether the endpoint is ours', hurts: () => oldReceivers },
];

/** Whether every status code that `codes` names is named by `others` too. */
function covers(others: readonly string[], codes: readonly string[]): boolean {
  const known = new Set(others.flatMap(expand));
  return codes.flatMap(expand).every((code) => known.has(code));
}

function expand(code: string): string[] {
  if (!code.endsWith('xx')) return [code];
  return Array.from({ length: 100 }, (_, index) => `${code[0] ?? ''}${String(index).padStart(2, '0')}`);
}
