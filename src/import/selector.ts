import { at, parsePointer } from '../json-schema/pointer.ts';
import { isObject } from '../util/json.ts';
import type { Json, JsonObject } from '../util/json.ts';
import { constantsOf, scalarText } from './constants.ts';
import type { Constants } from './constants.ts';

/** An event as far as it was put together. */
export interface Distinguishable {
  readonly name: string;
  readonly schema: Json;
  readonly headers: JsonObject | undefined;
  readonly payloads: readonly Json[];
}

type Scalar = string | number | boolean;

/** What tells events apart. */
export interface ImportedSelector {
  readonly parts: readonly string[];
  readonly reason: string;
  /** For each event the value of each part; undefined where it does not matter. `isNew`: no schema states it yet. */
  readonly values: readonly (readonly { readonly value: Scalar | undefined; readonly isNew: boolean }[])[];
}

const typical =
  /^(?:type|event|topic|kind|action|name|op|operation|(?:event|message|webhook|notification)[_-]?(?:type|name|kind))$/i;
const typicalHeader = /(?:event|topic|type|action)/i;
const transport = /^(?:content-|accept|user-agent|host)/i;

/**
 * Where the deliveries of these events say which one they are: as given, else a place with a value of its own in the schema of
 * each, else a place called like one whose documented examples differ from event to event; in the payload or a header, or
 * in a header and the payload together.
 *
 * @param given entries of `x-selector`
 */
export function chooseSelector(
  events: readonly Distinguishable[],
  models: ReadonlyMap<string, JsonObject>,
  given: readonly string[],
): ImportedSelector {
  const known = events.map((event) => valuesOf(event, models));
  if (given.length > 0) return asGiven(given, events, known);
  const none = events.map(() => []);
  if (events.length < 2) return { parts: [], reason: 'There is one event.', values: none };
  const parts = candidates(known);
  const best = parts.find((part) => tellsAll(known, [part])) ?? undefined;
  const chosen = best === undefined ? pairOf(parts, known) : [best];
  if (chosen === undefined)
    return { parts: [], reason: 'Nothing in the document says how a delivery tells which event it is.', values: none };
  const values = known.map((event) => chosen.map((part) => found(event.get(part))));
  const stated = values.every((each) => each.every(({ isNew }) => !isNew));
  return {
    parts: chosen,
    reason: `${chosen.join(' and ')} ${chosen.length === 1 ? 'has' : 'have'} a value of ${chosen.length === 1 ? 'its' : 'their'} own for each event, in ${stated ? 'the schemas' : 'the examples'}.`,
    values,
  };
}

interface Known {
  readonly value: Scalar;
  readonly isStated: boolean;
}

/** By part of a selector: the one value that an event has there. */
function valuesOf(
  { schema, headers, payloads }: Distinguishable,
  models: ReadonlyMap<string, JsonObject>,
): Map<string, Known> {
  const stated = (constants: Constants): [string, Known][] =>
    [...constants].map(([pointer, value]) => [pointer, { value, isStated: true }]);
  const shown = shownIn(payloads).filter(([pointer]) => typical.test(parsePointer(pointer).at(-1) ?? ''));
  const examples = shown.map(([pointer, value]): [string, Known] => [pointer, { value, isStated: false }]);
  return new Map([...examples, ...stated(constantsOf(schema, models)), ...headerValues(headers, models)]);
}

function headerValues(headers: JsonObject | undefined, models: ReadonlyMap<string, JsonObject>): [string, Known][] {
  const properties = headers === undefined ? undefined : headers['properties'];
  if (!isObject(properties)) return [];
  return Object.entries(properties).flatMap(([name, schema]): [string, Known][] => {
    if (transport.test(name)) return [];
    const value = constantsOf(schema, models).get('');
    if (value !== undefined) return [[`header:${name}`, { value, isStated: true }]];
    const examples =
      isObject(schema) && Array.isArray(schema['examples']) ? (schema['examples'] as readonly Json[]) : [];
    const [example] = examples;
    if (typeof example !== 'string' || examples.length !== 1 || !typicalHeader.test(name)) return [];
    return [[`header:${name}`, { value: example, isStated: false }]];
  });
}

/** Texts that all payloads have at the same place; near the top of them. */
function shownIn(payloads: readonly Json[]): [string, Scalar][] {
  const [first, ...others] = payloads;
  if (!isObject(first)) return [];
  const found: [string, Scalar][] = [];
  const visit = (value: JsonObject, pointer: string, depth: number): void => {
    for (const [name, member] of Object.entries(value)) {
      const place = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (isObject(member) && depth < 3) visit(member, place, depth + 1);
      else if (typeof member === 'string' && others.every((other) => at(other, place) === member))
        found.push([place, member]);
    }
  };
  visit(first, '', 0);
  return found;
}

/** Parts that any event has a value for: stated ones first, then payload before header, typical names, and near the top. */
function candidates(known: readonly ReadonlyMap<string, Known>[]): string[] {
  const all = new Set(known.flatMap((event) => [...event.keys()]));
  const rank = (part: string): number => {
    const isStated = known.every((event) => event.get(part)?.isStated !== false);
    const word = part.startsWith('header:') ? '' : (parsePointer(part).at(-1) ?? '');
    return (
      (isStated ? 0 : 1000) + (typical.test(word) || part.startsWith('header:') ? 0 : 100) + part.split('/').length
    );
  };
  return [...all].toSorted((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1)).slice(0, 100);
}

function tellsAll(known: readonly ReadonlyMap<string, Known>[], parts: readonly string[]): boolean {
  const seen = new Set<string>();
  for (const event of known) {
    const [first, ...rest] = parts.map((part) => event.get(part)?.value);
    if (first === undefined) return false;
    const key = JSON.stringify([first, ...rest].map((value) => (value === undefined ? null : String(value))));
    if (seen.has(key)) return false;
    seen.add(key);
  }
  return true;
}

/** A header and a place of the payload that tell all events apart together. */
function pairOf(parts: readonly string[], known: readonly ReadonlyMap<string, Known>[]): string[] | undefined {
  for (const header of parts.filter((part) => part.startsWith('header:')))
    for (const pointer of parts.filter((part) => part.startsWith('/')))
      if (tellsAll(known, [header, pointer])) return [header, pointer];
  return undefined;
}

function asGiven(
  parts: readonly string[],
  events: readonly Distinguishable[],
  known: readonly ReadonlyMap<string, Known>[],
): ImportedSelector {
  const values = events.map((event, index) =>
    parts.map((part) => {
      const own = lookUp(known[index], part) ?? (part.startsWith('/') ? shownAt(event, part) : undefined);
      if (own !== undefined || parts.length > 1) return found(own);
      return { value: event.name, isNew: true };
    }),
  );
  return { parts, reason: `${parts.join(', ')}: as given.`, values };
}

function lookUp(known: ReadonlyMap<string, Known> | undefined, part: string): Known | undefined {
  const wanted = part.toLowerCase();
  const match = (name: string): boolean => (part.startsWith('header:') ? name.toLowerCase() === wanted : name === part);
  return [...(known ?? [])].find(([name]) => match(name))?.[1];
}

function shownAt({ payloads }: Distinguishable, pointer: string): Known | undefined {
  const values = new Set(payloads.map((payload) => scalarText(at(payload, pointer))));
  const [value] = values;
  return values.size === 1 && value !== undefined ? { value, isStated: false } : undefined;
}

function found(known: Known | undefined): { value: Scalar | undefined; isNew: boolean } {
  return { value: known?.value, isNew: known !== undefined && !known.isStated };
}
