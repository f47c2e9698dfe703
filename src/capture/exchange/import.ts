import type { Finding } from '../../findings/finding.ts';
import type { CaptureRecord } from '../record.ts';
import { notKept, timeOfId } from '../record.ts';
import type { CaptureStore } from '../store/store.ts';
import { displayPath } from '../../util/display-path.ts';
import { importedId } from './records.ts';
import type { RecordJudge } from './judge.ts';
import { openSource } from './sources.ts';
import type { SourceOptions } from './sources.ts';

/** What became of one file. */
export interface ImportedFile {
  readonly file: string;
  /** Entries that were read, whatever became of them. */
  readonly entries: number;
  readonly imported: number;
  /** Entries that were in the store already. */
  readonly known: number;
  /** Entries that were left out, each with its place and the reason. */
  readonly skipped: readonly Finding[];
  /** How many skipped entries are not listed. */
  readonly moreSkipped: number;
  /** Bodies that were read back from the store and are equal to those in the file, byte for byte. */
  readonly equalBodies: number;
  /** Why nothing of the file was imported. */
  readonly error?: Finding;
}

export interface ImportResult {
  /** The store, for people. */
  readonly store: string;
  readonly files: readonly ImportedFile[];
}

/** Findings about one entry, which the others survive. Everything else is about the file as a whole. */
const entryRules = new Set(['input/capture-shape', 'input/capture-body-missing', 'input/capture-length']);
const mostListed = 100;
/** Most bytes that one transaction of a store takes. */
const mostAtOnce = 64 * 1024 * 1024;

/**
 * Imports captures from files into a store. Each file is read twice: first to its end, so that nothing is written when it
 * turns out to be corrupt, then into the store: in one transaction, or where it is larger than 64 MB in several, which are
 * undone when one of them fails. Ids follow from the captures, so importing a file again adds what is missing and nothing
 * else.
 *
 * @throws {RunError} when there is no such file
 * @throws {StoreError} when the store cannot do it
 */
export async function importFiles(
  store: CaptureStore,
  source: Omit<SourceOptions, 'store' | 'storeKey'>,
  judge: RecordJudge,
): Promise<ImportResult> {
  const reader = await openSource(source);
  const files: ImportedFile[] = [];
  for (const file of reader.files) files.push(await importFile(store, file, source, judge));
  return { store: store.location, files };
}

async function importFile(
  store: CaptureStore,
  file: string,
  source: Omit<SourceOptions, 'store' | 'storeKey'>,
  judge: RecordJudge,
): Promise<ImportedFile> {
  const shown = displayPath(file, source.cwd ?? '');
  const skipped: Finding[] = [];
  const count = { entries: 0, skipped: 0 };
  for await (const item of entriesOf(file, source)) {
    count.entries += 1;
    if (!('problem' in item)) continue;
    const { problem } = item;
    if (problem.capture === undefined || !entryRules.has(problem.rule)) {
      return {
        file: shown,
        entries: count.entries,
        imported: 0,
        known: 0,
        skipped,
        moreSkipped: 0,
        equalBodies: 0,
        error: problem,
      };
    }
    count.skipped += 1;
    if (skipped.length < mostListed) skipped.push(problem);
  }
  const written = await writeFile(store, file, source, judge);
  return {
    file: shown,
    entries: count.entries,
    imported: written.imported,
    known: written.known,
    skipped,
    moreSkipped: count.skipped - skipped.length,
    equalBodies: written.equalBodies,
  };
}

type Item =
  | { readonly record: CaptureRecord; readonly capture: Parameters<RecordJudge>[0] }
  | { readonly problem: Finding };

/** Entries of one file; those that are no delivery are problems as well. */
async function* entriesOf(file: string, source: Omit<SourceOptions, 'store' | 'storeKey'>): AsyncGenerator<Item> {
  const reader = await openSource({ ...source, files: [file] });
  for await (const item of reader.read()) {
    if ('problem' in item) {
      yield item;
      continue;
    }
    const { method, body } = item.record;
    if (body.length === 0 && ['GET', 'HEAD', 'OPTIONS', 'CONNECT', 'TRACE'].includes(method)) {
      const message = `A ${method} without a body is no delivery.`;
      const { place, id } = item.capture;
      yield { problem: { rule: 'input/capture-body-missing', severity: 'info', message, place, capture: id } };
    } else yield item;
  }
}

