import type { Capture } from '../capture.ts';
import { captureFinding } from '../capture-finding.ts';
import type { CaptureItem } from '../capture-finding.ts';
import type { Delivery, DeliveryPart } from '../delivery.ts';
import { locatePointer, offsetInString, offsetOf } from '../json-locate.ts';
import { positionAt, shifted } from '../json-text.ts';
import type { Position } from '../json-text.ts';
import type { CaptureRule } from '../rules.ts';
import { defaultOrigin, statedBy } from './format.ts';
import type { CaptureFormat, CaptureRun, CaptureSource, ReadOptions } from './format.ts';
import { readJsonList } from './json-list.ts';
import type { JsonItem } from './json-list.ts';

/** One entry of an archive, read. */
export interface ArchiveEntry {
  readonly id: string;
  readonly delivery: Delivery;
  readonly missing?: ReadonlySet<DeliveryPart>;
  /** RFC 3339. */
  readonly at?: string;
  /** Where the body's text stands in the entry, when it stands there as text. */
  readonly text?: string;
}

/** Why an entry is none, and where in it. */
export interface EntryProblem {
  readonly rule: CaptureRule;
  readonly message: string;
  /** JSON Pointer below the entry. */
  readonly pointer: string;
}

/** What tells one JSON archive of recorded requests from another. */
export interface ArchiveKind {
  readonly name: string;
  /** For people: what the file is not, when it has no list of entries. */
  readonly title: string;
  /** Whether the first bytes, one character each, are those of such a file. */
  detect(head: string): boolean;
  /** Where the list of entries may stand: the keys of the objects around it. A file with one entry alone has none. */
  readonly lists: readonly (readonly string[])[];
  /** @param index of the entry, from 0 */
  readEntry(data: unknown, index: number): ArchiveEntry | EntryProblem;
}

/** A format for a JSON file that lists recorded requests, one capture each. Its files end in `.json`, as payloads do. */
export function archiveFormat(kind: ArchiveKind): CaptureFormat {
  return {
    name: kind.name,
    extensions: [],
    specialises: '.json',
    detect: (head) => kind.detect(Buffer.from(head).toString('latin1')),
    read: (source, options) => readArchive(kind, source, options),
  };
}

async function* readArchive(
  kind: ArchiveKind,
  source: CaptureSource,
  options: ReadOptions,
): AsyncGenerator<CaptureRun> {
  const { file } = source;
  for await (const item of readJsonList(source, kind.lists)) {
    if ('rule' in item) yield [item];
    else if ('index' in item) yield [readOne(kind, item, source, options)];
    else if (item.list === undefined)
      yield [captureFinding('shape', `not ${kind.title}: there is no list of requests`, { file, line: 1, column: 1 })];
    else if (item.items === 0) yield [captureFinding('empty', 'the list of requests is empty', { file })];
  }
}

function readOne(kind: ArchiveKind, item: JsonItem, source: CaptureSource, options: ReadOptions): CaptureItem {
  const { file } = source;
  const { index } = item;
  const pointer = `${item.list}/${index}`;
  const entry = kind.readEntry(item.value, index);
  if ('rule' in entry) {
    const place = { file, ...placeIn(item, offsetBelow(item, entry.pointer)), pointer: pointer + entry.pointer };
    return captureFinding(entry.rule, `entry ${index + 1}: ${entry.message}`, place, String(index + 1));
  }
  const { delivery, text: textPointer } = entry;
  return {
    id: entry.id,
    delivery: options.url === undefined ? delivery : { ...delivery, url: options.url },
    missing: entry.missing ?? new Set(),
    origin: defaultOrigin(source, options),
    attested: false,
    ...statedBy(options),
    ...(entry.at === undefined ? {} : { at: entry.at }),
    place: { file, ...item.start, pointer },
    locate(inBody) {
      if (textPointer === undefined || delivery.body.text === undefined) return undefined;
      const offset = offsetOf(delivery.body.text, inBody);
      if (offset === undefined) return undefined;
      return placeIn(item, offsetInString(item.text, offsetBelow(item, textPointer), offset));
    },
  } satisfies Capture;
}

/** Offset of a value in the text of an item; 0 when it has none there. */
export function offsetBelow({ text }: JsonItem, pointer: string): number {
  return locatePointer(text, pointer) ?? 0;
}

/** Position in the file of an offset in the text of an item. */
export function placeIn({ text, start }: JsonItem, offset: number): Position {
  return shifted(positionAt(text, offset), start);
}

/** Headers as an object of lists or texts, as several recorders write them; undefined when they are anything else. */
export function headersOfObject(object: unknown): [name: string, value: string][] | undefined {
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return undefined;
  const headers: [string, string][] = [];
  for (const [name, held] of Object.entries(object)) {
    for (const value of Array.isArray(held) ? (held as readonly unknown[]) : [held as unknown]) {
      if (typeof value !== 'string' && typeof value !== 'number') return undefined;
      headers.push([name, String(value)]);
    }
  }
  return headers;
}
