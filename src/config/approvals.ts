import { resolve } from 'node:path';

import type { Finding, Place } from '../findings/finding.ts';
import schema from './approvals.schema.json' with { type: 'json' };
import { checkShape } from './check-shape.ts';
import { findUpwards } from './find-upwards.ts';
import { approvalExpired, approvalStale } from './rules.ts';
import { readSource, report } from './source.ts';

/** A break between contracts, or a drift, that somebody has approved for a time. */
export interface Approval {
  /** Name of the break, as a comparison prints it, or of the drift. */
  readonly fingerprint: string;
  readonly reason: string;
  readonly by: string;
  /** Last day on which it counts, YYYY-MM-DD in UTC. */
  readonly until: string;
}

/** The approvals of a file, with the place of each. */
export interface LoadedApprovals {
  readonly approvals: readonly (Approval & { readonly place: Place })[];
  /** What keeps the file from being used; when there is anything, there are no approvals. */
  readonly findings: readonly Finding[];
}

/** What the fingerprint of a drift begins with; that of a break between contracts has no such beginning. */
export const driftPrefix = 'drift-';

/** Name of the file with approvals. */
export const approvalsFile = 'counterfoil.approvals.yaml';

/**
 * Loads the approvals: those of the file nearest to `cwd`, looking upwards. No file is no error.
 *
 * @param cwd absolute path of the working folder
 * @param file file to read instead, relative to `cwd`
 */
export function loadApprovals(cwd: string, file?: string): LoadedApprovals {
  const path = file === undefined ? findUpwards(cwd, [approvalsFile]) : resolve(cwd, file);
  if (path === undefined) return { approvals: [], findings: [] };
  const source = readSource(path, cwd);
  if ('rule' in source) return { approvals: [], findings: [source] };
  if (source.data === null) return { approvals: [], findings: [] };
  const findings = checkShape(source, schema);
  if (findings.length > 0) return { approvals: [], findings };
  // The schema states the shape of a list of approvals.
  const entries = source.data as unknown as readonly Approval[];
  return { approvals: entries.map((entry, index) => ({ ...entry, place: source.place(`/${index}`) })), findings: [] };
}

/**
 * Which breaks are approved today, and what is wrong with the approvals: one that is out of date counts no longer, and
 * one that matches nothing has no reason to stay.
 *
 * @param fingerprints the breaks, or the drifts, that there are
 * @param today YYYY-MM-DD
 * @param of which approvals are asked for: a file holds those of both
 */
export function judgeApprovals(
  { approvals: all }: LoadedApprovals,
  fingerprints: ReadonlySet<string>,
  today: string,
  of: 'comparison' | 'drift' = 'comparison',
): { approved: ReadonlyMap<string, Approval>; findings: Finding[] } {
  const approved = new Map<string, Approval>();
  const approvals = all.filter(({ fingerprint }) => fingerprint.startsWith(driftPrefix) === (of === 'drift'));
  const findings = approvals.flatMap(({ place, ...approval }) => {
    const { fingerprint, until } = approval;
    if (!fingerprints.has(fingerprint)) {
      return [stale(fingerprint, place, of)];
    }
    if (until < today) {
      return [report(approvalExpired, `The approval of ${fingerprint} counted until ${until}.`, place)];
    }
    approved.set(fingerprint, approval);
    return [];
  });
  return { approved, findings };
}

/** A drift need not show in every window of time: that it did not is worth a note, and fails nothing. */
function stale(fingerprint: string, place: Place, of: 'comparison' | 'drift'): Finding {
  if (of === 'comparison')
    return report(approvalStale, `The approval of ${fingerprint} matches nothing in this comparison.`, place);
  const message = `The approval of ${fingerprint} matches no drift in these captures.`;
  return { ...report(approvalStale, message, place), severity: 'info' };
}

/** Whether a text is a day that exists, as YYYY-MM-DD. Source: RFC 3339, full-date. */
export function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
