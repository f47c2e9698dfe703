import { RunError } from '../findings/run-error.ts';
import { findingOf } from '../checks/report.ts';
import { capturePayload } from '../checks/rules.ts';
import { checkBody } from '../readiness/check-body.ts';
import { chooseBody } from '../readiness/choose-body.ts';
import type { BodyOptions } from '../readiness/choose-body.ts';
import { checkHeaders, secretsOf, withHeaders } from '../readiness/headers.ts';
import { sendRepeatedly } from '../readiness/send-repeatedly.ts';
import type { RepeatOptions } from '../readiness/send-repeatedly.ts';
import type { SendResult } from '../readiness/send-result.ts';
import { buildDelivery } from '../sending/build-delivery.ts';
import type { OutgoingDelivery } from '../sending/build-delivery.ts';
import { isSuccess } from '../simulator/success.ts';
import { guardScheme, openReceiver } from './open-receiver.ts';
import type { ReceiverOptions } from './open-receiver.ts';

export type { SendResult };

export interface SendOptions extends ReceiverOptions, BodyOptions, RepeatOptions {
  /** Name of the event; found by the body's own words when absent. */
  readonly event?: string;
  /** Whether a body that breaks the contract is sent all the same. */
  readonly force?: boolean;
}

/**
 * Sends one delivery of a contract, or the same one many times: a documented example, a sample, or a body of one's own,
 * signed as the vendor signs. No id and no time is put into the body.
 *
 * @param target an AsyncAPI document, a folder with one below it, or a shipped contract
 * @throws {RunError} when contract, event or an option cannot be used, the URL is not allowed, a secret is missing, the
 *   body breaks the contract and `force` is not set, or the URL says https and the port speaks none
 */
export async function send(target: string, options: SendOptions): Promise<SendResult> {
  const { prepared, build: settings } = await openReceiver(target, options);
  const { contract } = prepared;
  const { headers = [], secretName = 'SECRET' } = options;
  checkHeaders(headers);
  const { event, body, origin } = chooseBody(prepared, options.event, options);
  const build = (): OutgoingDelivery =>
    withHeaders(
      guardScheme(() => buildDelivery(contract, event, body, settings)),
      headers,
    );
  const delivery = build();
  const { problems, notes } = checkBody(prepared, event, body, delivery.headers);
  if (problems.length > 0 && options.force !== true) {
    const place = { file: 'body' };
    throw new RunError('input', `The body is no ${event.name} of ${contract.id}; nothing was sent.`, {
      findings: problems.map((problem) => findingOf(capturePayload, problem, place)),
      help: 'Correct it, or send it all the same: --force.',
    });
  }
  const isAccepted = (status: number | undefined): boolean => isSuccess(contract.delivery, status);
  const { last, summary } = await sendRepeatedly(build, isAccepted, options);
  return {
    contract: contract.id,
    event: event.name,
    origin,
    problems,
    notes,
    delivery,
    secrets: secretsOf([[options.secret, secretName]], headers),
    answer: last,
    summary,
    isAccepted: summary.accepted === summary.sent && !summary.isInterrupted,
  };
}
