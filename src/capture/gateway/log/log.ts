import type { CaptureRecord, RecordedAnswer } from '../../record.ts';

/** What a log is told of one delivery: no value of it but where it went. */
export interface LoggedDelivery extends Pick<
  CaptureRecord,
  | 'id'
  | 'receivedAt'
  | 'vendor'
  | 'contract'
  | 'event'
  | 'method'
  | 'verdict'
  | 'reasons'
  | 'signature'
  | 'duplicateOf'
  | 'retryOf'
  | 'answer'
  | 'delivery'
> {
  /** Path alone: queries hold credentials. */
  readonly path: string;
  readonly bytes: number;
  /** What the gateway itself took, in seconds. */
  readonly added: number;
  /** False when the store could not take it, and it was passed on all the same. */
  readonly recorded: boolean;
}

/** Where a gateway tells what happens. Implementations write neither bodies nor headers nor secrets. */
export interface GatewayLog {
  delivery(delivery: LoggedDelivery): void;
  /** A held delivery has come to its end. */
  settled(record: CaptureRecord, delivery: 'delivered' | 'failed', answer: RecordedAnswer | undefined): void;
  /** Something is wrong that somebody should look after. */
  trouble(message: string): void;
  /** The gateway itself has failed: to be reported to us. */
  bug(message: string, error?: unknown): void;
  /** Something that whoever runs the gateway should know. */
  notice(message: string): void;
}

/** Says nothing. */
export const silentGatewayLog: GatewayLog = { delivery() {}, settled() {}, trouble() {}, bug() {}, notice() {} };
