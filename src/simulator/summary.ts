import type { Outcome, Sent } from './send-all.ts';

/** Figures of some of the deliveries. */
export interface Tally {
  readonly name: string;
  readonly sent: number;
  readonly accepted: number;
  readonly refused: number;
  readonly failed: number;
  /** How many were not answered as a good receiver does. */
  readonly unexpected: number;
  /** From the first byte sent to the end of the last answer, in seconds. */
  readonly latency: { readonly median: number; readonly p95: number; readonly greatest: number };
}

/** What came of a simulation that was sent. */
export interface SimulationSummary {
  /** Id of the contract. */
  readonly contract: string;
  /** `passed`: it was played to its end, and every answer was that of a good receiver. */
  readonly verdict: 'passed' | 'failed';
  readonly all: Tally;
  readonly events: readonly Tally[];
  /** Deliveries with a planted fault, by kind. */
  readonly faults: readonly Tally[];
  /** Further attempts. */
  readonly retries: number;
  readonly isSwitchedOff: boolean;
  readonly isInterrupted: boolean;
  /** In seconds. */
  readonly duration: number;
  /** The first deliveries that were not answered as a good receiver does. */
  readonly surprises: readonly Surprise[];
}

export interface Surprise {
  /** Number of the delivery. */
  readonly number: number;
  readonly event: string;
  readonly visitor?: number;
  readonly fault?: string;
  /** Status, or what happened instead of an answer. */
  readonly answer: string;
  readonly expected: 'accepted' | 'refused';
}

const mostSurprises = 20;

/** Counts outcomes by event and by fault. */
export function summarise(
  contract: string,
  { outcomes: unordered, isSwitchedOff, isInterrupted, duration }: Sent,
): SimulationSummary {
  // Answers come in any order; the summary shall not depend on it.
  const outcomes = unordered.toSorted((a, b) => a.delivery.number - b.delivery.number);
  const surprising = outcomes.filter(({ isExpected }) => !isExpected);
  const marked = outcomes.filter(({ delivery }) => delivery.fault !== undefined);
  return {
    contract,
    verdict: surprising.length === 0 && !isSwitchedOff && !isInterrupted ? 'passed' : 'failed',
    all: tally('all', outcomes),
    events: groups(outcomes, ({ delivery }) => delivery.event),
    faults: groups(marked, ({ delivery }) => delivery.fault?.kind ?? ''),
    retries: outcomes.reduce((sum, { attempts }) => sum + attempts - 1, 0),
    isSwitchedOff,
    isInterrupted,
    duration,
    surprises: surprising.slice(0, mostSurprises).map(surprise),
  };
}

function groups(outcomes: readonly Outcome[], keyOf: (outcome: Outcome) => string): Tally[] {
  return [...Map.groupBy(outcomes, keyOf)].map(([name, members]) => tally(name, members));
}

function tally(name: string, outcomes: readonly Outcome[]): Tally {
  const count = (verdict: Outcome['verdict']): number => outcomes.filter((one) => one.verdict === verdict).length;
  const durations = outcomes.map(({ answer }) => answer.duration).toSorted((a, b) => a - b);
  const at = (share: number): number =>
    durations[Math.min(durations.length - 1, Math.floor(share * durations.length))] ?? 0;
  return {
    name,
    sent: outcomes.length,
    accepted: count('accepted'),
    refused: count('refused'),
    failed: count('failed'),
    unexpected: outcomes.filter(({ isExpected }) => !isExpected).length,
    latency: { median: at(0.5), p95: at(0.95), greatest: at(1) },
  };
}

function surprise({ delivery: { number, event, visitor, fault }, answer }: Outcome): Surprise {
  return {
    number,
    event,
    ...(visitor === undefined ? {} : { visitor }),
    ...(fault === undefined ? {} : { fault: fault.kind }),
    answer: answer.status === undefined ? `${answer.failure}: ${answer.message}` : String(answer.status),
    expected: fault?.expect ?? 'accepted',
  };
}
