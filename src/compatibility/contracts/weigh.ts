import type { Change } from './model.ts';
import { eventRemoved } from './rules.ts';

/** How many live captures of an event there are, and in how many of them a place is there. */
export interface EventPresence {
  readonly total: number;
  /** By JSON Pointer into the payload. */
  readonly present: ReadonlyMap<string, number>;
}

/** The places of payloads that changes are about, by event: the field that is refused, or the one that is missing. */
export function placesToCount(changes: readonly Change[]): Map<string, Set<string>> {
  const places = new Map<string, Set<string>>();
  for (const change of changes) {
    const place = placeOf(change);
    if (place === undefined) continue;
    for (const event of change.events) places.set(event, (places.get(event) ?? new Set()).add(place));
  }
  return places;
}

/**
 * What live captures say about a change: how many of them have what the change is about.
 *
 * @param counts by event; events without live captures may be missing
 * @returns undefined when no live capture of the events was counted
 */
export function weigh(change: Change, counts: ReadonlyMap<string, EventPresence>): string | undefined {
  const place = placeOf(change);
  const counted = change.events.flatMap((event) => {
    const of = counts.get(event);
    return of === undefined || of.total === 0 || place === undefined ? [] : [{ event, of }];
  });
  const [first, ...others] = counted;
  if (first === undefined || place === undefined) return undefined;
  const present = counted.reduce((sum, { of }) => sum + (of.present.get(place) ?? 0), 0);
  const total = counted.reduce((sum, { of }) => sum + of.total, 0);
  const of = others.length === 0 ? `"${first.event}"` : `${counted.length} events`;
  if (place === '') return `${total} live captures of ${of}`;
  return `${place} is present in ${present} of ${total} live captures of ${of}`;
}

/** Where in payloads a change shows: at its first witness; for an event as a whole, the payload. */
function placeOf({ rule, pointer, witnesses }: Change): string | undefined {
  const [witness] = witnesses;
  if (witness === undefined) return rule === eventRemoved.id ? '' : undefined;
  if (witness.part !== 'payload') return undefined;
  const refusal = witness.refusals.find(({ schemaPointer }) => schemaPointer === pointer) ?? witness.refusals[0];
  return refusal?.field;
}
