import type { SelectorPart } from '../asyncapi/model.ts';
import type { Delivery } from '../deliveries/delivery.ts';
import { at } from '../json-schema/pointer.ts';
import type { Json } from '../util/json.ts';

/** The value at each part of the selector: text, number or boolean; undefined where there is none. */
export type SelectorValues = readonly (string | number | boolean | undefined)[];

/** Reads the parts of a selector in a delivery. */
export function selectorValues(
  selector: readonly SelectorPart[],
  payload: Json,
  headers: Delivery['headers'] | undefined,
): SelectorValues {
  return selector.map((part) => {
    if (part.kind === 'header') {
      const name = part.header.toLowerCase();
      return headers?.find(([given]) => given.toLowerCase() === name)?.[1].trim();
    }
    const value = at(payload, part.pointer);
    return value === null || typeof value === 'object' ? undefined : value;
  });
}

/** Gives events names that can be files: the values as they are sent, with a full stop between two and for a slash. */
export class EventNames {
  readonly #byKey = new Map<string, string>();
  readonly #taken = new Set<string>();

  /** The name of an event; undefined for a new one when there are `most` already. */
  nameOf(values: SelectorValues, most: number): string | undefined {
    const key = JSON.stringify(values.map((value) => value ?? null));
    const known = this.#byKey.get(key);
    if (known !== undefined || this.#byKey.size >= most) return known;
    const base = fileName(values.filter((value) => value !== undefined).join('.'));
    let name = base;
    // Two names that differ in capitals are one file on some systems.
    for (let number = 2; this.#taken.has(name.toLowerCase()); number++) name = `${base}-${number}`;
    this.#taken.add(name.toLowerCase());
    this.#byKey.set(key, name);
    return name;
  }
}

/** A text as the name of a file on every system: a full stop for slashes, colons and blanks, a hyphen for other signs. */
export function fileName(text: string): string {
  const name = text
    .replaceAll(/[/:\s]+/g, '.')
    .replaceAll(/[^A-Za-z\d._-]+/g, '-')
    .replaceAll(/\.{2,}/g, '.')
    .replaceAll(/^[.-]+|[.-]+$/g, '')
    .slice(0, 100);
  if (name === '') return 'delivery';
  // Names that some systems keep for devices; and the one of contracts' documents.
  return /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)|^asyncapi$/i.test(name) ? `event.${name}` : name;
}
