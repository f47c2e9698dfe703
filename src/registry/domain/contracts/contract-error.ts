import type { Finding } from '../../../findings/finding.ts';
import type { ComparisonReport } from '../../../checks/compare/result.ts';

/**
 * Why a wish about contracts is not granted. `absent`: there is no such contract, or none that they may see; `unusable`: what
 * was sent is no contract of this name; the others would change what was released, or promise too little.
 */
export type ContractReason =
  | 'absent'
  | 'unusable'
  | 'released-changed'
  | 'words-changed'
  | 'bump-too-small'
  | 'subject-conflict'
  | 'visibility-differs';

/** What goes with the reason. */
export interface Evidence {
  readonly findings?: readonly Finding[];
  readonly comparison?: ComparisonReport;
  /** Names that may have been meant. */
  readonly suggestions?: readonly string[];
}

/** A wish about contracts that cannot be granted. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
  readonly reason: ContractReason;
  readonly evidence: Evidence;

  constructor(reason: ContractReason, message: string, evidence: Evidence = {}) {
    super(message);
    this.reason = reason;
    this.evidence = evidence;
  }
}
