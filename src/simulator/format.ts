import type { Json } from '../util/json.ts';

/** The content of `scenarios.yaml`, in the shape of `scenarios.schema.json`. Durations are in seconds. */
export interface Scenarios {
  readonly scenarios: 1;
  /** RFC 3339, in UTC. */
  readonly start: string;
  readonly arrivals: Duration;
  /** Kind that visitors stand in line for. */
  readonly line: string;
  readonly population: Readonly<Record<string, Kind>>;
  readonly ticket: TicketSource;
  /** Payload with expressions, by event. */
  readonly events: Readonly<Record<string, Json>>;
  readonly occasions?: readonly OccasionSpec[];
  readonly lifecycles: Readonly<Record<string, Lifecycle>>;
}

export type Duration =
  | number
  | { readonly uniform: readonly [least: number, most: number] }
  | { readonly mean: number }
  | { readonly until: string };

export interface Kind {
  readonly count: number;
  readonly per?: string;
  readonly values?: Json;
}

/** Changes to what is known of a visitor: removals first, then values in their order. */
export interface Changes {
  readonly remove?: readonly string[];
  readonly set?: Readonly<Record<string, Json>>;
}

export interface TicketSource extends Changes {
  readonly sample: string;
  readonly at: string;
  readonly optional?: number;
  readonly nulls?: number;
}

export interface OccasionSpec extends Changes {
  readonly event: string;
  readonly each: string;
  readonly after: Duration;
}

export interface Step extends Changes {
  readonly emit?: readonly string[];
}

export interface Birth extends Step {
  readonly to: string;
}

export interface Transition extends Birth {
  readonly weight?: number;
  readonly after: Duration;
  readonly take?: string;
  readonly release?: boolean;
}

export interface State {
  readonly line?: boolean;
  readonly moved?: Step;
  readonly next?: readonly Transition[];
}

export interface Lifecycle {
  readonly weight?: number;
  readonly born: Birth;
  readonly states: Readonly<Record<string, State>>;
}
