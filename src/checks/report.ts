import type { Finding, Place } from '../findings/finding.ts';
import type { Rule } from '../findings/rule.ts';

/** A finding of a rule at its own severity. */
export function findingOf(
  rule: Rule,
  message: string,
  place: Place,
  more: Partial<Omit<Finding, 'rule' | 'severity' | 'message' | 'place'>> = {},
): Finding {
  return { rule: rule.id, severity: rule.severity, message, place, ...more };
}
