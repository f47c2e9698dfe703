import { RunError } from '../findings/run-error.ts';
import type { OutgoingDelivery } from '../sending/build-delivery.ts';
import { sendDelivery } from '../sending/send-delivery.ts';
import type { Answer, NoAnswer, SendOptions } from '../sending/send-delivery.ts';

/**
 * Sends what `make` makes; once more, on a connection of its own, when one that was kept ends under it: a receiver may
 * end such a connection at the moment when it is used again, which is no fault of its.
 *
 * @throws {RunError} when the URL says https and the port speaks none: no other delivery can do better. Because of no other
 *   answer
 */
export async function deliver(
  make: () => OutgoingDelivery,
  options: SendOptions,
): Promise<{ readonly delivery: OutgoingDelivery; readonly answer: Answer | NoAnswer }> {
  const delivery = make();
  const answer = await sendDelivery(delivery, options);
  const isEnded = answer.status === undefined && answer.failure === 'broken';
  if (isEnded && answer.isNoTls === true) {
    throw new RunError('input', `Nothing was sent: ${answer.message}.`, {
      help: 'Write http:// in --to, or name the port that speaks https.',
    });
  }
  if (!isEnded || options.isAlone === true || options.signal?.aborted === true) return { delivery, answer };
  const again = make();
  return { delivery: again, answer: await sendDelivery(again, { ...options, isAlone: true }) };
}