async function writeFile(
  store: CaptureStore,
  file: string,
  source: Omit<SourceOptions, 'store' | 'storeKey'>,
  judge: RecordJudge,
): Promise<{ readonly imported: number; readonly known: number; readonly equalBodies: number }> {
  const occurrences = new Map<string, number>();
  const written: string[] = [];
  const result = { imported: 0, known: 0, equalBodies: 0 };
  let batch: CaptureRecord[] = [];
  let bytes = 0;
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return;
    await store.append(batch.map((record) => ({ record })));
    written.push(...batch.map(({ id }) => id));
    result.imported += batch.length;
    result.equalBodies += await countKept(store, batch);
    batch = [];
    bytes = 0;
  };
  const isNew = (await store.stats()).records === 0;
  try {
    for await (const item of entriesOf(file, source)) {
      if ('problem' in item) continue;
      const record = prepare(item, judge, occurrences);
      if (record === undefined || (!isNew && (await store.get(record.id)) !== undefined)) {
        result.known += 1;
        continue;
      }
      batch.push(record);
      bytes += record.body.length;
      if (bytes > mostAtOnce) await flush();
    }
    await flush();
    return result;
  } catch (error) {
    await store.erase(written).catch(() => {});
    throw error;
  }
}

/** The record as it is kept; undefined when another one of this file has its id. */
function prepare(
  { record, capture }: Extract<Item, { record: CaptureRecord }>,
  judge: RecordJudge,
  occurrences: Map<string, number>,
): CaptureRecord | undefined {
  const first = importedId(record, 0);
  const count = occurrences.get(first) ?? 0;
  occurrences.set(first, count + 1);
  const isRecord = timeOfId(record.id) !== undefined;
  if (isRecord && count > 0) return undefined;
  const id = count === 0 ? first : importedId(record, count);
  if (capture.record !== undefined) return { ...record, id };
  const { checked, event, verdict, reasons, signature } = judge(capture);
  const { headers, withheld } = withoutCredentials(record.headers);
  return {
    ...record,
    id,
    headers,
    ...(checked === undefined ? {} : { vendor: checked.contract.vendor, contract: checked.contract.id }),
    ...(event === undefined ? {} : { event }),
    verdict,
    ...(reasons.length === 0 ? {} : { reasons }),
    signature,
    ...(withheld.length === 0 ? {} : { withheld }),
  };
}

const credentials = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie']);

/** Headers without the values of those that let somebody in. */
function withoutCredentials(headers: CaptureRecord['headers']): Required<Pick<CaptureRecord, 'headers' | 'withheld'>> {
  const withheld = headers.map(([name]) => name.toLowerCase()).filter((name) => credentials.has(name));
  if (withheld.length === 0) return { headers, withheld };
  return {
    headers: headers.map(([name, value]) => [name, credentials.has(name.toLowerCase()) ? notKept : value]),
    withheld: [...new Set(withheld)],
  };
}

/** How many records have come back from the store with the same body. */
async function countKept(store: CaptureStore, batch: readonly CaptureRecord[]): Promise<number> {
  const bodies = new Map(batch.map(({ id, body }) => [id, body]));
  const times = batch.map(({ id }) => timeOfId(id) ?? 0);
  const since = times.reduce((least, time) => Math.min(least, time), Infinity);
  const until = times.reduce((most, time) => Math.max(most, time), -Infinity) + 1;
  let equal = 0;
  for await (const page of store.read({ since, until })) {
    for (const { id, body } of page) {
      const given = bodies.get(id);
      if (given !== undefined && Buffer.compare(given, body) === 0) equal += 1;
    }
  }
  return equal;
}
