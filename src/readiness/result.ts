import type { CaseId, Expectation } from './cases.ts';

/** What was found out about a receiver. Plain data, without a secret. */
export interface ReadinessResult {
  /** Version of counterfoil that made the result. */
  readonly toolVersion: string;
  /** Id of the contract. */
  readonly contract: string;
  /** URL that was sent to. */
  readonly to: string;
  /** `passed` when no case failed and all were asked; a case that is skipped fails nothing. */
  readonly verdict: 'passed' | 'failed';
  /** In the order in which they were asked. */
  readonly cases: readonly CaseResult[];
  readonly counts: Readonly<Record<CaseVerdict, number>>;
  /** How many deliveries were sent. */
  readonly sent: number;
  /** Events that nothing could be sent of, with the reason. */
  readonly unsent: readonly { readonly event: string; readonly reason: string }[];
  readonly isInterrupted: boolean;
  /** What is probably wrong, when one thing explains why nothing is taken. */
  readonly hint?: string;
}

export type CaseVerdict = 'passed' | 'failed' | 'skipped';

/** One case. */
export interface CaseResult {
  readonly id: CaseId;
  /** What was sent, in a few words. */
  readonly title: string;
  readonly expected: Expectation;
  /** Whether the configuration or an option says what is expected. */
  readonly isOverridden: boolean;
  readonly verdict: CaseVerdict;
  /** Why it was skipped, or not finished. */
  readonly reason?: string;
  readonly sent: number;
  /** How often each answer came: a status, or what happened instead. The most frequent first. */
  readonly answers: readonly { readonly answer: string; readonly count: number }[];
  /** Deliveries that were not answered as expected, in the order in which they were sent. */
  readonly failures: readonly Failure[];
}

/** A delivery that was not answered as expected. */
export interface Failure {
  /** What was sent: the event, and in what it differs. */
  readonly delivery: string;
  readonly event: string;
  readonly expected: string;
  readonly got: string;
  /** The beginning of the answer's body. */
  readonly answer: string;
  /** Shell commands that do the same again. Variables stand for secrets. */
  readonly curl: string;
}
