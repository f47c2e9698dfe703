import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { namedCaptureFiles } from '../../checks/capture-files.ts';
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
    return { store: undefined, files, read: (query) => readFiles(files, cwd, options, query), close: async () => {} };
  }
  const store = await openStore(location, { cwd, ...(storeKey === undefined ? {} : { key: storeKey }) });
  return {
    store,
    files: [],
    async *read(query) {
      for await (const page of store.read(query)) {
        for (const record of page) yield { record, capture: captureOfRecord(record, store.location, trusted) };
      }
    },
    close: () => store.close(),
  };
}

/** Extensions of capture files, for folders. */
const known = '**/*.{http,har,ndjson,jsonl,json}';

/** The capture files that names, folders and patterns stand for, absolute, each once. */
export function captureFiles(patterns: readonly string[], cwd: string): string[] {
  const files = patterns.flatMap((pattern) => {
    const isFolder = statSync(resolve(cwd, pattern), { throwIfNoEntry: false })?.isDirectory() === true;
    return isFolder ? namedCaptureFiles(known, resolve(cwd, pattern)) : namedCaptureFiles(pattern, cwd);
  });
  return [...new Set(files)];
}

async function* readFiles(
  files: readonly string[],
  cwd: string,
  { format, origin, trusted = new Map() }: SourceOptions,
  query: RecordQuery = {},
): AsyncGenerator<FoundItem, void, undefined> {
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
