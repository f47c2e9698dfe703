import type { ContractEvent } from '../asyncapi/model.ts';
import type { Capture } from '../deliveries/capture.ts';
import { isFinding } from '../deliveries/capture-finding.ts';
import { createContractChooser, type ContractChooser } from '../deliveries/choose-contract.ts';
import type { CaptureFormat } from '../deliveries/formats/format.ts';
import { parseJson } from '../deliveries/json-text.ts';
import { readCaptureRuns } from '../deliveries/read-captures.ts';
import type { Finding, Place } from '../findings/finding.ts';
import { show } from '../json-schema/violation.ts';
import { compareText } from '../findings/order.ts';
import type { Json } from '../util/json.ts';
import { checkCaptureOf } from './capture.ts';
import type { CheckedContract } from './checked-contract.ts';
import { FindingCollector } from './collect.ts';
import { displayPath } from '../util/display-path.ts';
import type { CaptureSet, CheckOptions } from './options.ts';
import { findingOf } from './report.ts';
import type { CaptureFileReport, SignatureTally } from './result.ts';
import { captureNoContract, captureNotJson, captureUnknownEvent } from './rules.ts';
import { emptyCaptureTallies, originOf, type Counting } from './tally.ts';
import type { RunWatch } from './watch.ts';

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
  watch: RunWatch,
): Promise<CaptureResults> {
  const run = new CaptureRunner(contracts, options, watch);
  for (const set of options.captures) {
    const files = set.files.map((file) => displayPath(file, options.cwd));
    for await (const items of readCaptureRuns(files, { ...statements(set), base: options.cwd, formats })) {
      for (const item of items) {
        if (isFinding(item)) run.report(item);
        else run.check(item, set);
      }
    }
  }
  return run.results();
}

function statements({ origin, vendor, contract, url }: CaptureSet): {
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

type Judgement = { readonly contract: string | undefined; readonly findings: readonly Finding[] };

class CaptureRunner {
  readonly #options: CheckOptions;
  readonly #watch: RunWatch;
  readonly #byId: ReadonlyMap<string, CheckedContract>;
  readonly #choose: ContractChooser;
  readonly #collector = new FindingCollector();
  readonly #files = new Map<string, Map<string | undefined, Counting<CaptureFileReport>>>();
  readonly #signatures = new Map<string, Counting<SignatureTally>>();
  #count = 0;

  constructor(contracts: readonly CheckedContract[], options: CheckOptions, watch: RunWatch) {
    this.#options = options;
    this.#watch = watch;
    this.#byId = new Map(contracts.map((checked) => [checked.contract.id, checked]));
    this.#choose = createContractChooser(
      contracts.map(({ contract }) => contract),
      (contract, event, payload) => {
        const checked = this.#byId.get(contract.id);
        watch.enter(checked?.path);
        return checked?.payload(event.name)?.isValid(payload) === true;
      },
    );
  }

  /** Something about a file that is no capture. */
  report(finding: Finding): void {
    this.#watch.beat();
    this.#collector.add(finding);
    this.#fileReport(finding.place.file, finding.contract);
  }

  check(capture: Capture, set: CaptureSet): void {
    const { contract, findings } = this.#judge(capture, set);
    for (const finding of findings) this.#collector.add(finding);
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

  #judge(capture: Capture, set: CaptureSet): Judgement {
    const payload = payloadOf(capture);
    if ('finding' in payload) return { contract: capture.contract, findings: [payload.finding] };
    const choice = this.#choose(capture, payload.value);
    const checked = choice === undefined ? undefined : this.#byId.get(choice.contract.id);
    if (choice === undefined || checked === undefined) {
      return { contract: undefined, findings: [this.#noContract(capture)] };
    }
    const { event, values, candidates } = choice.identification;
    const meant = event ?? (candidates.length === 1 ? candidates[0] : undefined);
    if (meant === undefined) {
      return { contract: checked.contract.id, findings: [unknownEvent(capture, checked, values, candidates)] };
    }
    this.#watch.enter(checked.path);
    const accepted = choice.accepted === true && event !== undefined;
    const { signature, findings } = checkCaptureOf(
      { capture, payload: payload.value, checked, event: meant, set, accepted },
      this.#options,
    );
    if (signature !== undefined) this.#signatureTally(checked.contract.id)[signature] += 1;
    return { contract: checked.contract.id, findings };
  }

  #noContract(capture: Capture): Finding {
    const stated = capture.contract ?? capture.vendor;
    const message =
      stated === undefined
        ? 'No contract of this run knows the event of this capture.'
        : `The capture states "${stated}", which is not in this run${this.#byId.size === 0 ? '' : ` (there are ${[...this.#byId.keys()].join(', ')})`}.`;
    return findingOf(captureNoContract, message, capture.place, { capture: capture.id });
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

function payloadOf(capture: Capture): { readonly value: Json } | { readonly finding: Finding } {
  const about = { capture: capture.id, ...(capture.contract === undefined ? {} : { contract: capture.contract }) };
  const { text } = capture.delivery.body;
  if (text === undefined) return { finding: findingOf(captureNotJson, 'The body is not UTF-8.', capture.place, about) };
  const parsed = parseJson(text);
  if ('value' in parsed) return { value: parsed.value as Json };
  const place = { ...capture.place, ...capture.locate(parsed.problem.offset), in: 'body' as const };
  return { finding: findingOf(captureNotJson, `The body is not JSON: ${parsed.problem.message}.`, place, about) };
}

function unknownEvent(
  capture: Capture,
  { contract }: CheckedContract,
  values: readonly (string | undefined)[],
  candidates: readonly ContractEvent[],
): Finding {
  const about = { contract: contract.id, capture: capture.id };
  const pointer = contract.selector.find((part) => part.kind === 'pointer')?.pointer ?? '';
  const place: Place = { ...capture.place, ...capture.locate(pointer), pointer, in: 'body' };
  const names = values.map((value) => (value === undefined ? 'nothing' : show(value))).join(', ');
  const message =
    candidates.length > 1
      ? `The selector cannot tell which of ${candidates.map(({ name }) => name).join(', ')} this is.`
      : `The selector finds ${names}, which no event of ${contract.id} has.`;
  return findingOf(captureUnknownEvent, message, place, about);
}
