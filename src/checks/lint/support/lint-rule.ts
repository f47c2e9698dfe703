import type { ContractDocument } from '../../../asyncapi/contract-document.ts';
import type { Contract } from '../../../asyncapi/model.ts';
import type { Finding, Place } from '../../../findings/finding.ts';
import type { Rule } from '../../../findings/rule.ts';

/** What a lint rule looks at. */
export interface LintContext {
  readonly contract: Contract;
  /** The document that the contract was built from: for what the contract leaves out, and for places. */
  readonly document: ContractDocument;
}

/**
 * A rule about how a contract is written. A rule reads nothing but its context and gives the same findings for the same
 * context. Local modules named in the configuration can add rules.
 */
export interface LintRule {
  readonly rule: Rule;
  check(context: LintContext): readonly Finding[];
}

/** A finding of `rule` about the contract, as grave as the rule says. */
export function report(
  rule: Rule,
  { contract }: LintContext,
  message: string,
  place: Place,
  more: Pick<Finding, 'help' | 'event' | 'example' | 'evidence'> = {},
): Finding {
  return { rule: rule.id, severity: rule.severity, message, place, contract: contract.id, ...more };
}
