import type { Capture } from '../deliveries/capture.ts';
import { isFinding } from '../deliveries/capture-finding.ts';
import type { CaptureFormat } from '../deliveries/formats/format.ts';
import { readCaptureRuns } from '../deliveries/read-captures.ts';
import type { Finding } from '../findings/finding.ts';
import { compareText } from '../findings/order.ts';
import type { CheckedContract } from './checked-contract.ts';
import { FindingCollector } from './collect.ts';
import { createCaptureJudge, type CaptureJudge } from './judge-capture.ts';
import { displayPath } from '../util/display-path.ts';
import type { CaptureSet, CheckOptions } from './options.ts';
import type { CaptureFileReport, SignatureTally } from './result.ts';
import { emptyCaptureTallies, originOf, type Counting } from './tally.ts';
import type { RunContext, RunWatch } from './watch.ts';

export interface CaptureResults {
  /** Sorted by file, then by contract. */
  readonly files: readonly CaptureFileReport[];
  /** By contract id. */
  readonly signatures: ReadonlyMap<string, SignatureTally>;
  readonly findings: readonly Finding[];
}

/**
 * Holds captures against the contracts. One pass over the files; memory does not grow with the number of captures.
 *
 * @param formats capture formats of local modules
 */
export async function checkCaptures(
  contracts: readonly CheckedContract[],
  options: CheckOptions,
  formats: readonly CaptureFormat[],
  { watch, isAttested }: { readonly watch: RunWatch; readonly isAttested?: RunContext['isAttested'] | undefined },
): Promise<CaptureResults> {
  const run = new CaptureRunner(contracts, options, watch);
  for (const set of options.captures) {
    const files = set.files.map((file) => displayPath(file, options.cwd));
    const trust = isAttested === undefined ? {} : { isAttested };
    for await (const items of readCaptureRuns(files, { ...statements(set), base: options.cwd, formats, ...trust })) {
      for (const item of items) {
        if (isFinding(item)) run.report(item);
        else run.check(item, set);
      }
    }
  }
  return run.results();
}

/** What is stated about all captures of a set, for whoever reads their files. */
export function statements({ origin, vendor, contract, url }: CaptureSet): {
  origin?: NonNullable<CaptureSet['origin']>;
  vendor?: string;
  contract?: string;
  url?: string;
} {
  return {
    ...(origin === undefined ? {} : { origin }),
    ...(vendor === undefined ? {} : { vendor }),
    ...(contract === undefined ? {} : { contract }),
    ...(url === undefined ? {} : { url }),
  };
}

class CaptureRunner {
  readonly #judge: CaptureJudge;
  readonly #watch: RunWatch;
  readonly #collector = new FindingCollector();
  readonly #files = new Map<string, Map<string | undefined, Counting<CaptureFileReport>>>();
  readonly #signatures = new Map<string, Counting<SignatureTally>>();
  #count = 0;

  constructor(contracts: readonly CheckedContract[], options: CheckOptions, watch: RunWatch) {
    this.#judge = createCaptureJudge(contracts, options, watch);
    this.#watch = watch;
  }

  /** Something about a file that is no capture. */
  report(finding: Finding): void {
    this.#watch.beat();
    this.#collector.add(finding);
    this.#fileReport(finding.place.file, finding.contract);
  }

  check(capture: Capture, set: CaptureSet): void {
    const { contract, signature, findings } = this.#judge(capture, set);
    for (const finding of findings) this.#collector.add(finding);
    if (contract !== undefined && signature !== undefined) this.#signatureTally(contract)[signature] += 1;
    const tally = this.#fileReport(capture.place.file, contract).captures[originOf(capture)];
    tally.total += 1;
    if (!findings.some(({ severity }) => severity === 'error')) tally.passed += 1;
    this.#count += 1;
    this.#watch.enter(undefined);
    if (this.#count % 1000 === 0) this.#watch.stage('captures', this.#count, undefined);
  }

  results(): CaptureResults {
    const files = [...this.#files.values()].flatMap((reports) => [...reports.values()]);
    return {
      files: files.toSorted((a, b) => compareText(a.file, b.file) || compareText(a.contract ?? '', b.contract ?? '')),
      signatures: this.#signatures,
      findings: this.#collector.findings(),
    };
  }

  #fileReport(file: string, contract: string | undefined): Counting<CaptureFileReport> {
    let reports = this.#files.get(file);
    if (reports === undefined) this.#files.set(file, (reports = new Map()));
    let report = reports.get(contract);
    if (report === undefined) reports.set(contract, (report = { file, contract, captures: emptyCaptureTallies() }));
    return report;
  }

  #signatureTally(contract: string): Counting<SignatureTally> {
    let tally = this.#signatures.get(contract);
    if (tally === undefined) this.#signatures.set(contract, (tally = { verified: 0, failed: 0, notChecked: 0 }));
    return tally;
  }
}
