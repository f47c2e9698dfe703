import type { CiFinding, CiResult } from '../../ci/result.ts';
import { count, countFindings } from '../words.ts';

/** One change, or one drift, that somebody may approve. */
export interface Approvable {
  readonly fingerprint: string;
  readonly message: string;
}

/** What fails the run and can be approved, each once. */
export function approvables({ compare, drift }: CiResult): Approvable[] {
  const breaks = [
    ...(compare?.comparisons ?? []).flatMap(({ changes }) => changes),
    ...(compare?.contractChanges ?? []),
  ]
    .filter(({ outcome }) => outcome === 'fails')
    .map(({ fingerprint, message }) => ({ fingerprint, message }));
  const drifts = (drift?.contracts ?? [])
    .flatMap(({ drifts: own }) => own)
    .filter(({ outcome, severity }) => outcome === 'new' && severity === 'error')
    .map(({ fingerprint, event, path, what }) => ({
      fingerprint,
      message: [event, path, what].filter((part) => part !== undefined && part !== '').join(' '),
    }));
  return [...new Map([...breaks, ...drifts].map((one) => [one.fingerprint, one])).values()];
}

/** The command that approves a list; the reason is left to whoever does it. */
export function approveCommand(list: readonly Approvable[], { approveUntil }: CiResult): string {
  return `npx counterfoil approve ${list.map(({ fingerprint }) => fingerprint).join(' ')} --until ${approveUntil} --reason '...'`;
}

/** `against origin/main (3f2a1bc): 4 files changed`. */
export function againstText({ against }: CiResult): string {
  if (against === undefined) return 'Held against nothing: everything counts as changed.';
  return `Against ${against.name} (${against.commit.slice(0, 7)}): ${count(against.files, 'file')} changed.`;
}

/** What concerns the change and is told one by one; breaks are told by the comparison, unless it could not be made. */
export function loudFindings({ findings, compare }: CiResult): CiFinding[] {
  return findings.filter(({ concerned, step }) => concerned && (step !== 'compare' || compare === undefined));
}

/** What is said of findings that have nothing to do with the change; undefined when there are none. */
export function quietText({ findings }: CiResult): string | undefined {
  const quiet = findings.filter(({ concerned }) => !concerned);
  if (quiet.length === 0) return undefined;
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of quiet) counts[severity] += 1;
  const files = new Set(quiet.map(({ place }) => place.file)).size;
  return `Not about this change: ${countFindings(counts)} in ${count(files, 'file')}.`;
}
