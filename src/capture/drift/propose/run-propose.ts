import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { loadContract } from '../../../asyncapi/load-contract.ts';
import type { LoadedContract } from '../../../asyncapi/load-contract.ts';
import type { Contract } from '../../../asyncapi/model.ts';
import { compileContract } from '../../../checks/checked-contract.ts';
import type { CheckedContract } from '../../../checks/checked-contract.ts';
import { RunError } from '../../../findings/run-error.ts';
import { noWatch } from '../../../checks/watch.ts';
import type { RunContext } from '../../../checks/watch.ts';
import { compareContracts } from '../../../compatibility/compare-contracts.ts';
import type { Bump } from '../../../compatibility/contracts/model.ts';
import type { Json, JsonObject } from '../../../util/json.ts';
import { isObject } from '../../../util/json.ts';
import { startMoment } from '../moment.ts';
import type { ContractSummary, TrafficKind, TrafficSummary } from '../summary.ts';
import { Traffic } from '../traffic.ts';
import { allow } from './edits.ts';
import type { Note, ReuseIn } from './edits.ts';
import { addExamples } from './examples.ts';
import { ProposedFiles, writeTexts } from './files.ts';
import type { SourceOf } from './form.ts';
import { addEvents, newEventName } from './new-events.ts';
import { reuseIn } from './reuse.ts';

/** What a proposal is made from. Plain data: it is handed to a worker. */
export interface ProposeInput {
  /** The AsyncAPI document, absolute. */
  readonly file: string;
  /** What was counted, with payloads. */
  readonly summary: ContractSummary;
  readonly kind: TrafficKind;
  /** Working folder, absolute. */
  readonly cwd: string;
}

/** The next version of a contract. Plain data. */
export interface Proposal {
  readonly id: string;
  readonly vendor: string;
  readonly from: string;
  readonly version: string;
  /** The step that the difference demands. */
  readonly bump: Bump;
  /** Path of its AsyncAPI document below the folder of the proposal. */
  readonly document: string;
  /** Texts by path below the folder of the proposal. */
  readonly files: ReadonlyMap<string, string>;
  readonly done: readonly string[];
  /** What a person has to look at. */
  readonly left: readonly string[];
}

/** The name of the version while it is not known which one it will be. */
const unnamed = '0.0.0-proposal';
/** What is behind one deviation shows when that is allowed; nobody hides more than this behind one another. */
const mostRounds = 6;

/**
 * Writes the next version of a contract: the existing one, widened until it allows the captures that showed a drift, with
 * examples of them. Which version it is follows from a comparison with the existing one.
 *
 * @throws RunError when the contract cannot be used
 */
