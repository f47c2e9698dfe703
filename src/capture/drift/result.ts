import type { CaptureOrigin } from '../../checks/result.ts';
import type { Approval } from '../../config/approvals.ts';
import type { Finding, Place } from '../../findings/finding.ts';
import type { Rule } from '../../findings/rule.ts';
import type { Severity } from '../../findings/severity.ts';
import type { Json } from '../../util/json.ts';
import type { Conformance } from './summary.ts';

/** What a run over captures found. Plain data: it survives `structuredClone` and `JSON.stringify`. */
export interface DriftResult {
  /** Version of counterfoil that made the result. */
  readonly toolVersion: string;
  /** `fail` when a finding is as grave as `failOn` or graver. */
  readonly verdict: 'pass' | 'fail';
  readonly failOn: 'error' | 'warning';
  /** From when on captures count, RFC 3339; all of them when absent. */
  readonly since?: string;
  /** What the present is held against; absent when there is no baseline. */
  readonly baseline?: string;
  /** Captures that were read. */
  readonly captures: number;
  readonly leftOut: DriftLeftOut;
  /** Sorted by id. */
  readonly contracts: readonly ContractDrift[];
  /** What running receivers have counted. */
  readonly receivers: readonly ReceiverCounts[];
  /** In the order of `compareFindings`. */
  readonly findings: readonly Finding[];
  readonly counts: Readonly<Record<Severity, number>>;
  /** The catalog rows of the rules that `findings` name, sorted by id. */
  readonly rules: readonly Rule[];
}

/** Captures about which nothing is said. */
export interface DriftLeftOut {
  readonly notJson: number;
  /** Those that no contract of the run has to do with, `others` among them. */
  readonly noContract: number;
  /** Captures that say they are of vendors whose contracts are not in the run, by vendor and event; 200 of them at most. */
  readonly others: readonly { readonly vendor: string; readonly event?: string; readonly captures: number }[];
  readonly withoutTime: number;
  readonly older: number;
}

/** What captures of one contract are like. */
export interface ContractDrift {
  /** `<vendor>@<version>`. */
  readonly id: string;
  readonly vendor: string;
  readonly version: string;
  /** The AsyncAPI document's own file. */
  readonly file: string;
  /** Which captures drifts are about: `live` when there is any, else `other`; `none` when there is no capture. */
  readonly basis: 'live' | 'other' | 'none';
  /** How many captures those are, of events that the contract has. */
  readonly captures: number;
  /** In the order of the contract. */
  readonly events: readonly EventDrift[];
  /** By event in the order of the contract, the gravest first. */
  readonly drifts: readonly Drift[];
  /** What is not listed because there is too much of it: sentences. */
  readonly limits: readonly string[];
}

/** What captures of one event are like. */
export interface EventDrift {
  readonly event: string;
  readonly conformance: Readonly<Record<CaptureOrigin, Conformance>>;
  /** How many captures drifts are about. */
  readonly captures: number;
  /** When the first and the last of them came, RFC 3339. */
  readonly first?: string;
  readonly last?: string;
  /** How many there are in the baseline, when there is one. */
  readonly before?: number;
  /** How often each documented property is there, of how many objects that could have it. Paths fold items and map keys. */
  readonly places: readonly PlacePresence[];
}

export interface PlacePresence {
  readonly path: string;
  readonly count: number;
  readonly of: number;
}

/** One way in which captures and contract disagree. */
export interface Drift {
  /** Rule id. */
  readonly rule: string;
  readonly severity: Severity;
  /** Name to approve it by. */
  readonly fingerprint: string;
  readonly outcome: 'new' | 'approved';
  readonly approval?: Approval;
  /** Undefined for what is about the whole contract. */
  readonly event: string | undefined;
  /** Where in the payload, as a JSON Pointer with `*` for array items and map keys; empty for the event as a whole. */
  readonly path: string;
  /** A sentence without the path. */
  readonly what: string;
  /** How many captures show it, of how many. */
  readonly captures: number;
  readonly of: number;
  /** When it was first and last seen, RFC 3339. */
  readonly first?: string;
  readonly last?: string;
  /** What stood there, without what it says. */
  readonly example?: Json;
  /** How often it had each type, for an undocumented property. */
  readonly types?: Readonly<Record<string, number>>;
  /** What stands below an undocumented property. */
  readonly fields?: readonly DriftField[];
  /** Where it was first seen, or where the contract says otherwise. */
  readonly place: Place;
  /** Id of the capture that showed it first. */
  readonly capture?: string;
  /** Where the contract says otherwise: `<file>#<pointer>`. */
  readonly schema?: string;
}

/** Something within an undocumented property. */
export interface DriftField {
  readonly path: string;
  readonly captures: number;
  readonly types: Readonly<Record<string, number>>;
  readonly example: Json;
}

/** What a running receiver has counted: the deliveries and findings of its report. */
export interface ReceiverCounts {
  readonly file: string;
  readonly deliveries: number;
  readonly findings: readonly {
    readonly vendor: string;
    readonly event: string;
    readonly rule: string;
    readonly count: number;
  }[];
}
