import type { CaptureOrigin } from '../../checks/result.ts';
import type { Json } from '../../util/json.ts';
import type { Ranked } from './sketch.ts';

/** Where a capture stands among those that were read: by part of the input, then by line. */
export interface Exhibit {
  /** Number of the part that the capture was read from; parts are numbered in the order of the input. */
  readonly part: number;
  readonly line: number;
  /** Id of the capture. */
  readonly id: string;
  /** What stood at the place, without what it says. */
  readonly example: Json;
  /** The payload as it was; there when a proposal is to be made of it. */
  readonly payload?: Json;
}

/** How often something was seen. Times are in milliseconds since 1970, undefined when no capture states its time. */
export interface Sighting {
  /** How many captures showed it. */
  captures: number;
  first: number | undefined;
  last: number | undefined;
  /** The first capture that showed it. */
  exhibit: Exhibit;
}

/** The types of JSON as they are counted, in this order. */
export const jsonTypes = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object'] as const;

/** Something at a place that no schema describes. The key is its path. */
export interface Stranger extends Ranked, Sighting {
  readonly path: string;
  /** Path of what holds it when that is undocumented too. */
  readonly parent: string | undefined;
  /** Pointers to the schemas that say something about the object that holds it, for what stands directly in one. */
  readonly owners: readonly string[];
  /** How often it was there: arrays count each of their items. */
  count: number;
  /** How often it was an object. */
  objects: number;
  /** How often it had each type, in the order of `jsonTypes`. */
  readonly types: number[];
  /** The formats that all its texts have; undefined when it never was a text. */
  formats: readonly string[] | undefined;
  /** All its texts, when a proposal is to be made of them and they are few and short; undefined when not. */
  values: readonly string[] | undefined;
}

/** What a payload can be in the way of its schema. */
export type DeviationKind = 'type' | 'null' | 'format' | 'missing' | 'value' | 'unknown-value';

/** A way in which payloads break their schema, or an unknown value of an open set. */
export interface Deviation extends Ranked, Sighting {
  readonly kind: DeviationKind;
  readonly path: string;
  readonly keyword: string;
  /** Where the contract says so: `#/definitions/...`. */
  readonly schemaPointer: string;
  /** What the schema wants, as a sentence part without any value of the payload. */
  readonly wants: string;
  /** Type of what was there. */
  readonly type: string;
  /** The value, for one that is outside of a set. */
  readonly value?: Json;
  /** Whether the value is shown without what it says. */
  readonly isMasked?: boolean;
}

/** How often a documented property was there, of how many objects that could have had it. */
export interface Presence {
  count: number;
  of: number;
  /** Whether the schema demands it. */
  required: boolean;
}

/** What was seen of one event in one kind of traffic. */
export interface TrafficSummary {
  total: number;
  first: number | undefined;
  last: number | undefined;
  /** Documented properties by path. */
  readonly places: ReadonlyMap<string, Presence>;
  readonly strangers: readonly Stranger[];
  /** Captures with undocumented properties. */
  strange: number;
  /** How often a property was undocumented, those that are not listed among them. */
  strangeProperties: number;
  readonly deviations: readonly Deviation[];
  /** How many deviations were found, those that are not listed among them. */
  deviating: number;
  /** Captures, at most a few, that may become examples. */
  readonly samples: readonly Sample[];
}

/** A capture that may become an example. */
export interface Sample extends Ranked {
  readonly payload: Json;
  readonly attested: boolean;
}

/** How many captures of an origin there were, how many are valid, and how many of those are described to the last value. */
export interface Conformance {
  total: number;
  valid: number;
  described: number;
}

/** Which captures findings are about: live ones, or all others. */
export type TrafficKind = 'live' | 'other';

/** What was seen of one event. */
export interface EventSummary {
  readonly conformance: Readonly<Record<CaptureOrigin, Conformance>>;
  readonly traffic: Readonly<Record<TrafficKind, TrafficSummary>>;
}

/** An event that a contract does not have; the key is the selector's values. */
export interface UnknownEvent extends Ranked, Sighting {
  readonly values: readonly (string | null)[];
  readonly kind: TrafficKind;
  /** The form of its payloads: all of it is undocumented. */
  readonly strangers: readonly Stranger[];
}

/** What was seen of one contract. */
export interface ContractSummary {
  readonly events: ReadonlyMap<string, EventSummary>;
  readonly unknown: readonly UnknownEvent[];
  /** Captures with an unknown event, those that are not listed among them. */
  unknownCaptures: Record<TrafficKind, number>;
}

/** Captures of an event of a vendor that no contract of the run is about; the key is both. */
export interface OtherCaptures extends Ranked {
  readonly vendor: string;
  /** As it was recorded; undefined when nobody had recognised it. */
  readonly event: string | undefined;
  captures: number;
}

/** Captures about which nothing can be said. */
export interface Leftovers {
  /** The body is not JSON. */
  notJson: Sighting | undefined;
  /** No contract of the run has to do with it, and it does not say that it is another vendor's. */
  noContract: Sighting | undefined;
  /** Captures that say they are of vendors whose contracts are not in the run. */
  others: readonly OtherCaptures[];
  /** It states no time, and only those of a certain time were asked for. */
  withoutTime: number;
  /** It is older than what was asked for. */
  older: number;
}

/** What was seen in a window of time. */
export interface WindowSummary {
  /** By contract id. */
  readonly contracts: ReadonlyMap<string, ContractSummary>;
}

/** What was seen in a part of the input: plain data, which a structured clone keeps. */
export interface DriftSummary {
  readonly now: WindowSummary;
  /** What the baseline holds. */
  readonly before: WindowSummary;
  readonly leftovers: Leftovers;
  /** Captures that were read. */
  captures: number;
}

/** Most undocumented places of one event that are listed. */
export const mostStrangers = 2000;
/** Most deviations of one event that are listed, and most unknown values of one place. */
export const mostDeviations = 2000;
export const mostValues = 100;
/** Most unknown events of one contract that are listed, and undocumented places of each. */
export const mostUnknownEvents = 200;
export const mostPlacesOfUnknown = 300;
/** Most pairs of a vendor and an event that are left aside and listed. */
export const mostOthers = 200;
/** Most texts of one undocumented place that are kept for a proposal, and how long each of them may be. */
export const mostTexts = 24;
export const longestText = 64;
/** Most captures of one event that are kept for examples. */
export const mostSamples = 3;
