import type { CheckResult } from '../../checks/result.ts';
import { severities } from '../../findings/severity.ts';
import { isLiveChecked, totalCaptures } from '../words.ts';
import type { Style } from './style.ts';

const mostRules = 5;

/** What to do after this run: the last lines of the report. */
export function nextLines(result: CheckResult, style: Style): string[] {
  const rules = gravestRules(result);
  if (rules.length > 0) {
    return [
      'What a rule is for and how to fix it:',
      ...rules.map((rule) => `  counterfoil explain ${style.show(rule)}`),
      ...(rules.length < countRules(result) ? [`  ... and ${countRules(result) - rules.length} more`] : []),
    ];
  }
  if (isLiveChecked(totalCaptures(result))) return [];
  return ['Next: check what the vendor really sends.', "  counterfoil check --captures '<files>'"];
}

function gravestRules({ findings }: CheckResult): string[] {
  const ordered = severities.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
  return [...new Set(ordered.map((finding) => finding.rule))].slice(0, mostRules);
}

function countRules({ findings }: CheckResult): number {
  return new Set(findings.map((finding) => finding.rule)).size;
}
