import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { statements } from '../../checks/captures.ts';
import type { CaptureSet } from '../../checks/options.ts';
import { isFinding } from '../../deliveries/capture-finding.ts';
import type { CaptureItem } from '../../deliveries/capture-finding.ts';
import { ndjsonFormat } from '../../deliveries/formats/ndjson.ts';
import type { CaptureRun, CaptureSource, ReadOptions } from '../../deliveries/formats/format.ts';
import { readCaptureRuns } from '../../deliveries/read-captures.ts';
import { readTrustedKeys } from '../attest.ts';
import { lineAttestation } from '../exchange/records.ts';
import { readStore, slices } from './store-parts.ts';
import type { StoreAccess, StoreSlice } from './store-parts.ts';

/** A file of captures, or a range of the lines of one. Plain data: it is handed to a worker. */
export interface Part {
  /** Parts are numbered in the order of the input. */
  readonly number: number;
  /** The path as findings show it, relative to the working folder. */
  readonly file: string;
  /** In bytes; a range begins and ends at line ends. The whole file when absent. */
  readonly range?: readonly [start: number, end: number];
  readonly bytes: number;
  /** Whether its captures belong to the baseline, whatever their time. */
  readonly isBaseline: boolean;
  /** Set when it is a store of captures rather than a file. */
  readonly store?: StoreAccess;
  /** What is stated about its captures. */
  readonly stated: Pick<CaptureSet, 'origin' | 'vendor' | 'contract' | 'url'>;
  /** Public keys of gateways, in PEM: captures that one of them has signed are attested. */
  readonly trust?: string;
  /** What came before that time does not count, in milliseconds since 1970; set for files. */
  readonly from?: number;
}

/** A file to be divided. */
export type Source = Pick<Part, 'file' | 'isBaseline' | 'store' | 'stated' | 'trust' | 'from'>;

/** Files smaller than this are not divided, in bytes. */
const leastToDivide = 4 * 1024 * 1024;
const chunkSize = 256 * 1024;
const lineFeed = 0x0a;

/**
 * Divides files and stores among workers: each gets parts that follow one another, of about the same size together. Only
 * files with a capture a line can be cut, and stores, by time.
 *
 * @param cwd that files are relative to, absolute
 * @returns a list of parts for each worker that has something to do
 */
export async function divide(sources: readonly Source[], workers: number, cwd: string): Promise<Part[][]> {
  const stores = new Map<Source, readonly StoreSlice[]>();
  for (const source of sources)
    if (source.store !== undefined)
      stores.set(
        source,
        workers === 1 && source.store.from === undefined
          ? [{ bytes: 0, access: source.store }]
          : await slices(source.store, source.file, workers, cwd),
      );
  const sizes = await Promise.all(
    sources.map(async (source) => {
      const cut = stores.get(source);
      return cut === undefined ? sizeOf(resolve(cwd, source.file)) : cut.reduce((sum, { bytes }) => sum + bytes, 0);
    }),
  );
  const share = Math.max(1, Math.ceil(sizes.reduce((sum, size) => sum + size, 0) / workers));
  const shares: Part[][] = [[]];
  let room = share;
  let number = 0;
  for (const [index, source] of sources.entries()) {
    const size = sizes[index] ?? 0;
    const put = (part: Omit<Part, 'number'>): void => {
      if (room <= 0 && shares.length < workers) {
        shares.push([]);
        room = share;
      }
      shares.at(-1)?.push({ ...part, number: number++ });
      room -= part.bytes;
    };
    for (const { bytes, access } of stores.get(source) ?? []) put({ ...source, bytes, store: access });
    if (source.store !== undefined) continue;
    for (const range of await rangesOf(resolve(cwd, source.file), size, share, room)) {
      const bytes = range[1] - range[0];
      put({ ...source, bytes, ...(bytes === size ? {} : { range }) });
    }
  }
  return shares.filter((parts) => parts.length > 0);
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    // Whoever reads it says what is wrong.
    return 0;
  }
}

/** Ranges of a file: the first as long as there is `room`, the others a `share` each. */
async function rangesOf(path: string, size: number, share: number, room: number): Promise<[number, number][]> {
  const isLines = ndjsonFormat.extensions.includes(extname(path).toLowerCase());
  if (!isLines || size < leastToDivide || size <= room) return [[0, size]];
  const handle = await open(path, 'r');
  try {
    const ranges: [number, number][] = [];
    for (let start = 0, wanted = Math.max(room, 1); start < size; wanted = share) {
      const end = await lineEnd(handle, Math.min(start + wanted, size), size);
      ranges.push([start, end]);
      start = end;
    }
    return ranges;
  } finally {
    await handle.close();
  }
}

