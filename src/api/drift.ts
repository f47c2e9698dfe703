import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { configuredCaptures } from './configured-captures.ts';
import { namedFiles, read, sourcesOf, trustOf } from './drift-sources.ts';
import { readFormerReport } from '../capture/drift/former-report.ts';
import { basisOf } from '../capture/drift/judge.ts';
import { divide } from '../capture/drift/parts.ts';
import type { Source } from '../capture/drift/parts.ts';
import { writeTexts } from '../capture/drift/propose/files.ts';
import type { Proposal, ProposeInput } from '../capture/drift/propose/run-propose.ts';
import { proposalText } from '../capture/drift/propose/summary-text.ts';
import { readReceiverReport } from '../capture/drift/receiver-report.ts';
import type { DriftResult } from '../capture/drift/result.ts';
import { judgeParts, reportOf } from '../capture/drift/run-drift.ts';
import type { ReportInput } from '../capture/drift/run-drift.ts';
import type { PartInput, PartResult } from '../capture/drift/run-part.ts';
import { readDuration, readSince } from '../capture/drift/times.ts';
import { RunError } from '../findings/run-error.ts';
import type { Origin } from '../deliveries/capture.ts';
import { runIsolated } from '../isolation/run-isolated.ts';
import type { IsolationOptions } from '../isolation/run-isolated.ts';
import type { Progress } from '../isolation/protocol.ts';
import { namedOrConfigured } from './targets.ts';
import { todayInUtc } from './today.ts';

/** Settings of a search for drift, and of the workers that it goes on in. */
export interface DriftSettings extends IsolationOptions {
  /** Contracts to hold the captures against; those of the configuration, else the folder `asyncapi`, when absent. */
  readonly contracts?: readonly string[];
  /** Origin of captures that do not state theirs. */
  readonly origin?: Origin;
  /** Captures before this time do not count: RFC 3339, a day, or a duration such as `7d` up to the end of today. */
  readonly since?: string;
  /** What went quiet is told against this: a duration before `since` such as `30d`, or glob patterns of capture files. */
  readonly baseline?: string | readonly string[];
  /** The JSON report of a former run that is the baseline. */
  readonly baselineReport?: string;
  /** 32 bytes that the records of stores are sealed with. */
  readonly storeKey?: Uint8Array;
  /** File with public keys of gateways, in PEM: what one of them has signed is live and attested. */
  readonly trust?: string;
  /** Files with the JSON of `report.snapshot()` of running receivers. */
  readonly receiverReports?: readonly string[];
  /** File with approvals; `true` for the nearest `counterfoil.approvals.yaml` upwards, `false` for none. `true` when absent. */
  readonly approvals?: string | boolean;
  /** Least severity that fails the run; `warning` when absent. */
  readonly failOn?: 'error' | 'warning';
  /** Over how many threads the captures are divided; when absent, one for small inputs, else as many as there are cores, at most four. */
  readonly workers?: number;
  /** Folder that relative paths start from; the working folder when absent. */
  readonly cwd?: string;
  /** Day that approvals and durations are judged by, YYYY-MM-DD; today in UTC when absent. */
  readonly today?: string;
}

/** Inputs smaller than this are read by one worker when nobody says how many, in bytes. */
const leastForMany = 64 * 1024 * 1024;

/**
 * Finds where captures and contracts disagree: fields that no schema describes, other types and values, what is absent,
 * events that nobody wrote down, and against a baseline what went quiet. One pass over the captures; memory does not grow
 * with their number, and the result does not depend on how many workers there are.
 *
 * @param captures capture files, folders or glob patterns of some, stores (SQLite files) and `postgres://` URLs of stores;
 *   when empty and no counts of receivers are given, those of the nearest `counterfoil.yaml`, as they are stated there
 * @throws {RunError} when something named does not exist, cannot be used, or has the wrong form
 * @throws {IsolationError} when the work is stuck and no contract is to blame
 */
export async function drift(captures: readonly string[], settings: DriftSettings = {}): Promise<DriftResult> {
  const input = await countDrift(captures, settings, false);
  return reportOf(await judgeParts(input), input);
}

