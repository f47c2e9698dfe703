/** The payload of any event, told apart by `type`. */
export type AcmeEvent = MapsEvent;

/** Payloads by the events' names. */
export interface AcmeEvents {
  maps: MapsEvent;
}

/** What types know about the contract acme@1.0.0. */
export interface AcmeContract {
  id: 'acme@1.0.0';
  events: AcmeEvents;
  authentication: 'unsigned';
}

export interface MapsEvent {
  /** Each: How often. */
  counts: Record<string, number>;
  anything?: Record<string, unknown>;
  /** Its form is not documented. */
  undocumented?: object;
  empty?: object;
  lists?: Record<string, string[]>;
  /** Other properties: Another field. */
  named?: { phone?: string };
  closed?: { a?: string };
  /** May have other properties. */
  required?: { total: number };
  matched?: Record<string, string | number>;
  partly?: Record<string, unknown>;
  all?: Record<string, string>;
  listed?: { en?: string; de?: string };
  nested?: Record<string, Record<string, Thing>>;
}

export interface Thing {
  name?: string;
}
