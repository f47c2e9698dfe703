import type { Finding } from '../findings/finding.ts';
import type { Rule } from '../findings/rule.ts';
import type { CheckOptions } from './options.ts';
import { own } from '../util/json.ts';

/**
 * Applies the configured severities and the pinned rule set.
 *
 * @param rules every rule that a run may report, by id
 * @returns the findings to report; those of rules that are off are left out
 */
export function applySeverities(
  findings: readonly Finding[],
  rules: ReadonlyMap<string, Rule>,
  options: Pick<CheckOptions, 'severities' | 'rulesVersion'>,
): Finding[] {
  return findings.flatMap((finding) => {
    const severity = severityOf(finding, rules.get(finding.rule), options);
    if (severity === 'off') return [];
    return severity === finding.severity ? [finding] : [{ ...finding, severity }];
  });
}

function severityOf(
  finding: Finding,
  rule: Rule | undefined,
  { severities, rulesVersion }: Pick<CheckOptions, 'severities' | 'rulesVersion'>,
): Finding['severity'] | 'off' {
  if (rulesVersion !== undefined && rule !== undefined && isNewer(rule.since, rulesVersion)) return 'off';
  const group = `${finding.rule.slice(0, finding.rule.indexOf('/'))}/*`;
  return own(severities, finding.rule) ?? own(severities, group) ?? finding.severity;
}

/** Whether version `a` is newer than `b`. A part that `b` leaves out matches any: `0.1` covers `0.1.7`. */
function isNewer(a: string, b: string): boolean {
  const left = a.split('.').map(Number);
  const right = b.split('.').map(Number);
  for (let index = 0; index < right.length; index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
