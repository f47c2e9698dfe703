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
  list?: string[];
  any?: unknown[];
  mixed?: (string | number)[];
  nullable?: string[] | null;
  known?: ('a' | 'b' | (string & {}))[];
  pair?: [number, number];
  maybe?: [number?, (string | number)?, ...boolean[]];
  open?: [number, ...unknown[]];
  short?: [number?];
  never?: [];
  objects?: {
    /** One. */
    a: string;
  }[];
  deep?: ('x' | 'y')[][];
  narrowed?: number[];
}