/** The offset after the line that `offset` stands in. */
async function lineEnd(handle: FileHandle, offset: number, size: number): Promise<number> {
  const buffer = Buffer.alloc(chunkSize);
  for (let at = offset - 1; at < size;) {
    const { bytesRead } = await handle.read(buffer, 0, chunkSize, at);
    if (bytesRead === 0) break;
    const found = buffer.subarray(0, bytesRead).indexOf(lineFeed);
    if (found !== -1) return at + found + 1;
    at += bytesRead;
  }
  return size;
}

/** Tells how many line ends a part has, for the numbers of the lines of those after it. */
export interface LineCounter {
  lines: number;
}

/**
 * Reads the captures of a part, as `readCaptureRuns` does. Lines are counted from the beginning of the part.
 *
 * @param cwd that files are relative to, absolute
 */
export function readPart(part: Part, cwd: string, counter: LineCounter): AsyncIterable<CaptureRun> {
  if (part.store !== undefined) return readStore(part.store, part.file, cwd);
  const options: ReadOptions = {
    ...statements({ ...part.stated, files: [] }),
    ...(part.trust === undefined ? {} : { isAttested: lineAttestation(readTrustedKeys(part.trust)) }),
  };
  const runs =
    part.range === undefined
      ? readCaptureRuns([part.file], { ...options, base: cwd })
      : readRange(part.file, resolve(cwd, part.file), part.range, options, counter);
  return part.from === undefined ? runs : datedByFile(runs, resolve(cwd, part.file), part.from);
}

/** What is in a file came no later than the file was written: when that is too early, so is what states no time. */
async function* datedByFile(runs: AsyncIterable<CaptureRun>, path: string, from: number): AsyncGenerator<CaptureRun> {
  const written = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => Infinity,
  );
  if (written >= from) {
    yield* runs;
    return;
  }
  const at = new Date(written).toISOString();
  for await (const run of runs) yield dated(run, at);
}

function* dated(run: CaptureRun, at: string): Generator<CaptureItem> {
  for (const item of run) {
    if (isFinding(item) || item.at !== undefined) yield item;
    else {
      const { id, delivery, missing, origin, attested, vendor, contract, event, place } = item;
      const known = { ...(vendor === undefined ? {} : { vendor }), ...(contract === undefined ? {} : { contract }) };
      const named = event === undefined ? {} : { event };
      yield { id, delivery, missing, origin, attested, place, at, ...known, ...named, locate: (to) => item.locate(to) };
    }
  }
}

async function* readRange(
  file: string,
  path: string,
  [start, end]: readonly [number, number],
  options: ReadOptions,
  counter: LineCounter,
): AsyncGenerator<CaptureRun> {
  const handle = await open(path, 'r');
  try {
    const source: CaptureSource = { file, chunks: () => chunksOf(handle, start, end, counter) };
    yield* ndjsonFormat.read(source, options);
  } finally {
    await handle.close();
  }
}

/** Two buffers in turn: the next chunk is on its way while one is used. */
async function* chunksOf(handle: FileHandle, start: number, end: number, counter: LineCounter): AsyncGenerator<Buffer> {
  let [buffer, other] = [Buffer.allocUnsafe(chunkSize), Buffer.allocUnsafe(chunkSize)];
  const read = (into: Buffer, at: number): Promise<{ bytesRead: number }> => {
    const reading = handle.read(into, 0, Math.min(chunkSize, Math.max(end - at, 0)), at);
    // Awaited in its turn; until then a failure is nobody's unhandled rejection.
    reading.catch(() => {});
    return reading;
  };
  let reading = read(buffer, start);
  try {
    for (let at = start; at < end;) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return;
      at += bytesRead;
      reading = read(other, at);
      const chunk = buffer.subarray(0, bytesRead);
      counter.lines += countLines(chunk);
      yield chunk;
      [buffer, other] = [other, buffer];
    }
  } finally {
    await reading.catch(() => {});
  }
}

function countLines(chunk: Buffer): number {
  let count = 0;
  for (let found = chunk.indexOf(lineFeed); found !== -1; found = chunk.indexOf(lineFeed, found + 1)) count += 1;
  return count;
}
