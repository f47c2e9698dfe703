import type { Contract, ContractEvent, SelectorPart } from '../asyncapi/model.ts';
import { parsePointer } from '../json-schema/pointer.ts';
import type { Json } from '../util/json.ts';
import type { Delivery } from './delivery.ts';

/** What a contract's selector says about a delivery. */
export interface EventIdentification {
  /** The event that the delivery is of. */
  readonly event: ContractEvent | undefined;
  /**
   * `only-event`: the contract has one event and no selector. `missing`: the delivery has no value where the selector
   * looks. `unknown`: it has one that no event has. `ambiguous`: several events fit. `no-selector`: nothing tells the
   * contract's events apart.
   */
  readonly reason: 'identified' | 'only-event' | 'missing' | 'unknown' | 'ambiguous' | 'no-selector';
  /** The value at each part of the selector; undefined where there is none. */
  readonly values: readonly (string | undefined)[];
  /** The events that the selector does not rule out, in the contract's order; the event alone when it is identified. */
  readonly candidates: readonly ContractEvent[];
}

/** Reads one part of the selector; undefined when the delivery has no text, number or boolean there. */
type Reader = (payload: Json, headers: Delivery['headers']) => string | undefined;

/** Identifies the events of one contract; `headers` is undefined when they are not known. */
export type EventIdentifier = (payload: Json, headers: Delivery['headers'] | undefined) => EventIdentification;

const identifiers = new WeakMap<Contract, EventIdentifier>();

/**
 * Finds out by the contract's selector which event a delivery is of. Takes constant time where the selector has one
 * part. `headers` is undefined when they are not known (a payload by itself): their parts then rule nothing out.
 */
export function identifyEvent(
  contract: Contract,
  payload: Json,
  headers: Delivery['headers'] | undefined,
): EventIdentification {
  return eventIdentifier(contract)(payload, headers);
}

/** `identifyEvent` for one contract and many deliveries. */
export function eventIdentifier(contract: Contract): EventIdentifier {
  const known = identifiers.get(contract);
  if (known !== undefined) return known;
  const identifier = createIdentifier(contract);
  identifiers.set(contract, identifier);
  return identifier;
}

function createIdentifier(contract: Contract): EventIdentifier {
  const readers = contract.selector.map(readerOf);
  const [only] = readers;
  if (only !== undefined && readers.length === 1) return createIndexed(contract, only);
  return (payload, headers) => {
    const values = readers.map((read) => read(payload, headers ?? []));
    return select(contract, values, headers !== undefined);
  };
}

/** A selector with one part: all its known values are looked up beforehand. */
function createIndexed(contract: Contract, read: Reader): EventIdentifier {
  const values = new Set(contract.events.flatMap((event) => event.match[0] ?? []));
  const byValue = new Map([...values].map((value) => [value, select(contract, [value], true)]));
  const hasOpenEvent = contract.events.some(({ match }) => match[0] === undefined);
  return (payload, headers) => {
    const value = read(payload, headers ?? []);
    const known = value === undefined ? undefined : byValue.get(value);
    if (known !== undefined) return known;
    if (value === undefined || hasOpenEvent) return select(contract, [value], headers !== undefined);
    return { event: undefined, reason: 'unknown', values: [value], candidates: noEvents };
  };
}

const noEvents: readonly ContractEvent[] = [];

function select(
  contract: Contract,
  values: readonly (string | undefined)[],
  headersKnown: boolean,
): EventIdentification {
  const { events, selector } = contract;
  if (selector.length === 0) {
    const event = events.length === 1 ? events[0] : undefined;
    return { event, reason: event === undefined ? 'no-selector' : 'only-event', values, candidates: events };
  }
  const isOpen = (index: number): boolean => !headersKnown && selector[index]?.kind === 'header';
  const fitting = events.filter(({ match }) =>
    selector.every((_, index) => isOpen(index) || fits(match[index], values[index])),
  );
  const candidates = mostSpecific(fitting);
  const [event] = candidates;
  if (event !== undefined && candidates.length === 1) return { event, reason: 'identified', values, candidates };
  const reason = event !== undefined ? 'ambiguous' : values.includes(undefined) ? 'missing' : 'unknown';
  return { event: undefined, reason, values, candidates };
}

function fits(known: readonly string[] | undefined, value: string | undefined): boolean {
  return known === undefined || (value !== undefined && known.includes(value));
}

/** Of events that fit, those win that name values at more parts: `push` with an action before `push` with any. */
function mostSpecific(events: readonly ContractEvent[]): readonly ContractEvent[] {
  const most = Math.max(...events.map(namedParts));
  return events.filter((event) => namedParts(event) === most);
}

function namedParts({ match }: ContractEvent): number {
  return match.filter((values) => values !== undefined).length;
}

function readerOf(part: SelectorPart): Reader {
  if (part.kind === 'pointer') {
    const tokens = parsePointer(part.pointer);
    return (payload) => scalarAt(payload, tokens);
  }
  const header = part.header.toLowerCase();
  return (_, headers) => headers.find(([name]) => name.toLowerCase() === header)?.[1];
}

function scalarAt(payload: Json, tokens: readonly string[]): string | undefined {
  let value: Json | undefined = payload;
  for (const token of tokens) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, token)) return undefined;
    value = (value as Readonly<Record<string, Json>>)[token];
  }
  return value === undefined || typeof value === 'object' ? undefined : String(value);
}
