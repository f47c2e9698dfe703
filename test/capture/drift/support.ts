import { join } from 'node:path';
import { loadContract } from '../../../src/asyncapi/load-contract.ts';
import { Collector } from '../../../src/capture/drift/collector.ts';
import type { CollectorOptions } from '../../../src/capture/drift/collector.ts';
import { judgeContract } from '../../../src/capture/drift/judge.ts';
import type { RawContractDrift } from '../../../src/capture/drift/judge.ts';
import { loadContracts } from '../../../src/capture/drift/run-part.ts';
import type { DriftSummary } from '../../../src/capture/drift/summary.ts';
import type { CheckedContract } from '../../../src/checks/checked-contract.ts';
import { noWatch } from '../../../src/checks/watch.ts';
import { bodyFromText } from '../../../src/deliveries/body.ts';
import type { Capture } from '../../../src/deliveries/capture.ts';
import type { Json } from '../../../src/util/json.ts';

export const root = join(import.meta.dirname, '../../..');
export const cafe = join(root, 'test/cli/bases/cafe/asyncapi/cafe/1.0.0');

export function load(...targets: string[]): Promise<CheckedContract[]> {
  return loadContracts(targets, root);
}

/** A live capture of a payload; its line is its position in the input. */
export function captureOf(payload: Json, line = 1, more: Partial<Capture> = {}): Capture {
  return {
    id: String(line),
    delivery: { method: 'POST', url: '', headers: [], body: bodyFromText(JSON.stringify(payload)) },
    missing: new Set(['method', 'url', 'headers']),
    origin: 'live',
    attested: false,
    place: { file: 'captures.ndjson', line },
    locate: () => undefined,
    ...more,
  };
}

/** What captures are like, counted in one go. */
export function count(
  contracts: readonly CheckedContract[],
  captures: readonly Capture[],
  options: Partial<CollectorOptions> = {},
): DriftSummary {
  const collector = new Collector(contracts, { exhibits: false, ...options }, noWatch);
  for (const capture of captures) collector.add(capture, 0, false);
  return collector.summary();
}

/** The report of a contract. */
export async function judge(checked: CheckedContract, summary: DriftSummary): Promise<RawContractDrift> {
  const { contract, document } = await loadContract(checked.path, { cwd: root });
  const counted = summary.now.contracts.get(checked.contract.id);
  if (contract === undefined || counted === undefined) throw new Error(`${checked.path} was not counted.`);
  const place = ({ part, line }: { readonly part: number; readonly line: number }) => ({ file: `part ${part}`, line });
  return judgeContract(counted, undefined, { contract, document, place });
}
