/** How much a finding weighs: only `error` and `warning` can fail a run (`--fail-on`). */
export type Severity = 'error' | 'warning' | 'info';

/** All severities, gravest first. */
export const severities: readonly Severity[] = ['error', 'warning', 'info'];

/**
 * Whether `severity` is as grave as `threshold` or graver.
 */
export function atLeast(severity: Severity, threshold: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(threshold);
}
