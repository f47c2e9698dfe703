import { readdirSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Finding } from '../../findings/finding.ts';
import { displayPath } from '../../util/display-path.ts';
import type { CaptureSourceReader, Found } from '../exchange/sources.ts';
import { eraseFromFile, rewrite } from './erase-file.ts';
import type { InFile } from './erase-file.ts';
import { normalise, placesOf } from './match.ts';
import type { Where } from './match.ts';

/** A capture that holds what was looked for. */
export interface ErasedCapture {
  /** The store or the file. */
  readonly from: string;
  readonly id: string;
  readonly receivedAt: string;
  readonly event?: string;
  /** Where the values stand. */
  readonly places: readonly string[];
}

/** A file beside the captures, such as a proposal or a report, that holds what was looked for. */
export interface ErasedText {
  readonly file: string;
  /** Numbers of its lines, the first 20. */
  readonly lines: readonly number[];
  readonly occurrences: number;
}

export interface EraseResult {
  readonly searched: number;
  readonly captures: readonly ErasedCapture[];
  /** How many captures were removed; 0 when nothing was to be. */
  readonly erased: number;
  /** Files that are gone, since they held nothing else. */
  readonly deleted: readonly string[];
  readonly texts: readonly ErasedText[];
  /** Files that could not be searched to their end. */
  readonly problems: readonly Finding[];
}

export interface RunEraseOptions {
  /** A capture is meant when all of them fit. */
  readonly where: readonly Where[];
  /** Folders or files with texts that were made from captures: proposals, reports, inferred contracts. */
  readonly texts?: readonly string[];
  /** Whether to remove what was found; false looks only. */
  readonly erase: boolean;
  readonly cwd: string;
}

/** What stands where a value was, in texts. */
const erasedText = '(erased)';
const largestText = 64 * 1024 * 1024;

/**
 * Finds everything that holds certain values, and removes it: captures as a whole, values out of other texts. A file that
 * cannot be read to its end is left as it is and reported.
 */
export async function runErase(reader: CaptureSourceReader, options: RunEraseOptions): Promise<EraseResult> {
  const { where, texts = [], erase, cwd } = options;
  const captures: ErasedCapture[] = [];
  const problems: Finding[] = [];
  const inFiles = new Map<string, { total: number; found: InFile[] }>();
  const ids: string[] = [];
  let searched = 0;
  for await (const item of reader.read()) {
    const { file } = 'problem' in item ? item.problem.place : item.capture.place;
    const inFile = inFiles.get(file) ?? { total: 0, found: [] };
    inFiles.set(file, inFile);
    inFile.total += 1;
    if ('problem' in item) {
      problems.push(item.problem);
      continue;
    }
    searched += 1;
    const places = matching(item, where);
    if (places === undefined) continue;
    const { id, receivedAt, event } = item.record;
    captures.push({ from: file, id, receivedAt, ...(event === undefined ? {} : { event }), places });
    ids.push(id);
    inFile.found.push({ line: item.capture.place.line, pointer: item.capture.place.pointer });
  }
  const broken = new Set(problems.map(({ place }) => place.file));
  const deleted: string[] = [];
  let erased = 0;
  if (erase && reader.store !== undefined) erased = await reader.store.erase(ids);
  if (erase && reader.store === undefined) {
    for (const [file, { total, found }] of inFiles) {
      // An unreadable entry may hold the values as well; whoever mends the file runs this again.
      if (found.length === 0 || (broken.has(file) && !file.endsWith('.ndjson') && !file.endsWith('.jsonl'))) continue;
      if (await eraseFromFile(resolve(cwd, file), found, total)) deleted.push(file);
      erased += found.length;
    }
  }
  const found = texts
    .flatMap((path) => filesBelow(resolve(cwd, path)))
    .flatMap((file) => searchText(file, where, erase, cwd));
  return { searched, captures, erased, deleted, texts: found, problems };
}

/** Where the values stand; undefined when one of them is not there. */
export function matching({ record }: Found, where: readonly Where[]): string[] | undefined {
  const places = new Set<string>();
  for (const one of where) {
    const found = placesOf(record, one);
    if (found.length === 0) return undefined;
    for (const place of found) places.add(place);
  }
  return [...places];
}

function filesBelow(path: string): string[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return [];
  if (stats.isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

/** Values as they stand in a text, and as they stand in JSON and in JSON in texts. */
function searchText(file: string, where: readonly Where[], erase: boolean, cwd: string): ErasedText[] {
  if (statSync(file).size > largestText) return [];
  const text = readFileSync(file, 'utf8');
  const forms = where.flatMap(({ value }) => [value, normalise(value), JSON.stringify(value).slice(1, -1)]);
  const pattern = new RegExp(
    [...new Set(forms)].map((form) => form.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'),
    'giu',
  );
  const lines = new Set<number>();
  let occurrences = 0;
  let line = 1;
  let from = 0;
  for (const { index } of text.matchAll(pattern)) {
    for (let end = text.indexOf('\n', from); end !== -1 && end < index; end = text.indexOf('\n', from)) {
      line += 1;
      from = end + 1;
    }
    occurrences += 1;
    if (lines.size < 20) lines.add(line);
  }
  if (occurrences === 0) return [];
  if (erase) rewrite(file, (out) => void writeSync(out, text.replaceAll(pattern, erasedText)));
  return [{ file: displayPath(file, cwd), lines: [...lines], occurrences }];
}
