import { loadContract } from '../../asyncapi/load-contract.ts';
import { catalog } from '../../checks/catalog.ts';
import { RunError } from '../../findings/run-error.ts';
import { countBySeverity } from '../../checks/tally.ts';
import { resolveTargets } from '../../checks/targets.ts';
import { judgeApprovals, loadApprovals } from '../../config/approvals.ts';
import type { Approval, LoadedApprovals } from '../../config/approvals.ts';
import type { Finding, Place } from '../../findings/finding.ts';
import { compareFindings } from '../../findings/order.ts';
import { atLeast } from '../../findings/severity.ts';
import { displayPath } from '../../util/display-path.ts';
import { toolVersion } from '../../util/version.ts';
import { driftFinding } from './drift-finding.ts';
import type { DriftContext } from './drifts.ts';
import { timeText } from './drifts.ts';
import type { FormerReport } from './former-report.ts';
import { basisOf, judgeContract, leftoverFindings, presencesOf } from './judge.ts';
import type { Baseline, RawContractDrift } from './judge.ts';
import { mergeSummaries } from './merge.ts';
import type { Part } from './parts.ts';
import type { ReceiverReport } from './receiver-report.ts';
import type { ContractDrift, Drift, DriftResult } from './result.ts';
import type { PartResult } from './run-part.ts';
import type { DriftSummary, Exhibit } from './summary.ts';

/** What a report is made of. */
export interface ReportInput {
  readonly targets: readonly string[];
  readonly cwd: string;
  /** All parts of the input, in order, and what was counted in them. */
  readonly parts: readonly Part[];
  readonly results: readonly PartResult[];
  readonly since: number | undefined;
  /** What the baseline is, in words; undefined when there is none. */
  readonly baseline: string | undefined;
  /** A report of a former run that is the baseline. */
  readonly former: FormerReport | undefined;
  readonly receivers: readonly ReceiverReport[];
  /** What was found before anything was read. */
  readonly findings: readonly Finding[];
  /** File with approvals; the nearest one upwards when `true`, none when `false`. */
  readonly approvals: string | boolean;
  readonly failOn: 'error' | 'warning';
  /** YYYY-MM-DD in UTC. */
  readonly today: string;
}

/** Contracts and what was counted for them, put together: what a report and a proposal are made of. */
export interface Judged {
  readonly summary: DriftSummary;
  readonly contexts: readonly DriftContext[];
  readonly raw: readonly RawContractDrift[];
  readonly placeOf: DriftContext['place'];
}

/**
 * Puts together what was counted in the parts of the input, and holds it against the contracts and the baseline.
 *
 * @throws RunError when a contract cannot be read
 */
export async function judgeParts(input: ReportInput): Promise<Judged> {
  const { cwd, results, former } = input;
  const [first, ...others] = results.map(({ summary }) => summary);
  if (first === undefined) throw new RunError('usage', 'There is nothing to read.');
  const summary = others.reduce(mergeSummaries, first);
  const placeOf = places(input);
  const contexts: DriftContext[] = [];
  for (const file of resolveTargets(input.targets, cwd)) {
    const { contract, document, findings } = await loadContract(file, { cwd });
    if (contract === undefined) throw new RunError('input', `${displayPath(file, cwd)} cannot be used.`, { findings });
    contexts.push({ contract, document, place: placeOf });
  }
  const raw = contexts.map((context) => {
    const { id } = context.contract;
    const now = summary.now.contracts.get(id) ?? {
      events: new Map(),
      unknown: [],
      unknownCaptures: { live: 0, other: 0 },
    };
    return judgeContract(now, input.baseline === undefined ? undefined : baselineOf(id, summary, former), context);
  });
  return { summary, contexts, raw: raw.toSorted((a, b) => (a.id < b.id ? -1 : 1)), placeOf };
}

/**
 * The report of a run: drifts with what became of each, and findings.
 *
 * @throws RunError when the approvals are wrong
 */
