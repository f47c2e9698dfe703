/** The payload of any event, told apart by `type`. */
export type AcmeEvent = ArraysEvent;

/** Payloads by the events' names. */
export interface AcmeEvents {
  arrays: ArraysEvent;
}

/** What types know about the contract acme@1.0.0. */
export interface AcmeContract {
  id: 'acme@1.0.0';
  events: AcmeEvents;
  authentication: 'unsigned';
}

export interface ArraysEvent {
  pair?: [number, number];
  rest?: ['head', ...string[]];
  /** A thing that has a name. */
  beside?: Thing & { name: string };
  dependent?: {
    a?: unknown;
    /** Always there when `a` is there. */
    b?: unknown;
  };
}

export interface Thing {
  name?: string;
}
