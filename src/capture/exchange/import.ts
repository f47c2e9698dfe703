import type { Finding } from '../../findings/finding.ts';
import type { CaptureRecord } from '../record.ts';
import { notKept, timeOfId } from '../record.ts';
import type { CaptureStore } from '../store/store.ts';
import { displayPath } from '../../util/display-path.ts';
import { ImportNotes } from './import-notes.ts';
import { importedId } from './records.ts';
import type { RecordJudge } from './judge.ts';
import { openSource, readNamedFiles, throwIfStopped } from './sources.ts';
import type { SourceOptions } from './sources.ts';
import { Undertaking, undoKilledImports } from './undertaking.ts';

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
/** What one transaction of a store takes. */
const most = { bytes: 1024 * 1024, records: 1000 };

export interface ImportOptions extends Omit<SourceOptions, 'store' | 'storeKey'> {
  readonly judge: RecordJudge;
  /** Ends the import: the file that is under way is taken out again. */
  readonly signal?: AbortSignal;
  /** Called after each transaction with the number of entries of a file that are done, and of all. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Imports captures from files into a store. Each file is read twice: first to its end, so that nothing is written when it
 * turns out to be corrupt, then into the store, a few megabytes at a time. When that fails or is ended on the way the file
 * is taken out again, at the latest when the store is opened next. Ids follow from the captures, so importing a file again
 * adds what is missing and nothing else.
 *
 * @throws {RunError} when there is no such file, or the import was ended
 * @throws {StoreError} when the store cannot do it
 */
export async function importFiles(store: CaptureStore, options: ImportOptions): Promise<ImportResult> {
  const reader = await openSource(options);
  await undoKilledImports(store);
  const files: ImportedFile[] = [];
  for (const file of reader.files) files.push(await importFile(store, file, options));
  return { store: store.location, files };
}

async function importFile(store: CaptureStore, file: string, options: ImportOptions): Promise<ImportedFile> {
  const shown = displayPath(file, options.cwd ?? '');
  const skipped: Finding[] = [];
  const nothing = { file: shown, imported: 0, known: 0, skipped, moreSkipped: 0, equalBodies: 0 };
  const count = { entries: 0, skipped: 0 };
  for await (const item of entriesOf(file, options)) {
    count.entries += 1;
    if (!('problem' in item)) continue;
    const { problem } = item;
    if (problem.capture === undefined || !entryRules.has(problem.rule))
      return { ...nothing, entries: count.entries, error: problem };
    count.skipped += 1;
    if (skipped.length < mostListed) skipped.push(problem);
  }
  const written = await writeFile(store, file, count.entries, options);
  return { ...nothing, ...written, entries: count.entries, moreSkipped: count.skipped - skipped.length };
}

type Item =
  | { readonly record: CaptureRecord; readonly capture: Parameters<RecordJudge>[0] }
  | { readonly problem: Finding };

/** Entries of one file; those that are no delivery are problems as well. */
async function* entriesOf(file: string, options: ImportOptions): AsyncGenerator<Item> {
  for await (const item of readNamedFiles([file], options)) {
    throwIfStopped(options.signal);
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
  entries: number,
  options: ImportOptions,
): Promise<{ readonly imported: number; readonly known: number; readonly equalBodies: number }> {
  const notes = new ImportNotes();
  const undertaking = new Undertaking(store, notes);
  const isNew = (await store.stats()).records === 0;
  const result = { imported: 0, known: 0, equalBodies: 0 };
  let batch: CaptureRecord[] = [];
  let bytes = 0;
  let done = 0;
  const flush = async (isLast: boolean): Promise<void> => {
    const there = new Set(isNew ? [] : (await store.getSome(batch.map(({ id }) => id))).map(({ id }) => id));
    const fresh = batch.filter(({ id }) => !there.has(id));
    // A file that one transaction takes is there whole or not at all without a note.
    if (!isLast || result.imported > 0) await undertaking.announce(fresh.map(({ id }) => id));
    await store.append(fresh.map((record) => ({ record })));
    result.imported += fresh.length;
    result.known += batch.length - fresh.length;
    result.equalBodies += await countKept(store, fresh);
    batch = [];
    bytes = 0;
    options.onProgress?.(done, entries);
  };
  try {
    for await (const item of entriesOf(file, options)) {
      done += 1;
      if ('problem' in item) continue;
      const record = prepare(item, options.judge, notes);
      if (record === undefined) {
        result.known += 1;
        continue;
      }
      if (bytes + record.body.length > most.bytes || batch.length >= most.records) await flush(false);
      batch.push(record);
      bytes += record.body.length;
    }
    await flush(true);
    await undertaking.finish();
    return result;
  } catch (error) {
    await undertaking.undo().catch(() => {});
    throw error;
  } finally {
    notes.close();
  }
}

/** The record as it is kept; undefined when another one of this file has its id. */
function prepare(
  { record, capture }: Extract<Item, { record: CaptureRecord }>,
  judge: RecordJudge,
  notes: ImportNotes,
): CaptureRecord | undefined {
  const first = importedId(record, 0);
  const count = notes.occurrence(first);
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
  const kept = await store.getSome([...bodies.keys()]);
  return kept.filter(({ id, body }) => Buffer.compare(bodies.get(id) ?? body.subarray(1), body) === 0).length;
}
