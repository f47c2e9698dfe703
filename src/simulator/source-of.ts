import { isDeepStrictEqual } from 'node:util';
import { child, parsePointer } from '../json-schema/pointer.ts';
import { isObject } from '../util/json.ts';
import type { Json } from '../util/json.ts';
import type { Changes, Scenarios } from './format.ts';
import { readPointer } from './pointers.ts';

/** A place in the payload of an event. */
export interface PayloadPlace {
  readonly event: string;
  readonly lifecycle: string | undefined;
  /** JSON Pointer into the payload. */
  readonly pointer: string;
  readonly payload: Json;
}

interface Setting {
  /** Where it is set, as tokens: `ticket`, `status`. */
  readonly target: readonly string[];
  readonly value: Json;
  /** JSON Pointer into the file. */
  readonly place: string;
}

/** More copies of copies than that are not followed. */
const mostCopies = 8;

/**
 * Where `scenarios.yaml` says what stands at a place of a payload, as a JSON Pointer into the file: the one `set` that the
 * event's expressions lead back to, the one with that very value where there are several, and otherwise the nearest
 * part of the event's own payload.
 */
export function sourceOf(scenarios: Scenarios, about: PayloadPlace): string {
  const walked = walk(
    scenarios.events[about.event] ?? null,
    parsePointer(about.pointer),
    child('/events', about.event),
  );
  if (walked.copied === undefined) return walked.place;
  const found = readPointer(about.pointer)(about.payload);
  return follow(settingsFor(scenarios, about), walked.copied, found, mostCopies) ?? walked.place;
}

function follow(
  settings: readonly Setting[],
  source: readonly string[],
  found: Json | undefined,
  copies: number,
): string | undefined {
  const above = settings.filter(({ target }) => target.every((token, index) => source[index] === token));
  const longest = Math.max(0, ...above.map(({ target }) => target.length));
  const near = above.filter(({ target }) => target.length === longest);
  const setting = near.length === 1 ? near[0] : near.find(({ value }) => isDeepStrictEqual(value, found));
  if (setting === undefined) return undefined;
  const { copied, place } = walk(setting.value, source.slice(longest), setting.place);
  if (copied === undefined || copies === 0) return place;
  return follow(settings, copied, found, copies - 1) ?? place;
}

/** Goes into a value as it stands in the file, until it is copied from elsewhere. */
function walk(
  start: Json,
  tokens: readonly string[],
  place: string,
): { readonly place: string; readonly copied?: readonly string[] } {
  let value = start;
  let reached = place;
  for (let index = 0; ; index++) {
    const from = isObject(value) ? value['$from'] : undefined;
    if (typeof from === 'string') return { place: reached, copied: [...parsePointer(from), ...tokens.slice(index)] };
    const token = tokens[index];
    const next = token === undefined ? undefined : readPointer(child('', token))(value);
    if (token === undefined || next === undefined) return { place: reached };
    value = next;
    reached = child(reached, token);
  }
}

function settingsFor({ ticket, occasions = [], lifecycles }: Scenarios, { event, lifecycle }: PayloadPlace): Setting[] {
  const life = lifecycle === undefined || !Object.hasOwn(lifecycles, lifecycle) ? undefined : lifecycles[lifecycle];
  const place = child('/lifecycles', lifecycle ?? '');
  if (life === undefined) {
    return occasions.flatMap((one, index) => (one.event === event ? settingsIn(one, `/occasions/${index}`) : []));
  }
  return [
    ...settingsIn(ticket, '/ticket'),
    ...settingsIn(life.born, `${place}/born`),
    ...Object.entries(life.states).flatMap(([name, { moved = {}, next = [] }]) => {
      const state = child(`${place}/states`, name);
      return [
        ...settingsIn(moved, `${state}/moved`),
        ...next.flatMap((step, index) => settingsIn(step, `${state}/next/${index}`)),
      ];
    }),
  ];
}

function settingsIn({ set = {} }: Changes, place: string): Setting[] {
  return Object.entries(set).map(([path, value]) => ({
    target: parsePointer(path),
    value,
    place: child(`${place}/set`, path),
  }));
}
