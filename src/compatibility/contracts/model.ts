import type { Json } from '../../util/json.ts';
import type { SchemaChange } from '../change.ts';
import type { Relation } from '../includes.ts';

/**
 * Whom a change can hurt. `forward`: old receivers that get new deliveries. `backward`: new receivers that read old
 * captures.
 */
export type Direction = 'forward' | 'backward';

export const directions: readonly Direction[] = ['forward', 'backward'];

/** Which step of the version a difference demands: old receivers can break, something was added, words only, none. */
export type Bump = 'major' | 'minor' | 'patch' | 'none';

/** A verdict with the places where the receiver's validator refuses the witness. */
export type Judgement =
  | { readonly status: 'compatible' }
  | { readonly status: 'incompatible'; readonly witness: Json; readonly refusals: readonly Refusal[] }
  | { readonly status: 'undecided'; readonly reason: string };

/** Where and why a receiver refuses a witness. */
export interface Refusal {
  /** JSON Pointer into the witness. */
  readonly pointer: string;
  /** Pointer into the receiver's schemas: `/definitions/<name>/...`. */
  readonly schemaPointer: string;
  /** A sentence part: `must be a string, got an object`. */
  readonly message: string;
  /** JSON Pointer to what is at stake: the refused value, or the property that is missing. */
  readonly field: string;
}

/** Two schemas held against each other, in both directions. */
export interface SchemaJudgement {
  readonly forward: Judgement;
  readonly backward: Judgement;
  /** What differs between the schemas, words left out. */
  readonly changes: readonly SchemaChange[];
}

/** A difference between schemas, with the events whose payloads or headers it concerns. */
export interface EventSchemaChange extends SchemaChange {
  readonly events: readonly string[];
}

/** One difference between two contracts. */
export interface Change {
  /** Rule id, `compatibility/<name>`. */
  readonly rule: string;
  /** The events concerned; empty when it concerns the contract as a whole. */
  readonly events: readonly string[];
  /** The one event whose own words these are; undefined for a shared model and for the contract as a whole. */
  readonly owner: string | undefined;
  /** Where: `/definitions/<name>/...` in the schemas, else the part of the contract: `/selector`, `/delivery/timeout`. */
  readonly pointer: string;
  /** Which contract `pointer` leads into. */
  readonly side: 'older' | 'newer';
  /** Whom it hurts, as far as is proven or must be feared; empty when nobody. */
  readonly hurts: readonly Direction[];
  /** One sentence. */
  readonly message: string;
  /** What was there and what is there now, without words; absent where there is nothing. */
  readonly older?: Json;
  readonly newer?: Json;
  /** What changed at this place of the schemas. */
  readonly because?: readonly string[];
  /** Digest over all changes in the schemas concerned that may take part in it. */
  readonly cause?: string;
  /** Payloads that prove it, one for each direction that it hurts and that could be proven. */
  readonly witnesses: readonly Witness[];
  /** The reason, when the newer contract says that it corrects our own reading. */
  readonly correction?: string;
  /** What captures say about it: `present in 412 of 412 live captures of "order.paid"`. */
  readonly weight?: string;
}

/** A payload that one side may send and the other refuses. */
export interface Witness {
  readonly direction: Direction;
  /** Event that the payload belongs to. */
  readonly event: string;
  /** What the payload is: a body, or the headers. */
  readonly part: 'payload' | 'headers';
  readonly payload: Json;
  readonly refusals: readonly Refusal[];
}

/** What became of one event. */
export interface EventComparison {
  readonly event: string;
  readonly status: 'added' | 'removed' | 'changed' | 'same';
  /** Of a removed event: the added one that is likely its new name; of an added one: the former name. */
  readonly likely?: string;
  /** Absent for events that only one contract has. */
  readonly payload?: SchemaJudgement;
  readonly headers?: SchemaJudgement;
}

/** Two contracts held against each other. Plain data. */
export interface ContractComparison {
  readonly older: ContractName;
  readonly newer: ContractName;
  readonly relation: Relation;
  /** Old receivers, new deliveries: over all events and the contract as a whole. */
  readonly forward: Judgement['status'];
  /** New receivers, old captures. */
  readonly backward: Judgement['status'];
  /** What the difference demands when nothing is approved. */
  readonly bump: Bump;
  /** Events of the newer contract in its order, then the removed ones. */
  readonly events: readonly EventComparison[];
  /** Those that hurt first. */
  readonly changes: readonly Change[];
  /** What differs between the schemas in detail. The verdicts say what it means. */
  readonly schemaChanges: readonly EventSchemaChange[];
}

export interface ContractName {
  readonly id: string;
  readonly vendor: string;
  readonly version: string;
}
