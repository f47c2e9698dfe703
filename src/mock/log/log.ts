import type { MockDelivery } from '../spaces/delivery-list.ts';

/** Where a mock tells what happens. Implementations write neither bodies nor secrets nor values of a payload. */
export interface MockLog {
  delivery(delivery: MockDelivery): void;
  /** Two validators differ, or the mock itself has failed: to be reported to us. */
  bug(message: string, error?: unknown): void;
  /** Something that whoever runs the mock should know. */
  notice(message: string): void;
}

/** Says nothing. */
export const silentLog: MockLog = { delivery() {}, bug() {}, notice() {} };
