/** The payload of any event, told apart by `type`. */
export type AcmeEvent =
  | AgreeingEvent
  | DisagreeingEvent
  | NarrowedEvent
  | BelowEvent
  | MapEvent;

/** Payloads by the events' names. */
export interface AcmeEvents {
  agreeing: AgreeingEvent;
  disagreeing: DisagreeingEvent;
  narrowed: NarrowedEvent;
  below: BelowEvent;
  map: MapEvent;
}

/** What types know about the contract acme@1.0.0. */
export interface AcmeContract {
  id: 'acme@1.0.0';
  events: AcmeEvents;
  authentication: 'unsigned';
}

export type AgreeingEvent = Left & Right;

export interface DisagreeingEvent {
  shared: string;
  left?: number;
  other?: number;
}

export interface NarrowedEvent extends Left, Other {
  shared: 'both';
}

export interface BelowEvent extends Lower {
  own: boolean;
}

export type MapEvent = Left;

export interface Left {
  shared: string;
  left?: number;
}

export interface Right {
  shared: string;
  right?: number;
}

export interface Other {
  shared?: string | number;
  other?: number;
}

export interface Lower extends Left {
  own?: boolean;
}

export type Labels = Record<string, string | number>;
