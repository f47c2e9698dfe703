import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Finding } from '../../findings/finding.ts';
import { displayPath } from '../../util/display-path.ts';
import { writeAll } from '../write-all.ts';
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
  /** Of those, the ones in whose text the values stand all the same, after whatever was removed. */
  readonly left: readonly ErasedText[];
  /** Files that could not be searched at all, or changed; their captures are not counted as erased. */
  readonly failed: readonly NotErased[];
}

/** A file that nothing was done to. */
export interface NotErased {
  readonly file: string;
  readonly reason: string;
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
 * cannot be read to its end or changed is reported, and the others are done.
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
  const failed: NotErased[] = [];
  const deleted: string[] = [];
  let erased = 0;
  if (erase && reader.store !== undefined) erased = await reader.store.erase(ids);
  if (erase && reader.store === undefined) {
    const broken = new Set(problems.map(({ place }) => place.file));
    for (const { file, total, found } of realFiles(inFiles, cwd)) {
      // An unreadable entry may hold the values as well; whoever mends the file runs this again.
      if (found.length === 0 || (broken.has(file) && !/\.(?:ndjson|jsonl)$/i.test(file))) continue;
      try {
        if (await eraseFromFile(realpathSync(resolve(cwd, file)), found, total)) deleted.push(file);
        erased += found.length;
      } catch (error) {
        failed.push({ file, reason: reasonOf(error) });
      }
    }
  }
  const search = (file: string, isErasing: boolean): ErasedText[] => {
    try {
      return searchText(file, where, isErasing, cwd);
    } catch (error) {
      failed.push({ file: displayPath(file, cwd), reason: reasonOf(error) });
      return [];
    }
  };
  const found = texts.flatMap((path) => filesBelow(path, cwd, failed)).flatMap((file) => search(file, erase));
  const unread = new Set(reader.store === undefined ? problems.map(({ place }) => resolve(cwd, place.file)) : []);
  const left = [...unread].filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
  return {
    searched,
    captures,
    erased,
    deleted,
    texts: found,
    problems,
    left: left.flatMap((file) => search(file, false)),
    failed,
  };
}

/** A file that was read under several names, by way of links, once: what stands at a line is taken out one time. */
function realFiles(
  inFiles: ReadonlyMap<string, { readonly total: number; readonly found: InFile[] }>,
  cwd: string,
): { readonly file: string; readonly total: number; readonly found: readonly InFile[] }[] {
  const byPath = new Map<string, { file: string; total: number; found: InFile[] }>();
  for (const [file, entry] of inFiles) {
    if (entry.found.length === 0) continue;
    const path = realpathSync(resolve(cwd, file));
    if (!byPath.has(path)) byPath.set(path, { file, ...entry });
  }
  return [...byPath.values()];
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/, [a-z]+(?: '.*')?$/, '');
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

function filesBelow(name: string, cwd: string, failed: NotErased[]): string[] {
  const path = resolve(cwd, name);
  try {
    if (statSync(path).isFile()) return [path];
    return readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted();
  } catch (error) {
    failed.push({ file: name, reason: reasonOf(error) });
    return [];
  }
}

/** Values as they stand in a text, and as they stand in JSON and in JSON in texts. */
function searchText(file: string, where: readonly Where[], erase: boolean, cwd: string): ErasedText[] {
  const { size } = statSync(file);
  if (size > largestText) throw new Error(`it has ${Math.ceil(size / 2 ** 20)} MB; texts may have 64 MB`);
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
  if (erase) rewrite(realpathSync(file), (out) => writeAll(out, text.replaceAll(pattern, erasedText)));
  return [{ file: displayPath(file, cwd), lines: [...lines], occurrences }];
}
