import type { Contract } from '../asyncapi/model.ts';
import { sendDelivery } from '../sending/send-delivery.ts';
import type { Answer, NoAnswer } from '../sending/send-delivery.ts';
import type { SimulatedDelivery } from './deliveries.ts';
import { createPace } from './pace.ts';
import { isSuccess } from './success.ts';

export interface SendSettings {
  /** How many times faster than the virtual clock; without waiting when absent. */
  readonly speed?: number;
  /** Most deliveries a second, without further attempts; unlimited when absent. */
  readonly rate?: number;
  /** Most deliveries under way at a time; 8 when absent. */
  readonly parallel?: number;
  /** Told of each delivery that is over. */
  readonly onOutcome?: (outcome: Outcome) => void;
  /** Ends the run: nothing more is sent, and what is under way is waited for. */
  readonly signal?: AbortSignal;
}

/** What became of a delivery. */
export interface Outcome {
  readonly delivery: SimulatedDelivery;
  /** The last answer. */
  readonly answer: Answer | NoAnswer;
  readonly attempts: number;
  /** `accepted`: success as the contract says; `refused`: a status from 400 to 499; `failed`: anything else. */
  readonly verdict: 'accepted' | 'refused' | 'failed';
  /** Whether a good receiver does so: accepts what is unmarked, and does with the rest what its mark says. */
  readonly isExpected: boolean;
}

export interface Sent {
  readonly outcomes: readonly Outcome[];
  /** Whether the vendor would have switched the endpoint off, and nothing more was sent. */
  readonly isSwitchedOff: boolean;
  readonly isInterrupted: boolean;
  /** In seconds. */
  readonly duration: number;
}

/** Waits before further attempts, in seconds of the virtual clock, where the vendor does not say. */
const usualSpacing = [10, 60, 300];

/**
 * Sends deliveries as the vendor does: in order for each visitor, several visitors at a time; a failure is tried again as
 * `x-delivery` says, and the endpoint is switched off after failures alone for so long as it says, on the virtual clock.
 * Deliveries that shall be refused are not tried again.
 */
export async function sendAll(
  contract: Contract,
  deliveries: Iterable<SimulatedDelivery>,
  settings: SendSettings,
): Promise<Sent> {
  const { speed = Infinity, rate, parallel = 8, onOutcome, signal } = settings;
  const start = performance.now();
  const pace = createPace({ speed, rate, signal });
  const outcomes: Outcome[] = [];
  const underWay = new Set<Promise<void>>();
  const lastOf = new Map<number, Promise<void>>();
  const switchOff = contract.delivery.switchOff?.after ?? Infinity;
  let failingSince: number | undefined;
  let isSwitchedOff = false;

  async function deliver(delivery: SimulatedDelivery, before: Promise<void> | undefined): Promise<void> {
    await before;
    const { answer, attempts } = await attempt(contract, delivery, { speed, signal });
    const outcome = judge(contract, delivery, answer, attempts);
    if (outcome.verdict === 'accepted') failingSince = undefined;
    else if (delivery.fault?.expect !== 'refused') failingSince ??= delivery.at;
    if (failingSince !== undefined && delivery.at - failingSince > switchOff * 1000) isSwitchedOff = true;
    outcomes.push(outcome);
    onOutcome?.(outcome);
  }

  for (const delivery of deliveries) {
    await pace.until(delivery.at);
    while (underWay.size >= parallel) await Promise.race(underWay);
    if (isSwitchedOff || signal?.aborted === true) break;
    const { visitor = 0 } = delivery;
    const task = deliver(delivery, lastOf.get(visitor)).finally(() => {
      underWay.delete(task);
      if (lastOf.get(visitor) === task) lastOf.delete(visitor);
    });
    underWay.add(task);
    lastOf.set(visitor, task);
  }
  await Promise.all(underWay);
  const isInterrupted = signal?.aborted === true;
  return { outcomes, isSwitchedOff, isInterrupted, duration: (performance.now() - start) / 1000 };
}

async function attempt(
  { delivery: behaviour }: Contract,
  delivery: SimulatedDelivery,
  { speed, signal }: { readonly speed: number; readonly signal: AbortSignal | undefined },
): Promise<{ readonly answer: Answer | NoAnswer; readonly attempts: number }> {
  const most = delivery.fault?.expect === 'refused' ? 0 : (behaviour.retries?.max ?? 0);
  const spacing = behaviour.retries?.spacing ?? usualSpacing;
  const pace = createPace({ speed, signal });
  for (let attempts = 1; ; attempts++) {
    const answer = await sendDelivery(delivery, { timeout: behaviour.timeout ?? 30 });
    const isOver = isSuccess(behaviour, answer.status) || attempts > most || signal?.aborted === true;
    if (isOver) return { answer, attempts };
    await pace.wait((spacing[attempts - 1] ?? spacing.at(-1) ?? 0) * 1000);
  }
}

function judge(contract: Contract, delivery: SimulatedDelivery, answer: Answer | NoAnswer, attempts: number): Outcome {
  const { status = 0 } = answer;
  const isRefused = status >= 400 && status < 500;
  const verdict = isSuccess(contract.delivery, status) ? 'accepted' : isRefused ? 'refused' : 'failed';
  return { delivery, answer, attempts, verdict, isExpected: verdict === (delivery.fault?.expect ?? 'accepted') };
}