export async function runPropose(
  { file, summary, kind, cwd }: ProposeInput,
  { watch }: RunContext = { watch: noWatch, excluded: new Map() },
): Promise<Proposal | undefined> {
  watch.enter(file);
  const former = await load(file, cwd);
  const sourceOf = sourceFrom(kind);
  const unknown = summary.unknown.filter((one) => one.kind === kind);
  const traffic = (event: string): TrafficSummary | undefined => summary.events.get(event)?.traffic[kind];
  const others = former.contract.scenarios === undefined ? [] : [resolve(cwd, former.contract.scenarios)];
  let files = new ProposedFiles(
    former.document,
    former.contract.version,
    others.filter((path) => existsSync(path)),
    cwd,
  );
  const seen = former.contract.events.flatMap(({ name }): [string, TrafficSummary][] => {
    const own = traffic(name);
    return own === undefined ? [] : [[name, own]];
  });
  const reuse =
    (of: ProposedFiles, { checked }: Usable): ReuseIn =>
    (path) =>
      reuseIn(checked, of, path);
  const notes: Note[] = allow(seen, files, sourceOf, reuse(files, former));
  notes.push(...addEvents(former.contract, unknown, files, sourceOf, reuse(files, former)));
  if (notes.length === 0) return undefined;
  const payloads = payloadsOf(former.contract, summary, kind);
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-proposal-'));
  try {
    let newer = await rewrite(files, join(folder, '0'));
    for (let round = 1; round <= mostRounds; round += 1) {
      watch.beat();
      files = new ProposedFiles(newer.document, unnamed, [], newer.folder);
      const further = allow(stillDrifting(newer, payloads), files, sourceOf, reuse(files, newer));
      if (further.length === 0) break;
      notes.push(...further);
      newer = await rewrite(files, join(folder, String(round)));
    }
    const left = stillDrifting(newer, payloads).map(
      ([event]) => `${event}: some captures still do not fit; counterfoil drift says which.`,
    );
    files = new ProposedFiles(newer.document, unnamed, [], newer.folder);
    notes.push(...addExamples(newer.checked, former.contract, summary, kind, files));
    const last = await rewrite(files, join(folder, 'last'));
    const { bump } = compareContracts(former.contract, last.contract, { onEvent: watch.beat });
    const version = nextVersion(former.contract.version, bump);
    const scenarios = new ProposedFiles(former.document, former.contract.version, others, cwd).texts(version);
    const texts = new ProposedFiles(last.document, unnamed, [], last.folder).texts(version);
    for (const [path, text] of scenarios)
      if (path.endsWith('scenarios.yaml') && others.length > 0) texts.set(path, text);
    const { id, vendor } = former.contract;
    return {
      id: `${vendor}@${version}`,
      vendor,
      from: id,
      version,
      bump,
      document: new ProposedFiles(last.document, unnamed, [], last.folder).document(version),
      files: texts,
      done: [...new Set(notes.filter(({ isDone }) => isDone).map(({ text }) => text))],
      left: [...new Set([...notes.filter(({ isDone }) => !isDone).map(({ text }) => text), ...left])],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

type Usable = LoadedContract & { readonly contract: Contract; readonly checked: CheckedContract };

async function load(file: string, cwd: string): Promise<Usable> {
  const { contract, document, findings } = await loadContract(file, { cwd });
  const compiled = contract === undefined ? undefined : compileContract(contract, document, file);
  const errors = [...findings, ...(compiled?.findings ?? [])].filter(({ severity }) => severity === 'error');
  if (contract !== undefined && compiled !== undefined && errors.length === 0)
    return { contract, document, findings, checked: compiled.checked };
  throw new RunError('input', 'The next version that was made up cannot be used.', {
    help: 'The contract as it is could not be widened by this program: change it by hand, as the report of drift says.',
    findings: errors,
  });
}

async function rewrite(files: ProposedFiles, folder: string): Promise<Usable & { readonly folder: string }> {
  writeTexts(folder, files.texts(unnamed));
  return { ...(await load(join(folder, files.document(unnamed)), folder)), folder };
}

/** The payloads that showed something, by event. */
function payloadsOf(
  contract: Contract,
  summary: ContractSummary,
  kind: TrafficKind,
): ReadonlyMap<string, readonly Json[]> {
  const payloads = new Map<string, Json[]>();
  const add = (event: string, payload: Json | undefined): void => {
    if (payload !== undefined) payloads.set(event, [...(payloads.get(event) ?? []), payload]);
  };
  for (const { name } of contract.events) {
    const seen = summary.events.get(name)?.traffic[kind];
    for (const { exhibit } of [...(seen?.deviations ?? []), ...(seen?.strangers ?? [])]) add(name, exhibit.payload);
    for (const { payload } of seen?.samples ?? []) add(name, payload);
  }
  for (const one of summary.unknown.filter((each) => each.kind === kind)) {
    const name = newEventName(one.values);
    add(name, one.exhibit.payload);
    for (const { exhibit } of one.strangers) add(name, exhibit.payload);
  }
  return payloads;
}

/** What payloads show under the contract as it is by now, by event. */
function stillDrifting(
  { checked }: Usable,
  payloads: ReadonlyMap<string, readonly Json[]>,
): [string, TrafficSummary][] {
  const { contract, validator } = checked;
  return contract.events.flatMap(({ name }): [string, TrafficSummary][] => {
    const schema = checked.payload(name);
    if (schema === undefined || !isObject(schema.target.schema)) return [];
    const moment = startMoment();
    const { target, targets } = schema;
    const root = [{ schema: target.schema as JsonObject, pointer: target.pointer }];
    const traffic = new Traffic(root, { validator, targets, bundle: contract.schemas }, schema, moment, false);
    for (const payload of payloads.get(name) ?? []) {
      moment.number += 1;
      traffic.add(payload, false, false);
    }
    const seen = traffic.summary();
    return seen.deviations.length + seen.strangers.length > 0 ? [[name, seen]] : [];
  });
}

function sourceFrom(kind: TrafficKind): SourceOf {
  return (note) =>
    kind === 'live'
      ? { kind: 'live', document: 'Captures of live deliveries', note }
      : { kind: 'other', document: 'Captures that are not live', note };
}

/** The version after a step. Before 1.0.0 the parts count one place higher. Source: Semantic Versioning 2.0.0. */
export function nextVersion(version: string, bump: Bump): string {
  const [major = 0, minor = 0, patch = 0] = (version.split(/[-+]/)[0] ?? '').split('.').map(Number);
  if (bump === 'major') return major === 0 ? `0.${minor + 1}.0` : `${major + 1}.0.0`;
  if (bump === 'minor' && major > 0) return `${major}.${minor + 1}.0`;
  return `${major}.${minor}.${patch + 1}`;
}
