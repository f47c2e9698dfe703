import type { OutgoingDelivery } from '../sending/build-delivery.ts';
import type { Answer, NoAnswer } from '../sending/send-delivery.ts';
import type { Secrets } from './headers.ts';
import type { SendSummary } from './send-repeatedly.ts';

/** What was sent, and what came back. */
export interface SendResult {
  /** Id of the contract. */
  readonly contract: string;
  readonly event: string;
  /** Where the body comes from, in a few words. */
  readonly origin: string;
  /** What breaks the contract; empty unless it was sent by force. */
  readonly problems: readonly string[];
  /** What the contract lets through but does not describe. */
  readonly notes: readonly string[];
  /** The delivery as it was first made. Its headers can hold a secret: see `secrets`. */
  readonly delivery: OutgoingDelivery;
  readonly secrets: Secrets;
  /** The last answer; undefined when the run was ended before one came. */
  readonly answer: Answer | NoAnswer | undefined;
  readonly summary: SendSummary;
  /** Whether all answers were a success, as the contract counts it. */
  readonly isAccepted: boolean;
}
