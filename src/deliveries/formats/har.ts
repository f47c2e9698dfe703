import { bodyFromBase64, bodyFromBytes, bodyFromText } from '../body.ts';
import type { Capture, Origin } from '../capture.ts';
import { captureFinding } from '../capture-finding.ts';
import type { CaptureItem } from '../capture-finding.ts';
import type { Delivery, DeliveryBody, DeliveryPart } from '../delivery.ts';
import { offsetInString, offsetOf } from '../json-locate.ts';
import type { Position } from '../json-text.ts';
import type { CaptureRule } from '../rules.ts';
import { at } from '../../json-schema/pointer.ts';
import { isObject, own } from '../../util/json.ts';
import type { Json, JsonObject } from '../../util/json.ts';
import type { Finding, Place } from '../../findings/finding.ts';
import { toDateTime } from './date-time.ts';
import { offsetBelow, placeIn } from './archive.ts';
import { defaultOrigin, isOrigin, statedBy } from './format.ts';
import type { CaptureFormat, CaptureRun, CaptureSource, ReadOptions } from './format.ts';
import { readJsonList } from './json-list.ts';
import type { JsonItem } from './json-list.ts';

/** HTTP Archive 1.2, as browsers and proxies export it: the request of every entry is a capture. */
export const harFormat: CaptureFormat = {
  name: 'har',
  extensions: ['.har'],
  detect: (head) => /^(?:\xef\xbb\xbf)?\s*\{\s*"log"\s*:\s*\{/.test(Buffer.from(head).toString('latin1')),
  read: readHar,
};

/** One item of `/log/entries`, with what it takes to say where something in it stands. */
interface Entry {
  readonly data: unknown;
  /** Position in the list, from 1. */
  readonly id: string;
  readonly place: Place;
  /** The place of a value below the entry. */
  locate(pointer: string): Place;
  /** The place of the `unit`-th UTF-16 unit in the text of the body. */
  locateInText(unit: number): Position | undefined;
}

async function* readHar(source: CaptureSource, options: ReadOptions): AsyncGenerator<CaptureRun> {
  const { file } = source;
  for await (const item of readJsonList(source, [['log', 'entries']])) {
    if ('rule' in item) yield [item];
    else if ('index' in item) yield [readEntry(entryOf(item, file), source, options)];
    else if (item.list === undefined) {
      const place = { file, line: 1, column: 1, pointer: '' };
      yield [captureFinding('shape', 'not an HTTP Archive: /log/entries is not a list', place)];
    } else if (item.items === 0) yield [captureFinding('empty', 'the archive has no entries', { file })];
  }
}

function entryOf(item: JsonItem, file: string): Entry {
  const pointer = `${item.list}/${item.index}`;
  return {
    data: item.value,
    id: String(item.index + 1),
    place: { file, ...item.start, pointer },
    locate: (below) => ({ file, ...placeIn(item, offsetBelow(item, below)), pointer: pointer + below }),
    locateInText: (unit) => placeIn(item, offsetInString(item.text, offsetBelow(item, '/request/postData/text'), unit)),
  };
}

function readEntry(entry: Entry, source: CaptureSource, options: ReadOptions): CaptureItem {
  const { data, id, place } = entry;
  const delivery = deliveryOf(entry);
  if ('rule' in delivery) return delivery;
  const words = ownWords(data);
  const startedAt = isObject(data) && words.at !== null ? toDateTime(own(data, 'startedDateTime')) : undefined;
  return {
    id: words.id ?? id,
    delivery: options.url === undefined ? delivery : { ...delivery, url: options.url },
    missing: words.missing,
    origin: words.origin ?? defaultOrigin(source, options),
    attested: options.attested === true,
    ...statedBy(options),
    ...words.stated,
    ...(startedAt === undefined ? {} : { at: startedAt }),
    place,
    locate: (inBody) => locateInBody(entry, delivery.body, inBody),
  } satisfies Capture;
}

const nothing: ReadonlySet<DeliveryPart> = new Set();

/** What our own archives say beside the standard's members; anything that is not as we write it is passed over. */
function ownWords(data: unknown): {
  readonly id?: string;
  readonly at?: null;
  readonly missing: ReadonlySet<DeliveryPart>;
  readonly origin?: Origin;
  readonly stated: { vendor?: string; contract?: string; event?: string };
} {
  const words = isObject(data) ? own(data, '_counterfoil') : undefined;
  if (!isObject(words)) return { missing: nothing, stated: {} };
  const text = (key: 'id' | 'vendor' | 'contract' | 'event'): string | undefined => {
    const value = own(words, key);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const [id, vendor, contract, event] = [text('id'), text('vendor'), text('contract'), text('event')];
  const [origin, missing] = [own(words, 'origin'), own(words, 'missing')];
  const parts = (['method', 'url', 'headers'] as const).filter(
    (part) => Array.isArray(missing) && missing.includes(part),
  );
  return {
    ...(id === undefined ? {} : { id }),
    ...(own(words, 'at') === null ? { at: null } : {}),
    missing: parts.length === 0 ? nothing : new Set(parts),
    ...(isOrigin(origin) ? { origin } : {}),
    stated: {
      ...(vendor === undefined ? {} : { vendor }),
      ...(contract === undefined ? {} : { contract }),
      ...(event === undefined ? {} : { event }),
    },
  };
}

function deliveryOf(entry: Entry): Delivery | Finding {
  const { data } = entry;
  const request = isObject(data) ? own(data, 'request') : undefined;
  if (!isObject(request)) return problem(entry, 'shape', 'it has no request', '');
  const method = own(request, 'method');
  const url = own(request, 'url');
  if (typeof method !== 'string' || method === '')
    return problem(entry, 'shape', 'request.method is not a text', '/request');
  const isUrlMissing = ownWords(data).missing.has('url');
  if (typeof url !== 'string' || (url === '' && !isUrlMissing))
    return problem(entry, 'shape', 'request.url is not a text', '/request');
  const headers = headersOf(own(request, 'headers'));
  if (headers === undefined)
    return problem(entry, 'shape', 'request.headers is not a list of {name, value}', '/request');
  const body = bodyOf(request, entry);
  if ('rule' in body) return body;
  return { method: method.toUpperCase(), url, headers, body };
}

function problem(entry: Entry, rule: CaptureRule, message: string, pointer: string): Finding {
  return captureFinding(rule, `entry ${entry.id}: ${message}`, entry.locate(pointer), entry.id);
}

/** Drops the pseudo-headers of HTTP/2 (`:method`), which browsers list among the headers. */
function headersOf(list: unknown): [string, string][] | undefined {
  if (!Array.isArray(list)) return undefined;
  const headers: [string, string][] = [];
  for (const item of list as unknown[]) {
    const name = isObject(item) ? own(item, 'name') : undefined;
    const value = isObject(item) ? own(item, 'value') : undefined;
    if (typeof name !== 'string' || (typeof value !== 'string' && typeof value !== 'number')) return undefined;
    if (!name.startsWith(':')) headers.push([name, String(value)]);
  }
  return headers;
}

function bodyOf(request: JsonObject, entry: Entry): DeliveryBody | Finding {
  const size = own(request, 'bodySize');
  const post = own(request, 'postData');
  const text = isObject(post) ? own(post, 'text') : undefined;
  if (typeof text !== 'string') {
    const params = isObject(post) ? own(post, 'params') : undefined;
    const sent = (typeof size === 'number' && size > 0) || (Array.isArray(params) && params.length > 0);
    return sent
      ? problem(entry, 'bodyMissing', 'the archive holds no text of the body', '/request')
      : bodyFromBytes(new Uint8Array());
  }
  // Some exporters break base64 into lines.
  const body = isBase64(post) ? bodyFromBase64(text.replaceAll(/[\r\n]/g, '')) : wellFormedBody(text);
  if (body === undefined) {
    return problem(
      entry,
      'shape',
      'the body is neither text that UTF-8 can express nor base64',
      '/request/postData/text',
    );
  }
  if (typeof size === 'number' && size > 0 && size !== body.bytes.length) {
    const message = `bodySize says ${size} bytes, the body has ${body.bytes.length}: these are not the bytes that were sent`;
    return problem(entry, 'length', message, '/request');
  }
  return body;
}

function isBase64(post: unknown): boolean {
  return isObject(post) && (own(post, 'encoding') ?? own(post, '_encoding')) === 'base64';
}

function wellFormedBody(text: string): DeliveryBody | undefined {
  return text.isWellFormed() ? bodyFromText(text) : undefined;
}

/** In base64 nothing can be pointed at. */
function locateInBody(entry: Entry, body: DeliveryBody, inBody: string | number): Position | undefined {
  if (body.text === undefined || isBase64(at(entry.data as Json, '/request/postData'))) return undefined;
  const offset = offsetOf(body.text, inBody);
  return offset === undefined ? undefined : entry.locateInText(offset);
}
