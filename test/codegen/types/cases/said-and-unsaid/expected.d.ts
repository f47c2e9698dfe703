// problem: /definitions/events.impossible ImpossibleEvent can have no value: what its schema says contradicts itself.
// problem: /definitions/events.untyped The schema describes an object and lets everything else through too: "type": "object" is missing.
// problem: /definitions/events.contradiction ContradictionEvent can have no value: what its schema says contradicts itself.
/** The payload of any event, told apart by `type`. */
export type AcmeEvent =
  | NothingEvent
  | ImpossibleEvent
  | UntypedEvent
  | UntypedNarrowedEvent
  | ContradictionEvent
  | ValuesEvent;

/** Payloads by the events' names. */
export interface AcmeEvents {
  nothing: NothingEvent;
  impossible: ImpossibleEvent;
  untyped: UntypedEvent;
  'untyped-narrowed': UntypedNarrowedEvent;
  contradiction: ContradictionEvent;
  values: ValuesEvent;
}

/** What types know about the contract acme@1.0.0. */
export interface AcmeContract {
  id: 'acme@1.0.0';
  events: AcmeEvents;
  authentication: 'unsigned';
}

export type NothingEvent = unknown;

export type ImpossibleEvent = never;

export type UntypedEvent = { a?: string } | unknown[] | string | number | boolean | null;

export interface UntypedNarrowedEvent {
  a: string;
  b: unknown;
}

export interface ContradictionEvent {
  a: never;
}

export interface ValuesEvent {
  a: { x: [1, 'two', null]; y: true };
  b?: [] | [[1]] | object;
  c?: never;
  d?: unknown;
  e: unknown;
  f?: unknown;
  /** Format: int64. */
  g?: number;
  h?: string;
  i?: never;
}
