import type { CheckResult } from '../checks/result.ts';
import { catalog } from '../checks/catalog.ts';
import type { Finding } from '../findings/finding.ts';
import type { Rule } from '../findings/rule.ts';
import type { Severity } from '../findings/severity.ts';
import { severities } from '../findings/severity.ts';
import type { CiFinding, CiResult, StepReport } from './result.ts';

/** What a part of the run gave. */
export interface StepResult {
  readonly report: StepReport;
  readonly findings: readonly Finding[];
  /** Whole results, where there are some. */
  readonly results?: Pick<CiResult, 'check' | 'compare' | 'drift'>;
}

/**
 * Puts the parts of a run together: what concerns the change comes first.
 *
 * @param isConcerned whether a finding has to do with the change
 */
export function joinSteps(
  steps: readonly StepResult[],
  isConcerned: (finding: Finding) => boolean,
  more: Pick<CiResult, 'toolVersion' | 'against' | 'approveUntil'>,
): CiResult {
  const told = new Set<string>();
  const all = steps.flatMap(({ report, findings }) =>
    findings
      .filter((finding) => isNew(finding, told))
      .map((finding): CiFinding => ({
        ...finding,
        step: report.step,
        // Comparisons and pulled files are about the change by their nature.
        concerned: ['compare', 'generate', 'pull'].includes(report.step) || isConcerned(finding),
      })),
  );
  // Breaks first: hosts show only the first few.
  const loud = all
    .filter(({ concerned }) => concerned)
    .toSorted((one, other) => Number(other.step === 'compare') - Number(one.step === 'compare'));
  return {
    ...more,
    verdict: steps.every(({ report }) => ['pass', 'skipped'].includes(report.outcome)) ? 'pass' : 'fail',
    steps: steps.map(({ report }) => report),
    findings: [...loud, ...all.filter(({ concerned }) => !concerned)],
    counts: countSeverities(loud),
    ...Object.assign({}, ...steps.map(({ results }) => results)),
  };
}

/** Steps read the same files: what one has said already is not said twice. */
function isNew({ rule, place, message }: Finding, told: Set<string>): boolean {
  const name = JSON.stringify([rule, place, message]);
  if (told.has(name)) return false;
  told.add(name);
  return true;
}

function countSeverities(findings: readonly Finding[]): Record<Severity, number> {
  const counts = Object.fromEntries(severities.map((severity) => [severity, 0])) as Record<Severity, number>;
  for (const { severity } of findings) counts[severity] += 1;
  return counts;
}

/**
 * The run as the result of a check, for reporters that know only those: findings of all steps, with what concerns the
 * change first.
 *
 * @param loudOnly leaves out what does not concern the change
 */
export function asCheckResult(result: CiResult, loudOnly: boolean): CheckResult {
  const findings = result.findings.filter(({ concerned }) => concerned || !loudOnly).map(plain);
  const named = new Set(findings.map(({ rule }) => rule));
  const rules = new Map<string, Rule>(
    [...catalog, ...[result.check, result.compare, result.drift].flatMap((part) => part?.rules ?? [])]
      .filter(({ id }) => named.has(id))
      .map((rule) => [rule.id, rule]),
  );
  return {
    toolVersion: result.toolVersion,
    verdict: result.verdict,
    failOn: result.check?.failOn ?? 'error',
    profile: result.check?.profile ?? 'tolerant',
    contracts: result.check?.contracts ?? [],
    captureFiles: result.check?.captureFiles ?? [],
    findings,
    rules: [...rules.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1)),
    counts: countSeverities(findings),
  };
}

function plain(found: CiFinding): Finding {
  const { step: _, concerned: __, ...finding } = found;
  return finding;
}
