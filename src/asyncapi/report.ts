import type { Finding, Place } from '../findings/finding.ts';
import type { Rule } from '../findings/rule.ts';

/** A finding of `rule`, as grave as the rule says. */
export function report(
  rule: Rule,
  message: string,
  place: Place,
  more: Omit<Partial<Finding>, 'rule' | 'severity' | 'message' | 'place'> = {},
): Finding {
  return { rule: rule.id, severity: rule.severity, message, place, ...more };
}
