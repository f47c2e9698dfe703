import type { DeliveryBehaviour } from '../asyncapi/model.ts';
import type { OutgoingDelivery } from '../sending/build-delivery.ts';
import type { Answer, NoAnswer } from '../sending/send-delivery.ts';
import type { CaseId, Expectation } from './cases.ts';
import { curlOf } from './curl.ts';
import { deliver } from './deliver.ts';
import { expectationText, meets } from './expectation.ts';
import type { Secrets } from './headers.ts';
import type { CasePlan, Probe } from './probe.ts';
import type { CaseResult, Failure } from './result.ts';
import { answerText } from './send-repeatedly.ts';

/** How the deliveries of a case are sent. */
export interface CaseSettings {
  readonly id: CaseId;
  readonly expected: Expectation;
  readonly delivery: DeliveryBehaviour;
  /** How long to wait for an answer, in seconds. */
  readonly timeout: number;
  /** Most sequences under way at a time, unless they are a burst. */
  readonly parallel: number;
  readonly secrets: Secrets;
  readonly signal?: AbortSignal;
  /** Told of each answer. */
  readonly onAnswer: (done: number, total: number) => void;
}

/** A receiver that does not answer so often does not answer at all: the rest of a case would take hours. */
const mostTimeouts = 3;

/** Longer sequences are not written out to reproduce their end. */
const longestRetold = 3;

const longestAnswer = 500;

interface Outcome {
  readonly probe: Probe;
  readonly delivery: OutgoingDelivery;
  readonly answer: Answer | NoAnswer;
  /** What was sent before it in the same sequence. */
  readonly before: readonly Outcome[];
}

/**
 * Sends what a case plans, and judges the answers.
 *
 * @throws {RunError} as `deliver`; because of no other answer
 */
export async function runCase(
  { sequences, isBurst = false }: CasePlan,
  settings: CaseSettings,
): Promise<Pick<CaseResult, 'verdict' | 'reason' | 'sent' | 'answers' | 'failures'>> {
  const { id, expected, delivery, signal, secrets } = settings;
  const total = sequences.reduce((sum, sequence) => sum + sequence.length, 0);
  const byProbe = new Map<Probe, Outcome>();
  let timeouts = 0;
  const isOver = (): boolean => timeouts >= mostTimeouts || signal?.aborted === true;

  async function play(sequence: readonly Probe[]): Promise<void> {
    const before: Outcome[] = [];
    for (const probe of sequence) {
      if (isOver()) return;
      const outcome = { probe, ...(await attempt(probe, settings, isBurst)), before: [...before] };
      if (outcome.answer.status === undefined && outcome.answer.failure === 'timeout') timeouts++;
      before.push(outcome);
      byProbe.set(probe, outcome);
      settings.onAnswer(byProbe.size, total);
    }
  }

  const waiting = [...sequences];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await play(next);
  };
  await Promise.all(Array.from({ length: isBurst ? sequences.length : settings.parallel }, work));

  // In the order of the plan: what comes back first differs from run to run.
  const outcomes = sequences.flat().flatMap((probe) => byProbe.get(probe) ?? []);
  const failures = outcomes
    .filter(({ answer }) => !meets(expected, answer, { id, delivery }))
    .map((outcome) => failureOf(outcome, expectationText(expected, delivery), secrets));
  const groups = [...Map.groupBy(outcomes, ({ answer }) => answerText(answer))];
  const left = total - outcomes.length;
  const cause = signal?.aborted === true ? 'interrupted' : `after ${mostTimeouts} deliveries without an answer`;
  return {
    verdict: failures.length > 0 ? 'failed' : left > 0 ? 'skipped' : 'passed',
    ...(left > 0 ? { reason: `${cause}, ${left} more were not sent` } : {}),
    sent: outcomes.length,
    answers: groups
      .map(([answer, { length }]) => ({ answer, count: length }))
      .toSorted((a, b) => b.count - a.count || (a.answer < b.answer ? -1 : 1)),
    failures,
  };
}

function attempt(
  probe: Probe,
  { id, timeout }: CaseSettings,
  isBurst: boolean,
): Promise<Pick<Outcome, 'delivery' | 'answer'>> {
  const { slowly, make } = probe;
  const options = {
    timeout: timeout + (slowly === undefined ? 0 : slowly.pause * 10),
    ...(slowly === undefined ? {} : { slowly }),
  };
  // A burst shall not wait for connections, and what is slow or large shall not meet one that is just ended.
  const isAlone = isBurst || id === 'large-body-over' || id === 'large-body' || slowly !== undefined;
  return deliver(make, { ...options, isAlone });
}

function failureOf({ probe, delivery, answer, before }: Outcome, expected: string, secrets: Secrets): Failure {
  const retold = before.length < longestRetold ? before : [];
  const commands = [...retold, { probe, delivery }].map((one) => curlOf(one.delivery, secrets, one.probe.slowly));
  const got = answer.status === undefined ? answer.message : String(answer.status);
  return {
    delivery: probe.name,
    event: probe.event,
    expected,
    got,
    answer: answer.status === undefined ? '' : answer.body.trim().slice(0, longestAnswer),
    curl: commands.join('\n'),
  };
}
