import type { Json } from '../../util/json.ts';
import type { Exhibit, Sighting } from './summary.ts';

/** The capture that is being looked at. One object for all of them: there are millions. */
export interface Moment {
  /** Counts captures, so that one which shows the same thing twice counts once. */
  number: number;
  part: number;
  line: number;
  id: string;
  /** When it was received, in milliseconds since 1970; NaN when it does not say. */
  time: number;
  /** The payload, when exhibits shall hold it. */
  payload: Json | undefined;
}

/** A moment before the first capture. */
export function startMoment(): Moment {
  return { number: 0, part: 0, line: 0, id: '', time: Number.NaN, payload: undefined };
}

/** A sighting of what the capture of this moment shows; nothing is counted yet. */
export function firstSighting(moment: Moment, example: Json): Sighting {
  return { captures: 0, first: undefined, last: undefined, exhibit: exhibitOf(moment, example) };
}

export function exhibitOf({ part, line, id, payload }: Moment, example: Json): Exhibit {
  return { part, line, id, example, ...(payload === undefined ? {} : { payload }) };
}

/** Adds the capture of this moment to a sighting. */
export function addTime(sighting: { first: number | undefined; last: number | undefined }, time: number): void {
  if (Number.isNaN(time)) return;
  if (sighting.first === undefined || time < sighting.first) sighting.first = time;
  if (sighting.last === undefined || time > sighting.last) sighting.last = time;
}

/** The smaller and the greater of times that may be unknown. */
export function earliest(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);
}

export function latest(one: number | undefined, other: number | undefined): number | undefined {
  return one === undefined || other === undefined ? (one ?? other) : Math.max(one, other);
}

/** Adds a sighting of the same thing in another part of the input. */
export function addSighting(sum: Sighting, more: Sighting): void {
  sum.captures += more.captures;
  sum.first = earliest(sum.first, more.first);
  sum.last = latest(sum.last, more.last);
  if (isBefore(more.exhibit, sum.exhibit)) sum.exhibit = more.exhibit;
}

function isBefore(one: Exhibit, other: Exhibit): boolean {
  return one.part === other.part ? one.line < other.line : one.part < other.part;
}
