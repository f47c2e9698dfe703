import { valueOf } from '../../signatures/signature-header.ts';
import type { Delivery } from '../api.ts';
import { tooLarge } from './body.ts';
import type { ReadBody } from './body.ts';
import { createLater, guarded } from './guarded.ts';
import type { WaitUntil } from './guarded.ts';
import { handle } from './handle.ts';
import type { Desk } from './handle.ts';
import type { Judge } from './judge.ts';
import { problem } from './problem.ts';
import type { Answer } from './problem.ts';
import { tellReport } from './report.ts';
import type { AnyOutcome } from './types.ts';

const nobody: Delivery = { method: '', url: '', headers: [], body: new Uint8Array() };

/**
 * Finds the answer to a request. Never rejects.
 *
 * @param head the delivery without its body
 * @param readBody rejects when the receiver's owner must change something
 */
export async function answer(
  desk: Desk,
  judge: Judge,
  head: () => Omit<Delivery, 'body'>,
  readBody: (limit: number) => Promise<ReadBody>,
  waitUntil?: WaitUntil,
): Promise<Answer> {
  const start = performance.now();
  const { complain, served } = desk;
  const { report } = desk.options;
  const jobs: Promise<unknown>[] = [];
  let delivery = nobody;
  let outcome: AnyOutcome | undefined;
  let found: Answer;
  try {
    delivery = { ...head(), body: nobody.body };
    outcome = await judge.precheck(delivery);
    if (!outcome) {
      const declared = Number(valueOf(delivery.headers, 'content-length'));
      const body = declared > judge.limit ? 'too-large' : await readBody(judge.limit);
      if (body === 'ended') return problem(400);
      if (body === 'too-large') outcome = tooLarge(judge.limit);
      else {
        delivery = { ...delivery, body };
        outcome = await judge.judge(delivery, createLater(delivery, complain, waitUntil, jobs));
      }
    }
    found = await handle(desk, outcome, delivery, jobs, waitUntil);
  } catch (error) {
    complain(error, delivery);
    found = problem(500);
  }
  const seconds = (performance.now() - start) / 1000;
  if (report) void guarded(() => tellReport(report, served, outcome, found[0], seconds));
  return found;
}
