/** The payload of any event, told apart by `type`. */
export type AcmeEvent = PaymentEvent | SubjectEvent | WholeEvent;

/** Payloads by the events' names. */
export interface AcmeEvents {
  payment: PaymentEvent;
  subject: SubjectEvent;
  whole: WholeEvent;
}

/** What types know about the contract acme@1.0.0. */
export interface AcmeContract {
  id: 'acme@1.0.0';
  events: AcmeEvents;
  authentication: 'unsigned';
}

export type PaymentEvent = {
  /** Id of the payment. */
  id: string;
  amount: number;
  currency: string;
} & (
  | { method: 'card'; card: Card }
  | {
      method: 'cash';
      /** Number of the till. */
      till?: number;
    }
);

export interface SubjectEvent {
  subject: Card | Person;
  maybe?: Card | null;
  many?: (Card | string)[];
  reachable?: { mail: string; phone?: string } | { mail?: string; phone: string };
}

/** One payload or the other. */
export type WholeEvent = Card | Person;

export interface Card {
  last4: string;
}

export interface Person {
  name: string;
}
