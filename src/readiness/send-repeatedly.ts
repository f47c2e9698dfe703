import type { Answer, NoAnswer, SendOptions } from '../sending/send-delivery.ts';
import type { OutgoingDelivery } from '../sending/build-delivery.ts';
import { createPace } from '../simulator/pace.ts';
import { deliver } from './deliver.ts';

/** How often a delivery is sent, and how fast. */
export interface RepeatOptions extends Pick<SendOptions, 'timeout'> {
  /** How many times; once when absent. */
  readonly repeat?: number;
  /** Most deliveries a second; unlimited when absent. */
  readonly rate?: number;
  /** Most deliveries under way at a time; 8 when absent. */
  readonly parallel?: number;
  /** Ends the run: nothing more is sent, and what is under way is waited for. */
  readonly signal?: AbortSignal;
  /** Told of each answer. */
  readonly onAnswer?: (answer: Answer | NoAnswer, done: number) => void;
}

/** Figures of many answers; times in seconds, from the first byte sent to the end of the answer. */
export interface SendSummary {
  /** How many deliveries were asked for. */
  readonly planned: number;
  readonly sent: number;
  readonly accepted: number;
  /** How often each answer came: a status, or what happened instead. The most frequent first. */
  readonly answers: readonly { readonly answer: string; readonly count: number }[];
  readonly latency: Readonly<Record<'median' | 'p90' | 'p95' | 'p99' | 'greatest', number>>;
  /** From the first delivery to the last answer. */
  readonly duration: number;
  readonly isInterrupted: boolean;
}

/** A status, or what happened instead of an answer. */
export function answerText(answer: Answer | NoAnswer): string {
  return answer.status === undefined ? noAnswerWords[answer.failure] : String(answer.status);
}

const noAnswerWords: Readonly<Record<NoAnswer['failure'], string>> = {
  refused: 'nobody listens',
  timeout: 'no answer in time',
  broken: 'connection ended',
};

/**
 * Sends what `build` makes, as often and as fast as is said.
 *
 * @param build makes each delivery anew: what is signed may hold the time
 * @throws {RunError} as `deliver`; because of no other answer
 */
export async function sendRepeatedly(
  build: () => OutgoingDelivery,
  isAccepted: (status: number | undefined) => boolean,
  options: RepeatOptions,
): Promise<{ readonly last: Answer | NoAnswer | undefined; readonly summary: SendSummary }> {
  const { repeat = 1, rate, parallel = 8, timeout, signal, onAnswer } = options;
  const start = performance.now();
  const pace = createPace({ speed: Infinity, rate, signal });
  const answers: (Answer | NoAnswer)[] = [];
  const underWay = new Set<Promise<void>>();
  const settings = timeout === undefined ? {} : { timeout };
  const errors: unknown[] = [];
  const deliverOne = async (): Promise<void> => {
    const { answer } = await deliver(build, settings);
    answers.push(answer);
    onAnswer?.(answer, answers.length);
  };
  for (let count = 0; count < repeat; count++) {
    await pace.until(0);
    while (underWay.size >= parallel) await Promise.race(underWay);
    if (signal?.aborted === true || errors.length > 0) break;
    const task = deliverOne()
      .catch((error: unknown) => void errors.push(error))
      .finally(() => underWay.delete(task));
    underWay.add(task);
  }
  await Promise.all(underWay);
  if (errors.length > 0) throw errors[0];
  const duration = (performance.now() - start) / 1000;
  // Whoever interrupts a run when all is sent has interrupted nothing.
  const isInterrupted = signal?.aborted === true && answers.length < repeat;
  const summary = { planned: repeat, ...summarise(answers, isAccepted), duration, isInterrupted };
  return { last: answers.at(-1), summary };
}

function summarise(
  answers: readonly (Answer | NoAnswer)[],
  isAccepted: (status: number | undefined) => boolean,
): Omit<SendSummary, 'planned' | 'duration' | 'isInterrupted'> {
  const durations = answers.map(({ duration }) => duration).toSorted((a, b) => a - b);
  // The nearest rank: the least time that so many answers did not exceed.
  const at = (share: number): number => durations[Math.max(0, Math.ceil(share * durations.length) - 1)] ?? 0;
  const groups = [...Map.groupBy(answers, answerText)].map(([answer, { length }]) => ({ answer, count: length }));
  return {
    sent: answers.length,
    accepted: answers.filter(({ status }) => isAccepted(status)).length,
    answers: groups.toSorted((a, b) => b.count - a.count),
    latency: { median: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99), greatest: at(1) },
  };
}
