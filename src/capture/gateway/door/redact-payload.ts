import type { Contract } from '../../../asyncapi/model.ts';

/** A payload whose personal data shall go. */
export interface RedactablePayload {
  /** JSON. */
  readonly text: string;
  /** Undefined when none knows it. */
  readonly contract: Contract | undefined;
  readonly event: string | undefined;
}

/** A payload without personal data. */
export interface RedactedPayload {
  readonly text: string;
  /** JSON Pointers to the values that were replaced, in order; inside a text that holds JSON they go on after it. */
  readonly places: readonly string[];
}

/**
 * Takes personal data out of a payload. What it puts in its place is its own matter; it may not fail for any JSON.
 */
export type RedactPayload = (payload: RedactablePayload) => RedactedPayload;
