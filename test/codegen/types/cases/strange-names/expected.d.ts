/** The payload of any event, told apart by `type`. */
export type AcmeEvent = XEvent;

/** Payloads by the events' names. */
export interface AcmeEvents {
  x: XEvent;
}

/** What types know about the contract acme@1.0.0. */
export interface AcmeContract {
  id: 'acme@1.0.0';
  events: AcmeEvents;
  authentication: 'unsigned';
}

export interface XEvent {
  '42'?: string;
  $: string;
  'has-dash'?: string;
  __proto__: string;
  constructor: string;
  'it\'s'?: string;
  'line\nbreak'?: string;
  'back\\slash'?: string;
  'größe'?: string;
  ''?: string;
  '1a'?: string;
  new?: string;
  get?: string;
  readonly?: string;
  '\u202e'?: string;
  '*/'?: '*/ \'\\\n\u2028😀';
}
