/** The payload of any event, told apart by `type`. */
export type AcmeEvent = DocumentedEvent;

/** Payloads by the events' names. */
export interface AcmeEvents {
  documented: DocumentedEvent;
}

/** What types know about the contract acme@1.0.0. */
export interface AcmeContract {
  id: 'acme@1.0.0';
  events: AcmeEvents;
  authentication: 'unsigned';
}

/**
 * Ends *\/ early, /* opens, and goes on for so long that it needs more than the one line that a
 * comment would otherwise have.
 *
 * - a list whose items are long enough that they have to be continued on another line, which hangs
 * - another one
 *
 * \@deprecated is a word here, {@link Thing} is too,
 * https://example.com/a-very-long-address/that/has/no/place/to/break/at/all/and/so/stays.
 *
 * ```
 * code    stays as it is, however long the line may become in the course of time, because nobody may break code
 * ```
 */
export interface DocumentedEvent {
  plain?: string;
  /**
   * Something else
   *
   * Described
   * in two lines
   */
  titled?: string;
  /**
   * a b c
   * d
   */
  hidden?: string;
  /** When. Format: date-time. */
  formatted?: string;
  /** Format: uri. */
  formatOnly?: string;
  /**
   * Use another one.
   *
   * @deprecated
   */
  old?: string;
  /**
   * Some.
   *
   * Each: One of them.
   */
  each?: string[];
  /**
   * Some.
   *
   * Each: One of them.
   */
  eachObject?: { a?: string }[];
  empty?: string;
}
