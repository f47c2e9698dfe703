import { compareContracts } from '../../compatibility/compare-contracts.ts';
import { comparePayloads } from '../../compatibility/compare-payloads.ts';
import type { NamedSchema } from '../../compatibility/compare-payloads.ts';
import { judgeApprovals, loadApprovals } from '../../config/approvals.ts';
import type { LoadedApprovals } from '../../config/approvals.ts';
import { compareFindings } from '../../findings/order.ts';
import type { Place } from '../../findings/finding.ts';
import { toolVersion } from '../../util/version.ts';
import { catalog } from '../catalog.ts';
import { RunError } from '../../findings/run-error.ts';
import { countBySeverity } from '../tally.ts';
import { noWatch, type RunContext } from '../watch.ts';
import { namedCaptureFiles } from '../capture-files.ts';
import { weighWithCaptures } from './count-captures.ts';
import { contractChanges, findingsOf, nameChanges } from './findings.ts';
import type { NamedComparison } from './findings.ts';
import { isTransitive } from './options.ts';
import type { CompareOptions } from './options.ts';
import { pairStates, pairWithHistory } from './pairs.ts';
import type { Pairs } from './pairs.ts';
import { placeIn } from './places.ts';
import type { CompareResult, ComparisonReport } from './result.ts';
import { loadSide } from './sides.ts';
import type { LoadedSide, SchemaOfSide, SideContent } from './sides.ts';

/**
 * Compares two contracts, two states of many, or two schemas, and says which of the differences fail the run.
 *
 * @throws RunError when something named does not exist or cannot be used, or the approvals cannot be read
 */
export async function runCompare(
  options: CompareOptions,
  context: RunContext = { watch: noWatch, excluded: new Map() },
): Promise<CompareResult> {
  const approvals = readApprovals(options);
  const older = await loadSide(options.older, context);
  const newer = await loadSide(options.newer, context);
  context.watch.enter(undefined);
  const captures = options.captures.flatMap((pattern) => namedCaptureFiles(pattern, options.cwd));
  const { comparisons: unweighed, added, removed } = compare(older, newer, options, context);
  const comparisons = await Promise.all(unweighed.map((each) => weighed(each, captures, options, context)));
  const named = [...comparisons.map((each) => nameChanges(each)), ...contractChanges(added, removed)];
  const fingerprints = new Set(named.flatMap(({ changes }) => changes.map(({ fingerprint }) => fingerprint)));
  const { approved, findings: wrong } = judgeApprovals(approvals, fingerprints, options.today);
  const judged = findingsOf(named, approved, options);
  const findings = [...judged.findings, ...wrong].toSorted(compareFindings);
  const rules = new Map(catalog.map((rule) => [rule.id, rule]));
  return {
    toolVersion,
    verdict: findings.some(({ severity }) => severity === 'error') ? 'fail' : 'pass',
    mode: options.mode,
    comparisons: judged.reports.slice(0, comparisons.length).toSorted(byName),
    contractChanges: judged.reports.slice(comparisons.length).flatMap(({ changes }) => changes),
    findings,
    counts: countBySeverity(findings),
    rules: [...new Set(findings.map(({ rule }) => rule))].toSorted().flatMap((id) => rules.get(id) ?? []),
  };
}

/** The comparison, weighed with captures where there are any and the older side is a contract. */
async function weighed(
  named: NamedComparison,
  files: readonly string[],
  { origin }: CompareOptions,
  { watch }: RunContext,
): Promise<NamedComparison> {
  if (files.length === 0 || named.older === undefined) return named;
  return { ...named, comparison: await weighWithCaptures(named.comparison, named.older, { files, origin }, watch) };
}

interface Compared {
  readonly comparisons: readonly NamedComparison[];
  readonly added: readonly LoadedSide[];
  readonly removed: readonly LoadedSide[];
}

function compare(older: SideContent, newer: SideContent, options: CompareOptions, context: RunContext): Compared {
  if (older.kind === 'contracts' && newer.kind === 'contracts') {
    return compareMany(older.contracts, newer.contracts, options, context);
  }
  if (older.kind === 'schema' && newer.kind === 'schema') {
    return { comparisons: [compareTwoSchemas(older.schema, newer.schema, options)], added: [], removed: [] };
  }
  const contracts = older.kind === 'contracts' ? options.older : options.newer;
  throw new RunError('usage', `A schema cannot be compared with a contract: "${contracts.name}" is a whole contract.`, {
    help: `Name one of its events: ${contracts.name}#<event>.`,
  });
}

function compareMany(
  older: readonly LoadedSide[],
  newer: readonly LoadedSide[],
  { whole, mode, relation }: CompareOptions,
  { watch }: RunContext,
): Compared {
  const transitive = isTransitive(mode);
  const [only, ...others] = newer;
  const paired: Pairs<LoadedSide> =
    whole || only === undefined || others.length > 0
      ? pairStates(older, newer, transitive)
      : pairWithHistory(older, only, transitive);
  const settings = { onEvent: watch.beat, ...(relation === undefined ? {} : { relation }) };
  const comparisons = paired.pairs.map(([was, is]) => ({
    comparison: compareContracts(was.contract, is.contract, settings),
    vendor: is.vendor,
    older: was.contract,
    place: (pointer: string): Place => placeIn(is, pointer),
  }));
  return { ...paired, comparisons };
}

function compareTwoSchemas(older: SchemaOfSide, newer: SchemaOfSide, { relation }: CompareOptions): NamedComparison {
  const event = newer.event ?? older.event ?? 'payload';
  const named = ({ schema, name, vendor }: SchemaOfSide): NamedSchema => ({
    schema,
    event,
    name: { id: name, vendor, version: '' },
  });
  const isDelivery = older.event !== undefined || newer.event !== undefined;
  const comparison = comparePayloads(named(older), named(newer), relation ?? (isDelivery ? 'deliveries' : 'instances'));
  return { comparison, vendor: newer.vendor === '' ? older.vendor : newer.vendor, place: () => newer.place };
}

function readApprovals({ approvals, cwd }: CompareOptions): LoadedApprovals {
  if (approvals === false) return { approvals: [], findings: [] };
  const loaded = loadApprovals(cwd, typeof approvals === 'string' ? approvals : undefined);
  if (loaded.findings.length === 0) return loaded;
  throw new RunError('usage', 'The approvals are wrong.', { findings: loaded.findings });
}

function byName(a: ComparisonReport, b: ComparisonReport): number {
  return keyOf(a) < keyOf(b) ? -1 : 1;
}

function keyOf({ newer, older }: ComparisonReport): string {
  return `${newer.id} ${older.id}`;
}
