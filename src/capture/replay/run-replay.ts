import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Finding } from '../../findings/finding.ts';
import { sendDelivery } from '../../sending/send-delivery.ts';
import type { RecordJudge } from '../exchange/judge.ts';
import type { CaptureSourceReader, Found } from '../exchange/sources.ts';
import type { RecordQuery } from '../store/store.ts';
import { resend } from './outgoing.ts';
import type { ResendOptions } from './outgoing.ts';
import type { ReplayState } from './state.ts';

/** One capture that was sent again. */
export interface Replayed {
  readonly id: string;
  readonly event?: string;
  /** Status of the answer; absent when there was none. */
  readonly status?: number;
  /** Why there was none. */
  readonly failure?: string;
  /** Status of the answer that the first delivery had, where it is known. */
  readonly before?: number;
  /** In seconds. */
  readonly duration: number;
}

export interface ReplayResult {
  readonly sent: number;
  /** Answered with a status from 200 to 299. */
  readonly accepted: number;
  /** Had their answer in a former run. */
  readonly before: number;
  /** Of those, how many were not a success. */
  readonly refusedBefore: number;
  /** By event and answer, the most frequent first. */
  readonly answers: readonly AnswerRow[];
  /** The first that were not accepted. */
  readonly refused: readonly Replayed[];
  /** Captures that cannot be sent, each with why. */
  readonly skipped: readonly { readonly id: string; readonly reason: string }[];
  readonly problems: readonly Finding[];
  readonly isInterrupted: boolean;
}

/** A row of the table of answers. */
export interface AnswerRow {
  readonly event: string;
  /** A status, or why there was none. */
  readonly answer: string;
  readonly count: number;
  /** Median of the first 10,000 durations, in seconds. */
  readonly median: number;
  readonly longest: number;
}

export interface RunReplayOptions extends ResendOptions {
  readonly judge: RecordJudge;
  readonly query?: RecordQuery;
  /** How many times as fast as the deliveries came; without pauses when absent. */
  readonly speed?: number;
  /** Longest pause between two deliveries, in seconds; none when absent. */
  readonly longestPause?: number;
  /** Most deliveries under way at a time; 1 when absent, which alone keeps the order of answers too. */
  readonly parallel?: number;
  /** How long to wait for an answer, in seconds. */
  readonly timeout?: number;
  readonly state: ReplayState;
  readonly signal?: AbortSignal;
  readonly onAnswer?: (replayed: Replayed, sent: number) => void;
}

const mostListed = 100;
const mostDurations = 10_000;
const mostRows = 1000;

type Rows = Map<string, { event: string; answer: string; count: number; durations: number[]; longest: number }>;

/**
 * Sends captures again, in their order. With a speed each starts when it is due: the pauses between the times of receipt,
 * divided by the speed. A capture counts as done when it has had an answer, so that a replay which is stopped goes on with
 * those that were under way: they may arrive twice, none is left out.
 */
