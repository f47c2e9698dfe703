import type { Json } from '../../util/json.ts';
import type { PreparedSchema } from '../prepare.ts';
import type { Applied } from './applied.ts';
import type { References } from './gather.ts';
import type { Random } from './random.ts';

/** One sample on its way. */
export interface Draw {
  readonly random: Random;
  /** Probability of a property or item that need not be there. */
  readonly optional: number;
  /** Probability of null where something else can be, too. */
  readonly nulls: number;
  /** The places that the present one stands in, outermost first. */
  readonly path: Plan[];
  /** How many values may follow before only those are made that must be. */
  left: number;
}

/** Makes values of one type for the place of its schemas. */
export interface Maker {
  /** False when no such value exists as far as the schemas tell at a glance. */
  isPossible(): boolean;
  /** How deep the flattest value is nested; infinite when only one in `seen` could be it. */
  height(seen: ReadonlySet<Plan>): number;
  /** @param name of the property that holds the value, or of the one that holds its array */
  make(draw: Draw, name: string): Json;
}

/** All that is to be known about a place to make values for it. Made once for a set of schemas. */
export type Plan = Maker;

/** Makes plans, and answers what makers ask about schemas. */
export interface Planner {
  readonly references: References;
  planOf(schemas: readonly Applied[]): Plan;
  /** Whether a value is valid under a prepared schema. */
  holds(schema: PreparedSchema, value: Json): boolean;
}

/** Where values of this many levels hold one another, only what must be there is made. */
export const deepest = 24;

/** Texts of more characters, and arrays and objects of more members, are made for no schema. */
export const largest = 10_000;

/** Thrown when a value grows without end. */
export class SampleTooLarge extends Error {
  override readonly name = 'SampleTooLarge';
}

/** Whether what need not be there is left out from here on. */
export function isFrugal(draw: Draw): boolean {
  return draw.left <= 0 || draw.path.length >= deepest;
}
