/** The payload of any event, told apart by `type`. */
export type AcmeEvent = FirstEvent | SecondEvent;

/** Payloads by the events' names. */
export interface AcmeEvents {
  first: FirstEvent;
  second: SecondEvent;
}

/** What types know about the contract acme@1.0.0. */
export interface AcmeContract {
  id: 'acme@1.0.0';
  events: AcmeEvents;
  authentication: 'unsigned';
}

export type FirstEvent = Shared;

export interface SecondEvent {
  place?: SharedPlace;
  item?: SharedItemsItem;
  money?: Money;
  alias?: Alias;
  /** Words beside a reference. */
  described?: Alias;
  first?: FirstEvent;
}

export interface Shared {
  place?: SharedPlace;
  items?: SharedItemsItem[];
}

export type Alias = Id;

/** An id. Format: uuid. */
export type Id = string;

export interface SharedPlace {
  name?: string;
}

export interface SharedItemsItem {
  price?: Money;
}

export interface Money {
  amount?: number;
}
