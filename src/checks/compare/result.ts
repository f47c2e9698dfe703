import type { Approval } from '../../config/approvals.ts';
import type { Bump, Change, ContractComparison } from '../../compatibility/contracts/model.ts';
import type { Finding } from '../../findings/finding.ts';
import type { Rule } from '../../findings/rule.ts';
import type { Severity } from '../../findings/severity.ts';
import type { CompareMode } from './options.ts';

/** What a comparison found. Plain data: it survives `structuredClone` and `JSON.stringify`. */
export interface CompareResult {
  /** Version of counterfoil that made the result. */
  readonly toolVersion: string;
  /** `fail` when a finding is an error: a break that the mode does not allow and nobody approved, or a wrong approval. */
  readonly verdict: 'pass' | 'fail';
  readonly mode: CompareMode;
  /** Sorted by the newer contract, then the older one. */
  readonly comparisons: readonly ComparisonReport[];
  /** Contracts that only one of two states has. */
  readonly contractChanges: readonly ReportedChange[];
  /** In the order of `compareFindings`. */
  readonly findings: readonly Finding[];
  readonly counts: Readonly<Record<Severity, number>>;
  /** The catalog rows of the rules that `findings` name, sorted by id. */
  readonly rules: readonly Rule[];
}

/** One comparison with what became of each change. */
export interface ComparisonReport extends Omit<ContractComparison, 'changes'> {
  readonly changes: readonly ReportedChange[];
  /** The step from the older version to the newer one. */
  readonly step: Bump;
  /** Whether the step is as great as the difference demands, approved breaks left out. */
  readonly isEnough: boolean;
}

/** A change, named, and whether it fails the run. */
export interface ReportedChange extends Change {
  /** Name to approve it by. */
  readonly fingerprint: string;
  /** `fails` the run, is `approved`, or is `allowed`: it hurts nobody whom the mode protects. */
  readonly outcome: 'fails' | 'approved' | 'allowed';
  readonly approval?: Approval;
}
