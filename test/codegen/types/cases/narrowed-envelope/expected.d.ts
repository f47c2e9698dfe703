/** The payload of any event, told apart by `type`. */
export type AcmeEvent = TicketCreatedEvent | TicketCalledEvent | TicketMovedEvent;

/** Payloads by the events' names. */
export interface AcmeEvents {
  'ticket.created': TicketCreatedEvent;
  'ticket.called': TicketCalledEvent;
  'ticket.moved': TicketMovedEvent;
}

/** What types know about the contract acme@1.0.0. */
export interface AcmeContract {
  id: 'acme@1.0.0';
  events: AcmeEvents;
  authentication: 'unsigned';
}

export interface TicketCreatedEvent extends Envelope {
  type: 'ticket.created';
}

/** Somebody is called. */
export interface TicketCalledEvent extends Envelope {
  type: 'ticket.called';
  data: { ticket: Ticket & { status: 'called'; desk: Desk } };
  note: string;
}

export interface TicketMovedEvent extends Envelope, Timed {
  type: 'ticket.moved';
}

/** Around every ticket. */
export interface Envelope {
  /** Which event it is. */
  type: string;
  /** What staff noted. */
  note?: string;
  /** What it is about. */
  data: { ticket: Ticket };
}

export interface Timed {
  /** Format: date-time. */
  at: string;
}

export interface Ticket {
  id: string;
  /** Other values may come. */
  status: 'waiting' | 'called' | (string & {});
  desk?: Desk;
}

export interface Desk {
  name: string;
}
