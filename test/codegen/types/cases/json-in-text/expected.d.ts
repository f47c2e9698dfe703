/** The payload of any event, told apart by `type`. */
export type AcmeEvent = ScanEvent;

/** Payloads by the events' names. */
export interface AcmeEvents {
  scan: ScanEvent;
}

/** What types know about the contract acme@1.0.0. */
export interface AcmeContract {
  id: 'acme@1.0.0';
  events: AcmeEvents;
  authentication: 'unsigned';
}

export interface ScanEvent {
  /** What the code holds. Holds JSON: {@link Code}. */
  code?: string;
  /** Holds JSON: {@link ScanInlineContent}. */
  inline?: string;
  encoded?: string;
}

export interface Code {
  id: string;
}

export interface ScanInlineContent {
  a: number;
}