/**
 * As `drift`, and writes the next version of each contract that drifts below a folder: the existing one, widened until it
 * allows what was seen, with examples made of captures without personal data, and `PROPOSAL.md`, which says what was
 * changed. The version follows from a comparison with the existing one.
 *
 * @param folder relative to `cwd`; it must not hold anything yet
 * @throws {RunError} as `drift`, and when the folder holds something or cannot be written
 */
export async function proposeDrift(
  captures: readonly string[],
  folder: string,
  settings: DriftSettings = {},
): Promise<{ readonly result: DriftResult; readonly proposals: readonly Proposal[] }> {
  const cwd = resolve(settings.cwd ?? '');
  const target = resolve(cwd, folder);
  if (existsSync(target) && (!statSync(target).isDirectory() || readdirSync(target).length > 0)) {
    throw new RunError('usage', `${folder} holds something already.`, {
      help: 'Name a folder that does not exist yet, or is empty: nothing is written over.',
    });
  }
  const input = await countDrift(captures, settings, true);
  const judged = await judgeParts(input);
  const result = reportOf(judged, input);
  const proposals: Proposal[] = [];
  for (const { document, contract } of judged.contexts) {
    const summary = judged.summary.now.contracts.get(contract.id);
    const basis = summary === undefined ? 'none' : basisOf(summary);
    if (summary === undefined || basis === 'none') continue;
    const proposal = await runIsolated<Proposal | undefined>(
      'drift-propose',
      { file: resolve(cwd, document.file), summary, kind: basis, cwd } satisfies ProposeInput,
      isolationOf(settings),
    );
    if (proposal !== undefined) proposals.push(proposal);
  }
  if (proposals.length > 0) write(target, folder, proposals, result);
  return { result, proposals };
}

/** Everything goes to a folder of its own first; what is renamed into place is whole. */
function write(target: string, folder: string, proposals: readonly Proposal[], result: DriftResult): void {
  const isLive = result.contracts.some(({ basis }) => basis === 'live');
  let beside: string | undefined;
  try {
    mkdirSync(target, { recursive: true });
    beside = mkdtempSync(join(target, '.propose-'));
    for (const { files } of proposals) writeTexts(beside, files);
    writeTexts(beside, new Map([['PROPOSAL.md', proposalText(proposals, isLive)]]));
    for (const name of readdirSync(beside)) renameSync(join(beside, name), join(target, name));
  } catch (error) {
    throw new RunError(
      'input',
      `${folder} cannot be written: ${error instanceof Error ? error.message : String(error)}.`,
      {
        help: 'Name a folder that you may write to.',
      },
    );
  } finally {
    if (beside !== undefined) rmSync(beside, { recursive: true, force: true });
  }
}

function isolationOf({ deadline, memory }: DriftSettings): IsolationOptions {
  return { ...(deadline === undefined ? {} : { deadline }), ...(memory === undefined ? {} : { memory }) };
}

