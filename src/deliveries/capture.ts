import type { Place } from '../findings/finding.ts';
import type { Delivery, DeliveryPart } from './delivery.ts';
import type { RecordDetails } from './record-details.ts';

/** Where a capture comes from. */
export type Origin = 'live' | 'documented' | 'simulated';

/** A recorded delivery. */
export interface Capture {
  /** Id given by its file, or its position in it. */
  readonly id: string;
  readonly delivery: Delivery;
  /** Parts of the delivery that the file does not hold (a plain payload has none of them): not checked. */
  readonly missing: ReadonlySet<DeliveryPart>;
  /** Undefined when neither the file nor the configuration says it: never counted as live. */
  readonly origin: Origin | undefined;
  /** Recorded and signed by our gateway; a `live` capture that is not attested is claimed. */
  readonly attested: boolean;
  /** Vendor, contract or event that the file or the configuration states. */
  readonly vendor?: string;
  readonly contract?: string;
  readonly event?: string;
  /** When it was received, RFC 3339. */
  readonly at?: string;
  /** What its recorder wrote down beside the delivery; to be believed when the capture is attested. */
  readonly record?: RecordDetails;
  /** Where it stands in its file. */
  readonly place: Place;
  /**
   * Turns a place in the body into a line and column of the file; undefined where that can't be told. The place is a
   * JSON Pointer, or an offset into the body's text in UTF-16 units.
   */
  locate(inBody: string | number): { line: number; column: number } | undefined;
}
