import type { Delivery } from '../../deliveries/delivery.ts';
import { child } from '../../json-schema/pointer.ts';
import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';

/** What one delivery offers to tell events apart by, and what tells whether it does. */
export interface Row {
  /** Texts and whole numbers near the root, by pointer, and headers as `header:<name in lower case>`. */
  readonly values: ReadonlyMap<string, string>;
  /** The properties down to a few levels, with their types. */
  readonly features: ReadonlySet<string>;
  readonly hasHeaders: boolean;
  /** Whether the payload is a list. */
  readonly isList: boolean;
  /** Path of the URL, when it is known. */
  readonly path: string | undefined;
}

const deepest = 3;
const mostFeatures = 400;
const longestValue = 100;

/**
 * What a delivery offers.
 *
 * @param headers undefined when they are not known
 * @param url as it was received, undefined when it is not known
 */
export function rowOf(payload: Json, headers: Delivery['headers'] | undefined, url?: string): Row {
  const values = new Map<string, string>();
  const features = new Set<string>();
  collect(payload, '', 0, values, features);
  for (const [name, value] of headers ?? []) {
    if (value.length <= longestValue) values.set(`header:${name.toLowerCase()}`, value.trim());
  }
  const path = url
    ?.replace(/^[a-z]+:\/\/[^/?#]*/i, '')
    .replace(/[?#].*$/s, '')
    .slice(0, longestValue);
  return { values, features, hasHeaders: headers !== undefined, isList: Array.isArray(payload), path };
}

function collect(
  value: Json,
  pointer: string,
  depth: number,
  values: Map<string, string>,
  features: Set<string>,
): void {
  if (!isObject(value) || depth > deepest) return;
  for (const [key, member] of Object.entries(value)) {
    if (features.size >= mostFeatures || key.length > longestValue) return;
    const place = child(pointer, key);
    features.add(`${place} ${member === null ? 'null' : Array.isArray(member) ? 'array' : typeof member}`);
    const isText = typeof member === 'string' && member.length <= longestValue;
    const isWhole = typeof member === 'number' && Number.isSafeInteger(member);
    if (depth < deepest && (isText || isWhole)) values.set(place, String(member));
    collect(member, place, depth + 1, values, features);
  }
}

/** A sample of many rows that is spread evenly over all of them and bounded in size. The same rows give the same sample. */
export class RowSample {
  readonly rows: Row[] = [];
  readonly #most: number;
  #stride = 1;
  #position = 0;

  constructor(most = 3_000) {
    this.#most = most;
  }

  /** Whether the next row will be kept: it need not be made otherwise. */
  wantsNext(): boolean {
    return this.#position++ % this.#stride === 0;
  }

  add(row: Row): void {
    this.rows.push(row);
    if (this.rows.length < this.#most) return;
    const half = this.rows.filter((_, index) => index % 2 === 0);
    this.rows.splice(0, this.rows.length, ...half);
    this.#stride *= 2;
  }
}
