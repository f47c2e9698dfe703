import type { Capture } from '../capture.ts';
import { captureFinding } from '../capture-finding.ts';
import type { CaptureItem } from '../capture-finding.ts';
import type { Delivery, DeliveryPart } from '../delivery.ts';
import { locateItems, locatePointer, offsetInString, offsetOf } from '../json-locate.ts';
import { positionsIn } from '../json-text.ts';
import type { CaptureRule } from '../rules.ts';
import { defaultOrigin, statedBy, wholeFileLimit } from './format.ts';
import type { CaptureFormat, CaptureRun, CaptureSource, ReadOptions } from './format.ts';
import { readJson } from './read-json.ts';

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
  /** JSON Pointer to the list of entries; undefined when there is none. A file with one entry alone has none either. */
  listIn(value: unknown): string | undefined;
  /** @param index of the entry, from 0 */
  readEntry(data: unknown, index: number): ArchiveEntry | EntryProblem;
}

/** A format for a JSON file that lists recorded requests, one capture each. Its files end in `.json`, as payloads do. */
export function archiveFormat(kind: ArchiveKind): CaptureFormat {
  return {
    name: kind.name,
    extensions: [],
    specialises: '.json',
    limit: wholeFileLimit,
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
  const read = await readJson(source);
  if ('rule' in read) {
    yield [read];
    return;
  }
  const { text, value } = read;
  const list = kind.listIn(value);
  if (list === undefined) {
    yield [captureFinding('shape', `not ${kind.title}: there is no list of requests`, { file, line: 1, column: 1 })];
    return;
  }
  const entries = at(value, list);
  if (entries.length === 0) yield [captureFinding('empty', 'the list of requests is empty', { file })];
  const ranges = locateItems(text, locatePointer(text, list) ?? 0);
  const positionOf = positionsIn(text);
  for (const [index, data] of entries.entries()) {
    const { start, end } = ranges[index] ?? { start: 0, end: 0 };
    const offsetBelow = (pointer: string): number => start + (locatePointer(text.slice(start, end), pointer) ?? 0);
    yield [readOne(index, data, offsetBelow)];
  }

  function readOne(index: number, data: unknown, offsetBelow: (pointer: string) => number): CaptureItem {
    const pointer = `${list}/${index}`;
    const entry = kind.readEntry(data, index);
    if ('rule' in entry) {
      const place = { file, ...positionOf(offsetBelow(entry.pointer)), pointer: pointer + entry.pointer };
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
      place: { file, ...positionOf(offsetBelow('')), pointer },
      locate(inBody) {
        if (textPointer === undefined || delivery.body.text === undefined) return undefined;
        const offset = offsetOf(delivery.body.text, inBody);
        return offset === undefined ? undefined : positionOf(offsetInString(text, offsetBelow(textPointer), offset));
      },
    } satisfies Capture;
  }
}

/** `listIn` has said that there is a list. */
function at(value: unknown, pointer: string): readonly unknown[] {
  const found = pointer === '' ? value : (value as Readonly<Record<string, unknown>>)[pointer.slice(1)];
  return found as readonly unknown[];
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
