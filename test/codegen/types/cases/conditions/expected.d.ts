/** The payload of any event, told apart by `type`. */
export type AcmeEvent =
  | ClosedEvent
  | OpenEvent
  | ChainEvent
  | DecidedEvent
  | RefusedEvent
  | DependentEvent;

/** Payloads by the events' names. */
export interface AcmeEvents {
  closed: ClosedEvent;
  open: OpenEvent;
  chain: ChainEvent;
  decided: DecidedEvent;
  refused: RefusedEvent;
  dependent: DependentEvent;
}

/** What types know about the contract acme@1.0.0. */
export interface AcmeContract {
  id: 'acme@1.0.0';
  events: AcmeEvents;
  authentication: 'unsigned';
}

export type ClosedEvent =
  | { kind: 'booking'; time: string }
  | { kind: 'block'; time?: string; reason: string }
  | { kind: 'walk-in'; time?: string };

export interface OpenEvent {
  /** Other values may come. */
  kind: 'walk-in' | 'booking' | (string & {});
  /**
   * When.
   *
   * Always there when `kind` is `booking`.
   */
  time?: string;
  /**
   * How.
   *
   * {@link Queue} when `kind` is `walk-in`.
   */
  settings?: Queue | object;
  /** Only when `kind` is `booking`. */
  slot?: number;
}

export type ChainEvent =
  | { level: 1; one: string }
  | { level: 2; two: string }
  | { level: 3; three: string };

export interface DecidedEvent {
  kind: 'booking';
  time: string;
}

export interface RefusedEvent {
  a: string;
  b: 'x';
  c: string;
}

export interface DependentEvent {
  card?: string;
  /** Always there when `card` is there. */
  address?: string;
}

export interface Queue {
  line: string;
}
