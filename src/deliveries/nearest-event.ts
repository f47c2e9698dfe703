import type { Contract, ContractEvent } from '../asyncapi/model.ts';
import { at, child } from '../json-schema/pointer.ts';
import { findUndocumented } from '../json-schema/strict.ts';
import { TooManySteps } from '../json-schema/explain.ts';
import { SchemaCompileError } from '../json-schema/validate.ts';
import type { Validator, Violation } from '../json-schema/validate.ts';
import { isObject } from '../util/json.ts';
import type { Json } from '../util/json.ts';
import { editDistance } from '../util/nearest.ts';

/** An event that a payload resembles. */
export interface EventResemblance {
  readonly contract: Contract;
  readonly event: ContractEvent;
  /** Likeness of the selector's values, from 0 to 1 (the same). */
  readonly name: number;
  /** Share of the payload's places that the event's schema describes, from 0 to 1. */
  readonly shape: number;
  /** How the payload breaks the event's schema, apart from the selector. */
  readonly violations: readonly Violation[];
}

/** Longer selector values are not compared letter by letter. */
const longestName = 200;

/** A payload with more places is compared by its selector's value alone. */
const mostPlaces = 20_000;

/** Below both, a payload has nothing to do with an event. */
const leastName = 0.6;
/** A word of a name with less in common with that at the same place is another word. */
const leastWord = 0.5;
const leastShape = 0.34;

/**
 * The events that a payload which no event accepts resembles most, the most alike first: by the selector's value (few
 * edits apart) and by shape (described places, few violations). Events whose schema cannot be used resemble nothing.
 */
export function nearestEvents(
  payload: Json,
  contracts: readonly Contract[],
  validatorOf: (contract: Contract) => Validator,
): EventResemblance[] {
  const places = countPlaces(payload);
  return contracts
    .flatMap((contract) =>
      contract.events.map((event) =>
        usable(() => resemblance(contract, event, payload, places, validatorOf(contract))),
      ),
    )
    .filter((found) => found !== undefined)
    .filter(({ name, shape }) => name >= leastName || shape >= leastShape)
    .toSorted((one, other) => score(other) - score(one));
}

function usable<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof SchemaCompileError || error instanceof TooManySteps) return undefined;
    throw error;
  }
}

/** A name that is nearly right (a slip of the pen) says more than a shape, which the events of one vendor share. */
function score({ name, shape, violations }: EventResemblance): number {
  return (name >= leastName ? 4 * name ** 2 : 0) + shape - Math.min(violations.length, 20) / 20;
}

function resemblance(
  contract: Contract,
  event: ContractEvent,
  payload: Json,
  places: number,
  validator: Validator,
): EventResemblance {
  const name = nameLikeness(contract, event, payload);
  if (places > mostPlaces) return { contract, event, name, shape: 0, violations: [] };
  const violations = validator
    .compile(event.payload)
    .violations(payload)
    .filter((violation) => !isAboutSelector(violation, contract));
  if (violations.some(({ pointer, keyword }) => pointer === '' && keyword === 'type'))
    return { contract, event, name, shape: 0, violations };
  const undescribed = findUndocumented(validator, event.payload, payload)
    .filter(({ kind, inner }) => kind === 'property' && inner === undefined)
    .reduce((sum, { value }) => sum + 1 + countPlaces(value), 0);
  // Where the selector looks, every event of the vendor has a place: that says nothing of the shape.
  const own = contract.selector.filter((part) => part.kind === 'pointer' && at(payload, part.pointer) !== undefined);
  const telling = places - own.length;
  const shape = telling <= 0 ? 0 : Math.max(0, telling - undescribed) / telling;
  return { contract, event, name, shape, violations };
}

/** The selector's own value differs, or is missing: that is said apart. */
function isAboutSelector({ pointer, keyword, expected }: Violation, contract: Contract): boolean {
  const place = keyword === 'required' && typeof expected === 'string' ? child(pointer, expected) : pointer;
  return contract.selector.some((part) => part.kind === 'pointer' && part.pointer === place);
}

/** The best likeness of a value that the selector finds in the payload. */
function nameLikeness(contract: Contract, event: ContractEvent, payload: Json): number {
  const likenesses = contract.selector.flatMap((part, index) => {
    const value = part.kind === 'pointer' ? at(payload, part.pointer) : undefined;
    return typeof value === 'string' ? (event.match[index] ?? []).map((known) => likeness(value, known)) : [];
  });
  return Math.max(0, ...likenesses);
}

function likeness(one: string, other: string): number {
  if (one.length > longestName || other.length > longestName) return one === other ? 1 : 0;
  const [words, others] = [wordsOf(one), wordsOf(other)];
  // What is called alike is one thing misspelt; ticket_created and visit.created are two things that were created.
  if (words.length === others.length && words.some((word, index) => alike(word, others[index] ?? '') < leastWord))
    return 0;
  return alike(one, other);
}

function wordsOf(name: string): string[] {
  return name.split(/[^\p{L}\p{N}]+|(?<=\p{Ll})(?=\p{Lu})/u).filter((word) => word !== '');
}

function alike(one: string, other: string): number {
  return 1 - editDistance(one.toLowerCase(), other.toLowerCase()) / Math.max(one.length, other.length, 1);
}

/** Properties and items at all depths; counts without recursion, and no further than it matters. */
function countPlaces(payload: Json): number {
  let count = 0;
  const waiting: Json[] = [payload];
  for (let value = waiting.pop(); value !== undefined && count <= mostPlaces; value = waiting.pop()) {
    const below = isObject(value) ? Object.values(value) : Array.isArray(value) ? (value as readonly Json[]) : [];
    count += below.length;
    for (const member of below) waiting.push(member);
  }
  return count;
}
