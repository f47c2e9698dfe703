import type { Origin } from './capture.ts';
import type { Delivery, DeliveryPart } from './delivery.ts';
import type { RecordDetails } from './record-details.ts';

/** A line of an .ndjson file that says more than the delivery: what a gateway or a redaction wrote down beside it. */
export interface RecordLine {
  readonly id: string;
  readonly at?: string;
  readonly origin: Origin | undefined;
  readonly vendor?: string;
  readonly contract?: string;
  readonly event?: string;
  /** As the line states it, whatever URL the reader was told. */
  readonly delivery: Delivery;
  readonly missing: ReadonlySet<DeliveryPart>;
  readonly details: RecordDetails;
}
