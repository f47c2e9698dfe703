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
  /** How long to wait for an answer, in seconds; as long as the vendor when absent, or 30 where it does not say. */
  readonly timeout?: number;
  /** Told of each delivery that is over. */
  readonly onOutcome?: (outcome: Outcome) => void;
  /** Ends the run: nothing more is sent, no further attempt either, and what is under way is waited for. */
  readonly signal?: AbortSignal;
  /** Told, when `signal` ends the run, how many answers are waited for, and for how many seconds at most. */
  readonly onInterrupt?: (waiting: { readonly answers: number; readonly timeout: number }) => void;
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
  /** Why nobody can be sent to, when the first delivery has shown it; nothing more was sent then. */
  readonly unreachable?: NoAnswer;
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
  const { speed = Infinity, rate, parallel = 8, onOutcome, onInterrupt, signal } = settings;
  const start = performance.now();
  const pace = createPace({ speed, rate, signal });
  const outcomes: Outcome[] = [];
  const underWay = new Set<Promise<void>>();
  const lastOf = new Map<number, Promise<void>>();
  const switchOff = contract.delivery.switchOff?.after ?? Infinity;
  let failingSince: number | undefined;
  let isSwitchedOff = false;
  let isReached = false;
  let unreachable: NoAnswer | undefined;
  let awaited = 0;
  const timeout = settings.timeout ?? contract.delivery.timeout ?? 30;
  const isEnded = (): boolean => signal?.aborted === true || unreachable !== undefined;
  const tellOfInterrupt = (): void => onInterrupt?.({ answers: awaited, timeout });

  async function sendOnce(delivery: SimulatedDelivery): Promise<Answer | NoAnswer> {
    awaited++;
    const answer = await sendDelivery(delivery, { timeout });
    awaited--;
    // Whoever has been reached once is restarted or overloaded, and that is for the vendor's further attempts.
    if (answer.status === undefined && !isReached && (answer.failure === 'refused' || answer.isNoTls === true)) {
      unreachable ??= answer;
    } else isReached = true;
    return answer;
  }

  async function deliver(delivery: SimulatedDelivery, before: Promise<void> | undefined): Promise<void> {
    await before;
    if (isEnded()) return;
    const { answer, attempts } = await attempt(contract, delivery, { sendOnce, isEnded, speed, signal });
    const outcome = judge(contract, delivery, answer, attempts);
    if (outcome.verdict === 'accepted') failingSince = undefined;
    else if (delivery.fault?.expect !== 'refused') failingSince ??= delivery.at;
    if (failingSince !== undefined && delivery.at - failingSince > switchOff * 1000) isSwitchedOff = true;
    outcomes.push(outcome);
    onOutcome?.(outcome);
  }

  signal?.addEventListener('abort', tellOfInterrupt, { once: true });
  for (const delivery of deliveries) {
    await pace.until(delivery.at);
    while (underWay.size >= parallel) await Promise.race(underWay);
    if (isSwitchedOff || isEnded()) break;
    const { visitor = 0 } = delivery;
    const task = deliver(delivery, lastOf.get(visitor)).finally(() => {
      underWay.delete(task);
      if (lastOf.get(visitor) === task) lastOf.delete(visitor);
    });
    underWay.add(task);
    lastOf.set(visitor, task);
  }
  await Promise.all(underWay);
  signal?.removeEventListener('abort', tellOfInterrupt);
  return {
    outcomes,
    isSwitchedOff,
    isInterrupted: signal?.aborted === true,
    ...(unreachable === undefined ? {} : { unreachable }),
    duration: (performance.now() - start) / 1000,
  };
}

interface AttemptSettings {
  readonly sendOnce: (delivery: SimulatedDelivery) => Promise<Answer | NoAnswer>;
  readonly isEnded: () => boolean;
  readonly speed: number;
  readonly signal: AbortSignal | undefined;
}

async function attempt(
  { delivery: behaviour }: Contract,
  delivery: SimulatedDelivery,
  { sendOnce, isEnded, speed, signal }: AttemptSettings,
): Promise<{ readonly answer: Answer | NoAnswer; readonly attempts: number }> {
  const most = delivery.fault?.expect === 'refused' ? 0 : (behaviour.retries?.max ?? 0);
  const spacing = behaviour.retries?.spacing ?? usualSpacing;
  const pace = createPace({ speed, signal });
  for (let attempts = 1; ; attempts++) {
    const answer = await sendOnce(delivery);
    if (isSuccess(behaviour, answer.status) || attempts > most || isEnded()) return { answer, attempts };
    await pace.wait((spacing[attempts - 1] ?? spacing.at(-1) ?? 0) * 1000);
    // It can have ended in the meantime.
    if (isEnded()) return { answer, attempts };
  }
}

function judge(contract: Contract, delivery: SimulatedDelivery, answer: Answer | NoAnswer, attempts: number): Outcome {
  const { status = 0 } = answer;
  const isRefused = status >= 400 && status < 500;
  const verdict = isSuccess(contract.delivery, status) ? 'accepted' : isRefused ? 'refused' : 'failed';
  return { delivery, answer, attempts, verdict, isExpected: verdict === (delivery.fault?.expect ?? 'accepted') };
}
