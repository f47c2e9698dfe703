import type { Json } from '../../util/json.ts';
import type { AtomFormula } from '../algebra/formula.ts';

/** The answer to "does any value satisfy this?". */
export type Outcome = Found | None | Unsure;

/** A value that satisfies it. */
export interface Found {
  readonly status: 'found';
  readonly value: Json;
}

/** No value does: proven. */
export interface None {
  readonly status: 'none';
  /** Decisions that the proof rests on, one bit each; the proof holds whatever the others are. */
  readonly because: bigint;
}

/** Neither a value nor a proof was found. */
export interface Unsure {
  readonly status: 'unsure';
  readonly reason: string;
}

/** An atom that must hold, and the decisions because of which it must. */
export interface Demand {
  readonly atom: AtomFormula;
  readonly because: bigint;
}

export const found = (value: Json): Found => ({ status: 'found', value });
export const none = (because: bigint): None => ({ status: 'none', because });
export const unsure = (reason: string): Unsure => ({ status: 'unsure', reason });

/** All decisions that the demands rest on. */
export function allReasons(demands: Iterable<{ readonly because: bigint }>): bigint {
  let because = 0n;
  for (const demand of demands) because |= demand.because;
  return because;
}
