import type { DriftResult } from '../capture/drift/result.ts';
import type { CompareResult } from '../checks/compare/result.ts';
import type { CheckResult } from '../checks/result.ts';
import type { Finding } from '../findings/finding.ts';
import type { Severity } from '../findings/severity.ts';

export const stepNames = ['check', 'compare', 'generate', 'pull', 'drift'] as const;

/** A part of a run, named by the command that does it alone. */
export type StepName = (typeof stepNames)[number];

/** How a part of the run went. */
export interface StepReport {
  readonly step: StepName;
  /** `stopped`: it could not be done, for an expected reason. */
  readonly outcome: 'pass' | 'fail' | 'skipped' | 'stopped';
  /** What it did or found, or why it did nothing; a sentence. */
  readonly message: string;
  /** What to do next, when there is something to say. */
  readonly help?: string;
}

/** A finding with what it has to do with the change. */
export interface CiFinding extends Finding {
  readonly step: StepName;
  /** Whether the change is about it: only these are loud. */
  readonly concerned: boolean;
}

/** What the working folder was held against. */
export interface Against {
  /** As it was named or found. */
  readonly name: string;
  /** The commit where the histories part. */
  readonly commit: string;
  /** How many files have changed since. */
  readonly files: number;
}

/** What a run found. Plain data: it survives `structuredClone` and `JSON.stringify`, and holds no time of day. */
export interface CiResult {
  readonly toolVersion: string;
  /** `fail` when a step failed or could not be done. */
  readonly verdict: 'pass' | 'fail';
  /** Absent when there was nothing to hold the working folder against: then everything concerns the change. */
  readonly against?: Against;
  /** Day that approvals are suggested to end on, YYYY-MM-DD. */
  readonly approveUntil: string;
  /** One for each name in `stepNames`, in its order. */
  readonly steps: readonly StepReport[];
  /** Those that concern the change first, then in the order of the steps. */
  readonly findings: readonly CiFinding[];
  /** Of those that concern the change. */
  readonly counts: Readonly<Record<Severity, number>>;
  readonly check?: CheckResult;
  readonly compare?: CompareResult;
  readonly drift?: DriftResult;
}
