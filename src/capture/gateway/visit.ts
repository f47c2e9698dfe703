import type { IncomingMessage, ServerResponse } from 'node:http';
import { StoreError } from '../../database/store-error.ts';
import type { CaptureRecord, RecordedAnswer } from '../record.ts';
import type { GatewayDesk } from './desk.ts';
import type { Arrival, Judged } from './judge.ts';
import type { Forwarded } from './receiver.ts';

/** One delivery on its way through the gateway. */
export interface Visit {
  readonly desk: GatewayDesk;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly arrival: Arrival;
  readonly forwarded: Forwarded;
  readonly id: string;
  readonly receivedAt: number;
  /** On the clock of `performance`. */
  readonly start: number;
}

/** What was written, or why not. */
export type Written = CaptureRecord | StoreError;

/**
 * Tells of a delivery, and adds the answer to its record; the vendor does not wait for that.
 *
 * @param added what the gateway itself took, in seconds
 */
export async function amend(
  visit: Visit,
  judged: Judged,
  written: Written,
  answer: RecordedAnswer,
  added: number,
): Promise<void> {
  tell(visit, judged, written, answer, added);
  if (written instanceof StoreError) {
    visit.desk.metrics.storeFailure(written.reason);
    return;
  }
  try {
    await visit.desk.writer.amend(written, { answer });
  } catch (error) {
    visit.desk.metrics.storeFailure(error instanceof StoreError ? error.reason : 'broken');
  }
}

/**
 * Tells the log and the counters of a delivery that has its answer.
 *
 * @param added what the gateway itself took, in seconds
 */
export function tell(visit: Visit, judged: Judged, written: Written, answer: RecordedAnswer, added: number): void {
  const { desk, arrival, id, receivedAt } = visit;
  const { vendor, contract, event, verdict, reasons, signature } = judged;
  const record = written instanceof StoreError ? undefined : written;
  const logged = {
    id,
    receivedAt: new Date(receivedAt).toISOString(),
    method: arrival.method,
    path: (arrival.target.split('?', 1)[0] ?? '').slice(0, 200),
    bytes: arrival.body.byteLength,
    ...(vendor === undefined ? {} : { vendor }),
    ...(contract === undefined ? {} : { contract }),
    ...(event === undefined ? {} : { event }),
    verdict,
    ...(reasons === undefined ? {} : { reasons }),
    signature,
    ...(record?.duplicateOf === undefined ? {} : { duplicateOf: record.duplicateOf }),
    ...(record?.retryOf === undefined ? {} : { retryOf: record.retryOf }),
    ...(record?.delivery === undefined ? {} : { delivery: record.delivery }),
    answer,
    added,
    recorded: record !== undefined,
  };
  desk.metrics.delivery(logged);
  desk.log.delivery(logged);
  if (written instanceof StoreError) desk.log.trouble(`A delivery is not recorded: ${written.message}.`);
}

/** What the gateway itself has added to a delivery until now, when its receiver took so long: in seconds. */
export function addedBy({ start }: Visit, receiver: number): number {
  return Math.max(0, secondsSince(start) - receiver);
}

/** @param start on the clock of `performance` */
export function secondsSince(start: number): number {
  return Math.round((performance.now() - start) * 1000) / 1_000_000;
}
