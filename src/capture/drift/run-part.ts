import { loadContract } from '../../asyncapi/load-contract.ts';
import { compileContract } from '../../checks/checked-contract.ts';
import type { CheckedContract } from '../../checks/checked-contract.ts';
import { FindingCollector } from '../../checks/collect.ts';
import { RunError } from '../../findings/run-error.ts';
import { resolveTargets } from '../../checks/targets.ts';
import { noWatch } from '../../checks/watch.ts';
import type { RunContext } from '../../checks/watch.ts';
import { isFinding } from '../../deliveries/capture-finding.ts';
import type { Finding } from '../../findings/finding.ts';
import { displayPath } from '../../util/display-path.ts';
import { Collector } from './collector.ts';
import type { CollectorOptions } from './collector.ts';
import { readPart } from './parts.ts';
import type { Part } from './parts.ts';
import type { DriftSummary } from './summary.ts';

/** What one worker counts. Plain data. */
export interface PartInput {
  /** Contracts as for `resolveTargets`. */
  readonly targets: readonly string[];
  readonly parts: readonly Part[];
  readonly options: CollectorOptions;
  /** Working folder, absolute. */
  readonly cwd: string;
}

/** What one worker counted. Plain data. */
export interface PartResult {
  readonly summary: DriftSummary;
  /** How many lines each part has, by its number; only parts of divided files. */
  readonly lines: ReadonlyMap<number, number>;
  /** What could not be read: findings of captures, with the number of the part that each is of. */
  readonly unread: readonly { readonly part: number; readonly finding: Finding }[];
  /** What keeps a contract from being used. */
  readonly contractFindings: readonly Finding[];
}

/**
 * Counts the captures of some parts of the input.
 *
 * @throws RunError when a contract cannot be used
 */
export async function runDriftPart(
  { targets, parts, options, cwd }: PartInput,
  context: RunContext = { watch: noWatch, excluded: new Map() },
): Promise<PartResult> {
  const { watch } = context;
  const contracts = await loadContracts(targets, cwd, context);
  const collector = new Collector(contracts, options, watch);
  const lines = new Map<number, number>();
  const unread: { part: number; finding: Finding }[] = [];
  let count = 0;
  for (const part of parts) {
    const counter = { lines: 0 };
    const findings = new FindingCollector();
    for await (const run of readPart(part, cwd, counter)) {
      for (const item of run) {
        if (isFinding(item)) findings.add(item);
        else collector.add(item, part.number, part.isBaseline);
        count += 1;
        if (count % 256 === 0) watch.enter(undefined);
        if (count % 4096 === 0) watch.stage('captures', count, undefined);
      }
    }
    if (part.range !== undefined) lines.set(part.number, counter.lines);
    unread.push(...findings.findings().map((finding) => ({ part: part.number, finding })));
  }
  return { summary: collector.summary(), lines, unread, contractFindings: [] };
}

/**
 * Loads contracts to hold captures against.
 *
 * @throws RunError when one cannot be used: drift from a part of a contract would be no drift
 */
export async function loadContracts(
  targets: readonly string[],
  cwd: string,
  { watch, excluded }: RunContext = { watch: noWatch, excluded: new Map() },
): Promise<CheckedContract[]> {
  const contracts: CheckedContract[] = [];
  for (const file of resolveTargets(targets, cwd)) {
    const name = displayPath(file, cwd);
    const reason = excluded.get(file);
    const help = `Run counterfoil check on it.`;
    if (reason !== undefined) throw new RunError('input', `${name} needed too much ${reason} to be used.`, { help });
    watch.enter(file);
    const { contract, document, findings } = await loadContract(file, { cwd });
    const compiled = contract === undefined ? undefined : compileContract(contract, document, file);
    const errors = [...findings, ...(compiled?.findings ?? [])].filter(({ severity }) => severity === 'error');
    if (compiled === undefined || errors.length > 0)
      throw new RunError('input', `${name} cannot be used.`, { help, findings: errors });
    contracts.push(compiled.checked);
  }
  watch.enter(undefined);
  return contracts;
}
