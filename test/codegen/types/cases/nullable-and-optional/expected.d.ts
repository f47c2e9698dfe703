/** The payload of any event, told apart by `type`. */
export type AcmeEvent = VisitEvent;

/** Payloads by the events' names. */
export interface AcmeEvents {
  visit: VisitEvent;
}

/** What types know about the contract acme@1.0.0. */
export interface AcmeContract {
  id: 'acme@1.0.0';
  events: AcmeEvents;
  authentication: 'unsigned';
}

export interface VisitEvent {
  a: string;
  b: string | null;
  c?: string;
  d?: string | null;
  e?: Place | null;
  f?: null;
  undescribed: unknown;
}

export interface Place {
  name?: string;
}
