import type { Severity } from './severity.ts';

/** Where a finding stands. Lines and columns count from 1, columns in UTF-16 units. */
export interface Place {
  /** Path as the user would type it: relative to the working folder where it lies below it. */
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  /** JSON Pointer (RFC 6901) into the file's data, or into the capture's body when `in` is `body`. */
  readonly pointer?: string;
  /** What `pointer` points into; the file's own data when absent. */
  readonly in?: 'body' | 'headers';
}

/** One thing a check reports. Plain data: it survives `structuredClone` and `JSON.stringify`. */
export interface Finding {
  /** Rule id, an entry of the rule catalog or of a local rule module. */
  readonly rule: string;
  readonly severity: Severity;
  /** One sentence that a person can act on. */
  readonly message: string;
  readonly place: Place;
  /** What to do next, when there is something to say beyond the message. */
  readonly help?: string;
  /** Contract id, `<vendor>@<version>`. */
  readonly contract?: string;
  /** Event name within the contract. */
  readonly event?: string;
  /** Example name, when the finding is about a documented example. */
  readonly example?: string;
  /** Capture id or its position in its file, when the finding is about a capture. */
  readonly capture?: string;
  /** What was expected and what was there, as JSON data, for machines. */
  readonly evidence?: FindingEvidence;
  /** How many times the same thing was found; the finding shows the first. 1 when absent. */
  readonly occurrences?: number;
}

export interface FindingEvidence {
  readonly expected?: unknown;
  readonly actual?: unknown;
  /** JSON Schema keyword that failed. */
  readonly keyword?: string;
  /** Where the schema says so: `<file>#<pointer>`. */
  readonly schema?: string;
}