/** Counts what the captures are like; with `exhibits`, payloads are kept for a proposal. */
async function countDrift(
  captures: readonly string[],
  settings: DriftSettings,
  exhibits: boolean,
): Promise<ReportInput> {
  const cwd = resolve(settings.cwd ?? '');
  const today = settings.today ?? todayInUtc();
  const targets = namedOrConfigured(settings.contracts ?? [], cwd);
  const since = settings.since === undefined ? undefined : readSince(settings.since, today);
  const { baseline } = settings;
  const window = typeof baseline === 'string' ? readDuration(baseline) : undefined;
  if (window !== undefined && since === undefined) {
    throw new RunError('usage', `A baseline of ${String(baseline)} is the time before --since, which is not given.`, {
      help: 'Say since when captures count, for example --since 7d.',
    });
  }
  const former =
    settings.baselineReport === undefined
      ? undefined
      : readFormerReport(read(settings.baselineReport, cwd), settings.baselineReport);
  const patterns = baseline === undefined || window !== undefined ? [] : [baseline].flat();
  if ([window !== undefined || patterns.length > 0, former !== undefined].every(Boolean)) {
    throw new RunError('usage', 'Two baselines are given.', { help: 'Leave one of them out.' });
  }
  const receivers = (settings.receiverReports ?? []).map((file) => readReceiverReport(read(file, cwd), file));
  const isConfigured = captures.length === 0 && receivers.length === 0;
  const configured = isConfigured ? configuredCaptures(settings.origin, cwd) : undefined;
  if (isConfigured && configured === undefined) {
    throw new RunError('usage', 'No captures are named.', {
      help: 'Name capture files, for example captures/*.ndjson, or set `captures` in counterfoil.yaml.',
    });
  }
  const trust = trustOf(settings.trust, configured?.trustedKeys ?? [], cwd);
  const from = window === undefined || since === undefined ? since : since - window;
  const stated = settings.origin === undefined ? {} : { origin: settings.origin };
  const named = [
    { files: namedFiles(patterns, cwd), isBaseline: true, stated },
    { files: namedFiles(captures, cwd), isBaseline: false, stated, ...(from === undefined ? {} : { from }) },
    ...(configured?.sets ?? []).map((set) => ({
      ...set,
      isBaseline: false,
      ...(from === undefined ? {} : { from }),
    })),
  ];
  const sources = named.flatMap((set) =>
    sourcesOf(set, { ...settings, ...(trust === undefined ? {} : { trust }) }, cwd),
  );
  const options = {
    exhibits,
    ...(since === undefined ? {} : { since }),
    ...(since === undefined || window === undefined ? {} : { baselineFrom: since - window }),
  };
  const shares = await divide(sources, workersOf(settings, sources, cwd), cwd);
  const results = await countAll(
    shares.length === 0
      ? [{ targets, parts: [], options, cwd }]
      : shares.map((parts) => ({ targets, parts, options, cwd })),
    settings,
  );
  return {
    targets,
    cwd,
    parts: shares.flat(),
    results,
    since,
    baseline: baselineText(settings),
    former,
    receivers,
    findings: configured?.findings ?? [],
    approvals: settings.approvals ?? true,
    failOn: settings.failOn ?? 'warning',
    today,
  };
}

function baselineText({ baseline, baselineReport, since }: DriftSettings): string | undefined {
  if (baselineReport !== undefined) return `the report ${baselineReport}`;
  if (baseline === undefined) return undefined;
  return typeof baseline === 'string' && readDuration(baseline) !== undefined
    ? `the ${baseline} before ${since ?? ''}`
    : `the captures ${[baseline].flat().join(', ')}`;
}

function workersOf({ workers }: DriftSettings, sources: readonly Source[], cwd: string): number {
  if (workers !== undefined) {
    if (Number.isSafeInteger(workers) && workers >= 1 && workers <= 64) return workers;
    throw new RunError('usage', `The number of workers is ${workers}.`, { help: 'Give a whole number from 1 to 64.' });
  }
  const bytes = sources.reduce(
    (sum, { file }) => sum + (statSync(resolve(cwd, file), { throwIfNoEntry: false })?.size ?? 0),
    0,
  );
  return bytes < leastForMany ? 1 : Math.min(4, availableParallelism());
}

/** Each share in a worker of its own; what has been done by all of them is told together. */
/**
 * In megabytes, for each worker: what a capture leaves behind is garbage at once, and what V8 would let gather of it takes
 * 40 MB more for each worker and is collected no faster.
 */
const youngMemory = 12;

async function countAll(
  inputs: readonly PartInput[],
  { onProgress, ...isolation }: DriftSettings,
): Promise<PartResult[]> {
  const done = inputs.map(() => 0);
  return Promise.all(
    inputs.map((input, index) => {
      const tell = (progress: Progress): void => {
        done[index] = progress.stage === 'captures' ? progress.done : 0;
        onProgress?.({ ...progress, done: done.reduce((sum, count) => sum + count, 0) });
      };
      return runIsolated<PartResult>('drift-part', input, {
        ...isolation,
        youngMemory,
        ...(onProgress === undefined ? {} : { onProgress: tell }),
      });
    }),
  );
}