export async function runReplay(reader: CaptureSourceReader, options: RunReplayOptions): Promise<ReplayResult> {
  const { judge, query, parallel = 1, timeout = 30, state, signal } = options;
  const rows: Rows = new Map();
  const problems: Finding[] = [];
  const skipped: { id: string; reason: string }[] = [];
  const refused: Replayed[] = [];
  const clock = startClock(options);
  const occurrences = new Map<string, number>();
  const underWay = new Set<Promise<void>>();
  let sent = 0;
  let accepted = 0;
  let before = 0;
  let refusedBefore = 0;
  let failure: { readonly error: unknown } | undefined;
  for await (const item of reader.read(query)) {
    if (signal?.aborted === true) break;
    if ('problem' in item) {
      if (problems.length < mostListed) problems.push(item.problem);
      continue;
    }
    const key = keyOf(item, occurrences);
    const formerly = state.statusOf(key);
    if (formerly !== undefined) {
      before += 1;
      if (!isSuccess(formerly)) refusedBefore += 1;
      continue;
    }
    const { checked, event } = judge(item.capture);
    const delivery = resend(item.record, checked?.contract, options);
    if ('reason' in delivery) {
      if (skipped.length < mostListed) skipped.push({ id: item.record.id, reason: delivery.reason });
      continue;
    }
    if (!(await clock(item.record.receivedAt, signal))) break;
    while (underWay.size >= parallel) await Promise.race(underWay);
    if (isAborted(signal) || failure !== undefined) break;
    const deliver = async (): Promise<void> => {
      const answer = await sendDelivery(delivery, { timeout, ...(signal === undefined ? {} : { signal }) });
      if (answer.status === undefined && isAborted(signal)) return;
      const name = event ?? item.record.event;
      const replayed: Replayed = {
        id: item.record.id,
        ...(name === undefined ? {} : { event: name }),
        ...(answer.status === undefined ? { failure: answer.failure } : { status: answer.status }),
        ...(item.record.answer?.status === undefined ? {} : { before: item.record.answer.status }),
        duration: answer.duration,
      };
      sent += 1;
      // Without an answer nobody knows whether it arrived: the next run sends it again.
      if (answer.status !== undefined) state.done(key, answer.status);
      if (answer.status !== undefined && isSuccess(answer.status)) accepted += 1;
      else if (refused.length < mostListed) refused.push(replayed);
      addRow(rows, replayed);
      options.onAnswer?.(replayed, sent);
    };
    const tracked = deliver()
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => underWay.delete(tracked));
    underWay.add(tracked);
  }
  await Promise.all(underWay);
  if (failure !== undefined) throw failure.error;
  const answers = [...rows.values()].map(({ event, answer, count, durations, longest }) => ({
    event,
    answer,
    count,
    median: durations.toSorted((a, b) => a - b)[Math.floor(durations.length / 2)] ?? 0,
    longest,
  }));
  return {
    sent,
    accepted,
    before,
    refusedBefore,
    answers: answers.toSorted((a, b) => b.count - a.count),
    refused,
    skipped,
    problems,
    isInterrupted: isAborted(signal),
  };
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

/** Names a capture within its source, also when several have the same id or all the same content. */
function keyOf({ record }: Found, occurrences: Map<string, number>): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([record.id, record.receivedAt, record.method, record.url, record.headers]))
    .update(record.body)
    .digest('base64url')
    .slice(0, 22);
  const count = occurrences.get(hash) ?? 0;
  occurrences.set(hash, count + 1);
  return count === 0 ? hash : `${hash}-${count}`;
}

/** Waits until a capture is due; false when the wait was ended. */
function startClock({
  speed,
  longestPause = Infinity,
}: Pick<RunReplayOptions, 'speed' | 'longestPause'>): (receivedAt: string, signal?: AbortSignal) => Promise<boolean> {
  const start = performance.now();
  let due = 0;
  let last: number | undefined;
  return async (receivedAt, signal) => {
    const time = Date.parse(receivedAt);
    if (speed === undefined || Number.isNaN(time)) return true;
    // Clocks are set back at times: the order counts.
    const pause = Math.max(0, time - (last ?? time)) / speed;
    last = time;
    due += Math.min(pause, longestPause * 1000);
    const left = due - (performance.now() - start);
    if (left <= 1) return true;
    return wait(left, true, signal === undefined ? {} : { signal }).catch(() => false);
  };
}

function addRow(rows: Rows, { event = '(unknown)', status, failure, duration }: Replayed): void {
  const answer = status === undefined ? (failure ?? 'none') : String(status);
  const key = `${event}\n${answer}`;
  let row = rows.get(key);
  if (row === undefined) {
    if (rows.size >= mostRows) return;
    rows.set(key, (row = { event, answer, count: 0, durations: [], longest: 0 }));
  }
  row.count += 1;
  row.longest = Math.max(row.longest, duration);
  if (row.durations.length < mostDurations) row.durations.push(duration);
}
