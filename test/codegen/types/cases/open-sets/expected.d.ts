/** The payload of any event, told apart by `type`. */
export type AcmeEvent = OrderPlacedEvent;

/** Payloads by the events' names. */
export interface AcmeEvents {
  'order.placed': OrderPlacedEvent;
}

/** What types know about the contract acme@1.0.0. */
export interface AcmeContract {
  id: 'acme@1.0.0';
  events: AcmeEvents;
  authentication: 'unsigned';
}

export interface OrderPlacedEvent {
  type: 'order.placed';
  /** How far the order has come. Other values may come. */
  status: 'open' | 'paid' | (string & {});
  /**
   * Where it came from. Other values may come.
   *
   * - `web`: The shop's own pages.
   * - `pos`: A till, see *\/ the manual.
   */
  channel?: 'web' | 'pos' | (string & {});
  /** Other values may come. */
  priority?: 1 | 2 | (number & {});
  /** Other values may come. */
  nullable?: 'a' | (string & {}) | null;
  /** Other values may come. */
  beside?: 'a' | (string & {}) | null;
  /** Other values may come. */
  extensible?: 'red' | 'green' | (string & {});
  closed?: 'left' | 'right';
  mixed?: 1 | '1' | true | 1.5 | -2 | null;
  both?: boolean;
}
