import type { Json, JsonObject } from '../../util/json.ts';
import { isNoChance } from './evidence.ts';
import { countsOf, membersOf, soundsLikeFreeText, soundsLikeTag, tagValues, timesSeen } from './place.ts';
import type { Shapes, TagSummary } from './place.ts';
import type { Kind } from './tags.ts';

/** What holds for objects whose tag has one value. */
export interface Variant {
  readonly tag: string;
  readonly value: string;
  /** Objects that it rests on. */
  readonly count: number;
  /** Properties that they all carry and the others do not. */
  readonly required: readonly string[];
  /** Types of properties that are of more in other objects. */
  readonly types: Readonly<Record<string, readonly string[]>>;
}

const kinds: readonly Kind[] = ['z', 'b', 'n', 's', 'o', 'a'];
const typeNames = { z: 'null', b: 'boolean', n: 'number', s: 'string', o: 'object', a: 'array' } as const;

/** More tags than these say the same again, or are chance. */
const mostTags = 2;

/** The variants of an object: what the values of its tags tell about its other properties. */
export function findVariants(shapes: Shapes): readonly Variant[] {
  const members = membersOf(shapes);
  const { objects } = countsOf(shapes);
  const open = [...members].filter(([, member]) => isOpen(member, objects)).map(([key]) => key);
  if (open.length === 0) return [];
  const explained = new Set<string>();
  const found: Variant[] = [];
  const candidates = [...members.keys()]
    .flatMap((tag) => {
      const values = tagValues(shapes, tag);
      if (values === undefined || values.size < 2 || soundsLikeFreeText(tag)) return [];
      const variants = variantsOf(shapes, tag, values, open);
      return variants.length === 0 ? [] : [{ tag, variants }];
    })
    .toSorted((one, other) => weight(other) - weight(one));
  for (const { variants } of candidates.slice(0, mostTags)) {
    const fresh = variants.map((variant) => without(variant, explained)).filter((variant) => says(variant) > 0);
    found.push(...fresh);
    for (const variant of fresh) for (const key of keysOf(variant)) explained.add(key);
  }
  return found;
}

/** The keywords that state the variants; an unknown value of the tag is left alone. */
export function describeVariants(variants: readonly Variant[]): JsonObject[] {
  return variants.map(({ tag, value, required, types }): JsonObject => {
    const properties = Object.entries(types).map(([key, names]): [string, Json] => [
      key,
      { type: names.length === 1 ? (names[0] as string) : names },
    ]);
    const consequence = {
      ...(required.length === 0 ? {} : { required }),
      ...(properties.length === 0 ? {} : { properties: Object.fromEntries(properties) }),
    };
    const condition = { required: [tag], properties: Object.fromEntries([[tag, { const: value }]]) };
    // oxlint-disable-next-line unicorn/no-thenable -- the keyword of JSON Schema, in an object that nobody awaits
    return { if: condition, then: consequence };
  });
}

/** Not in all objects, or not of one type. */
function isOpen(member: Shapes, objects: number): boolean {
  if (timesSeen(member) < objects) return true;
  const { nulls, booleans, integers, fractions, texts, objects: below, arrays } = countsOf(member);
  return (
    [nulls, booleans, integers + fractions, texts?.count ?? 0, below, arrays].filter((count) => count > 0).length > 1
  );
}

function variantsOf(
  shapes: Shapes,
  tag: string,
  values: ReadonlyMap<string, TagSummary>,
  open: readonly string[],
): Variant[] {
  const all = [...values.values()];
  const others = open.filter((key) => key !== tag);
  return [...values]
    .map(([value, summary]) =>
      variantOf(
        tag,
        value,
        summary,
        all.filter((each) => each !== summary),
        others,
      ),
    )
    .filter((variant) => says(variant) > 0 && shapes.length > 0)
    .toSorted((one, other) => (one.value < other.value ? -1 : 1));
}

function variantOf(
  tag: string,
  value: string,
  here: TagSummary,
  elsewhere: readonly TagSummary[],
  keys: readonly string[],
): Variant {
  const total = sum(elsewhere, ({ count }) => count);
  // A property that is not called like a tag has to prove more.
  const strictness = soundsLikeTag(tag) ? 1 : 2;
  const required: string[] = [];
  const types: [string, readonly string[]][] = [];
  for (const key of keys) {
    const times = sum(kinds, (kind) => here.times(kind, key));
    const timesElsewhere = sum(elsewhere, (each) => sum(kinds, (kind) => each.times(kind, key)));
    if (times === here.count && timesElsewhere < total && isNoChance(here.count, timesElsewhere, total, strictness))
      required.push(key);
    const own = kinds.filter((kind) => here.times(kind, key) > 0);
    const foreign = kinds.filter((kind) => !own.includes(kind));
    const withOwn = sum(elsewhere, (each) => sum(own, (kind) => each.times(kind, key)));
    const withForeign = sum(elsewhere, (each) => sum(foreign, (kind) => each.times(kind, key)));
    if (times > 0 && withForeign > 0 && isNoChance(times, withOwn, withOwn + withForeign, strictness)) {
      types.push([key, own.map((kind) => typeNames[kind])]);
    }
  }
  return { tag, value, count: here.count, required, types: Object.fromEntries(types) };
}

function without(variant: Variant, keys: ReadonlySet<string>): Variant {
  return {
    ...variant,
    required: variant.required.filter((key) => !keys.has(key)),
    types: Object.fromEntries(Object.entries(variant.types).filter(([key]) => !keys.has(key))),
  };
}

function keysOf({ required, types }: Variant): string[] {
  return [...required, ...Object.keys(types)];
}

function says(variant: Variant): number {
  return keysOf(variant).length;
}

function weight({ tag, variants }: { readonly tag: string; readonly variants: readonly Variant[] }): number {
  return new Set(variants.flatMap(keysOf)).size + (soundsLikeTag(tag) ? 0.5 : 0);
}

function sum<Item>(items: readonly Item[], number: (item: Item) => number): number {
  return items.reduce((total, item) => total + number(item), 0);
}