export function reportOf({ summary, contexts, raw, placeOf }: Judged, input: ReportInput): DriftResult {
  const { results, receivers, failOn, today, since, baseline } = input;
  const approvals = readApprovals(input);
  const counted = receivers.flatMap(({ drifts }) => drifts);
  const fingerprints = new Set([
    ...raw.flatMap(({ drifts }) => drifts.map(({ fingerprint }) => fingerprint)),
    ...counted.map(({ fingerprint }) => fingerprint),
  ]);
  const judged = judgeApprovals(approvals, fingerprints, today, 'drift');
  const contracts = raw.map((report): ContractDrift => ({
    ...report,
    drifts: report.drifts.map((drift) => settle(drift, judged.approved)),
  }));
  const files = new Map(contexts.map(({ contract, document }) => [contract.id, document.file]));
  const findings = [
    ...input.findings,
    ...contracts.flatMap(({ id, drifts }) =>
      drifts.map((drift) => driftFinding(drift, id, files.get(id) ?? id, today)),
    ),
    ...counted.map((drift) => driftFinding(settle(drift, judged.approved), undefined, drift.place.file, today)),
    ...unread(results, input),
    ...leftoverFindings(summary.leftovers, placeOf),
    ...judged.findings,
  ].toSorted(compareFindings);
  const rules = new Map(catalog.map((rule) => [rule.id, rule]));
  const { notJson, noContract, others, withoutTime, older } = summary.leftovers;
  // What is too old is not read from a store.
  const unreadOlder = input.parts.reduce((sum, { store }) => sum + (store?.older ?? 0), 0);
  return {
    toolVersion,
    verdict: findings.some(({ severity }) => atLeast(severity, failOn)) ? 'fail' : 'pass',
    failOn,
    ...(since === undefined ? {} : { since: timeText(since) }),
    ...(baseline === undefined ? {} : { baseline }),
    captures: summary.captures + unreadOlder,
    leftOut: {
      notJson: notJson?.captures ?? 0,
      noContract: others.reduce((sum, { captures }) => sum + captures, noContract?.captures ?? 0),
      others: others
        .toSorted((a, b) => (a.key < b.key ? -1 : 1))
        .map(({ vendor, event, captures }) => ({ vendor, ...(event === undefined ? {} : { event }), captures })),
      withoutTime,
      older: older + unreadOlder,
    },
    contracts,
    receivers: receivers.map(({ counts }) => counts),
    findings,
    counts: countBySeverity(findings),
    rules: [...new Set(findings.map(({ rule }) => rule))].toSorted().flatMap((id) => rules.get(id) ?? []),
  };
}

function settle(drift: Omit<Drift, 'outcome' | 'approval'>, approved: ReadonlyMap<string, Approval>): Drift {
  const approval = approved.get(drift.fingerprint);
  return approval === undefined
    ? { ...drift, outcome: 'new' }
    : { ...drift, severity: 'info', outcome: 'approved', approval };
}

function baselineOf(id: string, { now, before }: DriftSummary, former: FormerReport | undefined): Baseline | undefined {
  if (former !== undefined) {
    const presences = former.presences.get(id);
    return presences === undefined ? undefined : { presences };
  }
  const was = before.contracts.get(id);
  if (was === undefined) return undefined;
  const is = now.contracts.get(id);
  const basis = is === undefined || basisOf(is) === 'none' ? basisOf(was) : basisOf(is);
  return { presences: presencesOf(was, basis === 'live' ? 'live' : 'other') };
}

/** Lines of a part are counted from its beginning: those of the parts before it in the same file come on top. */
function places({ parts, results }: ReportInput): (exhibit: Exhibit) => Place {
  const lines = new Map(results.flatMap((result) => [...result.lines]));
  const byNumber = new Map<number, { file: string; offset: number | undefined }>();
  let [file, isBaseline, offset] = ['', false, 0];
  for (const part of parts.toSorted((a, b) => a.number - b.number)) {
    if (part.file !== file || part.isBaseline !== isBaseline)
      [file, isBaseline, offset] = [part.file, part.isBaseline, 0];
    byNumber.set(part.number, { file, offset: part.store === undefined ? offset : undefined });
    offset += lines.get(part.number) ?? 0;
  }
  return ({ part, line }) => {
    const known = byNumber.get(part);
    if (known === undefined) return { file: '' };
    return known.offset === undefined ? { file: known.file } : { file: known.file, line: line + known.offset };
  };
}

/** What could not be read, each at its line in the whole file. */
function unread(results: readonly PartResult[], input: ReportInput): Finding[] {
  const placeOf = places(input);
  return results.flatMap(({ unread: found }) =>
    found.map(({ part, finding }) => {
      const { line } = finding.place;
      if (line === undefined) return finding;
      const moved = placeOf({ part, line, id: '', example: null }).line ?? line;
      const capture = finding.capture === String(line) ? { capture: String(moved) } : {};
      const message = finding.message.replace(new RegExp(`^Line ${line} `), `Line ${moved} `);
      return { ...finding, ...capture, message, place: { ...finding.place, line: moved } };
    }),
  );
}

function readApprovals({ approvals, cwd }: ReportInput): LoadedApprovals {
  if (approvals === false) return { approvals: [], findings: [] };
  const loaded = loadApprovals(cwd, typeof approvals === 'string' ? approvals : undefined);
  if (loaded.findings.length === 0) return loaded;
  throw new RunError('usage', 'The approvals are wrong.', { findings: loaded.findings });
}
