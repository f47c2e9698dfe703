import type { InputKind, InputProblem } from './parse-input.ts';

/** What a pasted text is. Plain data. */
export interface IdentifyResult {
  /** What the text was taken for; undefined when it is nothing that can be read. */
  readonly kind: InputKind | undefined;
  /** What in the text could not be read. */
  readonly problems: readonly InputProblem[];
  /** One entry per delivery in the text, in order. */
  readonly deliveries: readonly IdentifiedDelivery[];
}

/** What one delivery is. */
export interface IdentifiedDelivery {
  /**
   * `accepted`: an event of a contract accepts the payload. `deviates`: its event is known and the payload breaks the
   * schema. `unknown`: no contract knows the event; `nearest` says what comes close.
   */
  readonly verdict: 'accepted' | 'deviates' | 'unknown';
  /** One entry per contract, the best match first. */
  readonly matches: readonly ContractMatch[];
  /** The best of `matches`, unless the verdict is `unknown`. */
  readonly best: ContractMatch | undefined;
  /** At most three events that come close, when no contract knows the event; the closest first. */
  readonly nearest: readonly NearestEvent[];
  /** What the verdict does not turn on, and a receiver should know: a name that stands twice in one object. */
  readonly warnings: readonly Deviation[];
  /** What to do next: sentences. */
  readonly next: readonly string[];
}

/** What one contract says about a delivery. */
export interface ContractMatch {
  /** Contract id, `<vendor>@<version>`. */
  readonly contract: string;
  readonly vendor: string;
  readonly version: string;
  /** `not-its-event`: its selector finds no event of this contract; `unusable`: its schema does not compile. */
  readonly status: 'accepted' | 'deviates' | 'not-its-event' | 'unusable';
  readonly event: string | undefined;
  /** Why the contract has no event for it, or why it is unusable: a sentence. */
  readonly reason?: string;
  /** The header that proves where a delivery comes from, and whether it is there; absent when the headers are not known. */
  readonly proof?: { readonly header: string; readonly present: boolean };
  /** How the payload breaks the schema; at most 100. */
  readonly deviations: readonly Deviation[];
  /** What the schema lets through and does not describe: the strict profile reports it; at most 100. */
  readonly undocumented: readonly Deviation[];
}

/** One thing about the payload, with its place in the text where that can be told. */
export interface Deviation {
  readonly pointer: string;
  /** A sentence part without the place: `must be a string, got number 12`. */
  readonly message: string;
  /** Where the contract's schemas say so, for a broken rule. */
  readonly schemaPointer?: string;
  readonly line?: number;
  readonly column?: number;
}

/** Says for people where a rule of a contract's schemas stands; a pointer as `Deviation.schemaPointer` has it. */
export type RulePlace = (contract: string, schemaPointer: string) => string;

/** An event that the payload resembles. */
export interface NearestEvent {
  readonly contract: string;
  readonly event: string;
  /** What would have to be different for the event to accept the payload, the selector's value first. */
  readonly deviations: readonly Deviation[];
}
