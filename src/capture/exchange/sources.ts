import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { matchFiles, namedCaptureFiles } from '../../checks/capture-files.ts';
import { RunError } from '../../findings/run-error.ts';
import type { Capture } from '../../deliveries/capture.ts';
import { isFinding } from '../../deliveries/capture-finding.ts';
import { readCaptureRuns } from '../../deliveries/read-captures.ts';
import type { Finding } from '../../findings/finding.ts';
import { displayPath } from '../../util/display-path.ts';
import type { TrustedKeys } from '../attest.ts';
import type { CaptureRecord } from '../record.ts';
import { openStore } from '../store/open-store.ts';
import type { CaptureStore, RecordQuery } from '../store/store.ts';
import { captureOfRecord, lineAttestation, recordOfCapture } from './records.ts';
import { undoKilledImports } from './undertaking.ts';

/** Where captures are read from: a store, or files. */
export interface SourceOptions {
  /** Path or `postgres://` URL of a store. */
  readonly store?: string;
  /** Key that the store is sealed with. */
  readonly storeKey?: Uint8Array;
  /** Capture files, folders or glob patterns of some. */
  readonly files?: readonly string[];
  /** Format of the files, whatever their names. */
  readonly format?: string;
  /** Origin of captures in files that do not state theirs. */
  readonly origin?: 'live' | 'documented' | 'simulated';
  /** Keys whose attestations count. */
  readonly trusted?: TrustedKeys;
  /** Folder that relative paths start from; the working folder when absent. */
  readonly cwd?: string;
  /** Ends the reading, with a `RunError`. */
  readonly signal?: AbortSignal;
}

/** A capture with the record that it is, or would be. */
export interface Found {
  readonly capture: Capture;
  readonly record: CaptureRecord;
}

/** What reading yields: a capture, or what cannot be read. */
export type FoundItem = Found | { readonly problem: Finding };

/** Reads captures, wherever they are. */
export interface CaptureSourceReader {
  /** The store, when it is one. */
  readonly store: CaptureStore | undefined;
  /** The files, absolute, when there are some. */
  readonly files: readonly string[];
  /** In the order of receipt for a store, else file after file in the order in which they stand there. */
  read(query?: RecordQuery): AsyncGenerator<FoundItem, void, undefined>;
  close(): Promise<void>;
}

/**
 * Opens what captures are read from.
 *
 * @throws {RunError} when both or neither of store and files are named, or what is named does not exist
 */
export async function openSource(options: SourceOptions): Promise<CaptureSourceReader> {
  const { store: location, storeKey, files: patterns = [], trusted = new Map() } = options;
  const cwd = resolve(options.cwd ?? '');
  if ((location === undefined) === (patterns.length === 0))
    throw new RunError('usage', 'Captures come from files or from a store: name one of the two.', {
      help: 'Name files (captures/*.http), or a store (--store captures.db).',
    });
  if (location === undefined) {
    const files = captureFiles(patterns, cwd);
    return { store: undefined, files, read: (query) => readNamedFiles(files, options, query), close: async () => {} };
  }
  const store = await openStore(location, { cwd, ...(storeKey === undefined ? {} : { key: storeKey }) });
  return {
    store,
    files: [],
    async *read(query) {
      for await (const record of readWhole(store, query)) {
        throwIfStopped(options.signal);
        yield { record, capture: captureOfRecord(record, store.location, trusted) };
      }
    },
    close: () => store.close(),
  };
}

/** Records of a store, without those of imports that are not finished. */
export async function* readWhole(
  store: CaptureStore,
  { limit = Infinity, ...query }: RecordQuery = {},
): AsyncGenerator<CaptureRecord, void, undefined> {
  const unfinished = await undoKilledImports(store);
  let left = limit;
  for await (const page of store.read(unfinished.size === 0 && limit < Infinity ? { ...query, limit } : query)) {
    for (const record of page) {
      if (unfinished.has(record.id)) continue;
      if (left <= 0) return;
      left -= 1;
      yield record;
    }
  }
}

/** @throws {RunError} when somebody has asked to stop */
export function throwIfStopped(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true)
    throw new RunError('input', 'Stopped before the end.', { help: 'Nothing was kept of it; run it again.' });
}

/** Extensions of capture files, for folders. */
const known = '**/*.{http,har,ndjson,jsonl,json}';

/** The capture files that names, folders and patterns stand for, absolute, each once. */
export function captureFiles(patterns: readonly string[], cwd: string): string[] {
  const files = patterns.flatMap((pattern) => {
    const folder = resolve(cwd, pattern);
    if (!isFolder(folder)) return namedCaptureFiles(pattern, cwd);
    const found = matchFiles(known, folder);
    if (found.length > 0) return found;
    throw new RunError('input', `The folder ${pattern} holds no capture file.`, {
      help: 'Their names end with .http, .har, .ndjson, .jsonl or .json; name a file whose name does not.',
    });
  });
  return [...new Set(files)];
}

/** What cannot be looked at is none: whoever reads it as a file says what is wrong. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Captures of files, which are named one by one. */
export async function* readNamedFiles(
  files: readonly string[],
  { format, origin, trusted = new Map(), signal, ...options }: SourceOptions,
  query: RecordQuery = {},
): AsyncGenerator<FoundItem, void, undefined> {
  const cwd = resolve(options.cwd ?? '');
  const reading = {
    base: cwd,
    ...(format === undefined ? {} : { format }),
    ...(origin === undefined ? {} : { origin }),
    isAttested: lineAttestation(trusted),
  };
  const matches = queryFilter(query);
  let left = query.limit ?? Infinity;
  for (const file of files) {
    const times = { fallback: statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0 };
    for await (const run of readCaptureRuns([displayPath(file, cwd)], reading)) {
      for (const item of run) {
        if (left <= 0) return;
        throwIfStopped(signal);
        if (isFinding(item)) {
          yield { problem: item };
          continue;
        }
        const record = recordOfCapture(item, times);
        if (!matches(record)) continue;
        left -= 1;
        yield { capture: item, record };
      }
    }
  }
}

/** What a store's query asks for, asked of a record. */
function queryFilter(query: RecordQuery): (record: CaptureRecord) => boolean {
  const { vendor, contract, event, verdict, since = -Infinity, until = Infinity, text, unredacted } = query;
  const wanted = text?.toLowerCase();
  return (record) => {
    const time = Date.parse(record.receivedAt);
    return (
      (vendor === undefined || record.vendor === vendor) &&
      (contract === undefined || record.contract === contract) &&
      (event === undefined || record.event === event) &&
      (verdict === undefined || record.verdict === verdict) &&
      (unredacted !== true || record.redactions === undefined) &&
      time >= since &&
      time < until &&
      (wanted === undefined || holdsText(record, wanted))
    );
  };
}

function holdsText({ url, headers, body }: CaptureRecord, wanted: string): boolean {
  const has = (text: string): boolean => text.toLowerCase().includes(wanted);
  return (
    has(url) || headers.some(([name, value]) => has(name) || has(value)) || has(Buffer.from(body).toString('utf8'))
  );
}
