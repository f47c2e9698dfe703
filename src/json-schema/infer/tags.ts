import type { Json } from '../../util/json.ts';
import { limits } from './limits.ts';

/** A letter for each type of JSON; integers and other numbers are one. */
export type Kind = 'z' | 'b' | 'n' | 's' | 'o' | 'a';

/** A property with the kind of its value: what an object has or has not. */
type Facet = `${Kind}${string}`;

/** What was seen together with one value of a tag. */
interface TagValue {
  count: number;
  /** For each facet that not all objects have. */
  readonly facets: Map<Facet, number>;
}

/** For the objects of one place: which properties come with which values of its texts. */
export interface Tags {
  /** Facets that all objects have. */
  readonly always: Set<Facet>;
  /** By property; undefined for one that is no tag: it has too many values, or one that is no word. */
  readonly byKey: Map<string, Map<string, TagValue> | undefined>;
}

export function createTags(): Tags {
  return { always: new Set(), byKey: new Map() };
}

export function kindOf(value: Json): Kind {
  if (value === null) return 'z';
  if (Array.isArray(value)) return 'a';
  const letters = { boolean: 'b', number: 'n', string: 's', object: 'o' } as const;
  return letters[typeof value as keyof typeof letters];
}

/**
 * Takes an object into account. A facet that all objects have so far costs nothing: its number for each value of a tag
 * is that of the value itself.
 *
 * @param before how many objects there were
 */
export function addFacets(tags: Tags, entries: readonly (readonly [string, Json])[], before: number): void {
  const facets = entries.map(([key, value]): Facet => `${kindOf(value)}${key}`);
  if (before === 0) for (const facet of facets) tags.always.add(facet);
  else if (facets.filter((facet) => tags.always.has(facet)).length < tags.always.size) {
    const present = new Set(facets);
    for (const facet of tags.always) if (!present.has(facet)) makeOptional(tags, facet);
  }
  const optional = facets.filter((facet) => !tags.always.has(facet));
  for (const [key, value] of entries) {
    if (typeof value === 'string') addTag(tags, key, value, optional);
  }
}

/** How often a property came with a value of a tag, by the kind of its value. */
export function facetCount(tags: Tags, tag: TagValue, kind: Kind, key: string): number {
  const facet: Facet = `${kind}${key}`;
  return tags.always.has(facet) ? tag.count : (tag.facets.get(facet) ?? 0);
}

function makeOptional(tags: Tags, facet: Facet): void {
  tags.always.delete(facet);
  for (const values of tags.byKey.values()) {
    for (const value of values?.values() ?? []) value.facets.set(facet, value.count);
  }
}

function addTag(tags: Tags, key: string, text: string, optional: readonly Facet[]): void {
  if (!tags.byKey.has(key)) {
    if (tags.byKey.size >= limits.tags * 4) return;
    const alive = [...tags.byKey.values()].filter((values) => values !== undefined);
    tags.byKey.set(key, alive.length < limits.tags ? new Map() : undefined);
  }
  const values = tags.byKey.get(key);
  if (values === undefined) return;
  let value = values.get(text);
  if (value === undefined) {
    if (values.size >= limits.tagValues || !isWord(text)) {
      tags.byKey.set(key, undefined);
      return;
    }
    value = { count: 0, facets: new Map() };
    values.set(text, value);
  }
  value.count++;
  for (const facet of optional) value.facets.set(facet, (value.facets.get(facet) ?? 0) + 1);
}

/** Whether a text reads like one of a set: a word or a few, not an id, a number or a sentence. */
export function isWord(text: string): boolean {
  if (text.length === 0 || text.length > 40 || !/^\p{L}[\p{L}\d]*(?:[ _.:/+-][\p{L}\d]+)*$/u.test(text)) return false;
  if (text.split(' ').length > 3) return false;
  const digits = text.replaceAll(/\D/g, '').length;
  return digits === 0 || (digits * 3 <= text.length && text.length <= 20 && !/\d\p{L}+\d/u.test(text));
}
