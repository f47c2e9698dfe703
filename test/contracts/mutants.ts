import { at, child, parsePointer } from '../../src/json-schema/pointer.ts';
import type { Json, JsonObject } from '../../src/util/json.ts';
import { below } from './applied-schemas.ts';
import type { AppliedSchema, Place } from './applied-schemas.ts';

/** One change to an example that the contract should notice. */
export interface Mutant {
  readonly kind: 'delete' | 'type' | 'format' | 'event' | 'json';
  /** Pointer into the payload; `#` and a second pointer lead into JSON inside a text. */
  readonly place: string;
  /** What the value became, in one word. */
  readonly became: string;
  readonly payload: Json;
}

/** One value of each JSON type, unlike anything in the examples. */
const substitutes: Readonly<Record<string, Json>> = {
  null: null,
  boolean: true,
  number: 90210,
  string: 'mutant',
  array: [],
  object: {},
};

/** The changes to a payload that its contract should notice, one place at a time. `applied`: the schemas that apply to it. */
export function mutate(payload: Json, applied: readonly AppliedSchema[]): Mutant[] {
  return [
    ...deletions(payload, applied),
    ...typeChanges(payload, applied),
    ...brokenTexts(payload, applied),
    unknownEvent(payload),
  ];
}

function deletions(payload: Json, applied: readonly AppliedSchema[]): Mutant[] {
  const required = applied.flatMap(({ schema, place }) =>
    ((schema['required'] ?? []) as string[]).map((key) => ({ place, key })),
  );
  return unique(required, ({ place, key }) => show(below(place, key))).map(({ place, key }) => ({
    kind: 'delete',
    place: show(below(place, key)),
    became: 'absent',
    payload: change(payload, place, (value) =>
      Object.fromEntries(Object.entries(value as JsonObject).filter(([name]) => name !== key)),
    ),
  }));
}

function typeChanges(payload: Json, applied: readonly AppliedSchema[]): Mutant[] {
  return unique(applied, ({ place }) => show(place)).flatMap(({ place, value }) =>
    Object.entries(substitutes)
      .filter(([type]) => type !== typeOf(value))
      .map(([type, substitute]) => ({
        kind: 'type',
        place: show(place),
        became: type,
        payload: change(payload, place, () => substitute),
      })),
  );
}

/** A text with a format or a pattern that has neither, and JSON in a text that ends too early. */
function brokenTexts(payload: Json, applied: readonly AppliedSchema[]): Mutant[] {
  return applied.flatMap(({ schema, place, value }): Mutant[] => {
    if (typeof value !== 'string') return [];
    const where = { place: show(place) };
    if (schema['contentSchema'] !== undefined) {
      return [{ ...where, kind: 'json', became: 'cut off', payload: change(payload, place, () => value.slice(0, -1)) }];
    }
    if (schema['format'] === undefined && schema['pattern'] === undefined) return [];
    return [{ ...where, kind: 'format', became: 'broken', payload: change(payload, place, () => `${value} ?`) }];
  });
}

function unknownEvent(payload: Json): Mutant {
  return {
    kind: 'event',
    place: '/type',
    became: 'unknown',
    payload: change(payload, { pointer: '/type' }, () => 'mutant'),
  };
}

/** Items with different keys; of those with the same one the last. */
export function unique<Item>(items: readonly Item[], key: (item: Item) => string): Item[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}

/** A place in one text. */
export function show({ pointer, inner }: Place): string {
  return inner === undefined ? pointer : `${pointer}#${inner}`;
}

function typeOf(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** A copy of `payload` with the value at `place` replaced. */
export function change(payload: Json, { pointer, inner }: Place, replace: (value: Json) => Json): Json {
  if (inner === undefined) return replaceAt(payload, parsePointer(pointer), replace);
  return replaceAt(payload, parsePointer(pointer), (text) =>
    JSON.stringify(replaceAt(JSON.parse(text as string), parsePointer(inner), replace)),
  );
}

function replaceAt(value: Json, [token, ...rest]: readonly string[], replace: (value: Json) => Json): Json {
  if (token === undefined) return replace(value);
  const member = replaceAt(at(value, child('', token)) ?? null, rest, replace);
  if (Array.isArray(value)) return value.map((item: Json, index) => (String(index) === token ? member : item));
  return { ...(value as JsonObject), [token]: member };
}
