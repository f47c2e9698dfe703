import type { DeliveryBehaviour } from '../asyncapi/model.ts';
import type { Answer, NoAnswer } from '../sending/send-delivery.ts';
import { isSuccess } from '../simulator/success.ts';
import type { CaseId, Expectation } from './cases.ts';

/** Whether an answer is what is expected. Of what is far too large, the connection may be ended. */
export function meets(
  expected: Expectation,
  answer: Answer | NoAnswer,
  { id, delivery }: { readonly id: CaseId; readonly delivery: DeliveryBehaviour },
): boolean {
  if (answer.status === undefined) {
    return id === 'large-body-over' && expected === 'refused' && answer.failure === 'broken';
  }
  const { status } = answer;
  const isAlive = isSuccess(delivery, status);
  const isRefused = status >= 400 && status < 500;
  switch (expected) {
    case 'alive':
      return isAlive;
    case 'refused':
      return isRefused;
    case 'answered':
      return isAlive || isRefused;
    default:
      return expected.includes(status);
  }
}

/** What is expected, in words: `2xx`, `4xx`, `2xx or 4xx`, `200, 202`. */
export function expectationText(expected: Expectation, { success = ['2xx'] }: DeliveryBehaviour = {}): string {
  switch (expected) {
    case 'alive':
      return success.join(', ');
    case 'refused':
      return '4xx';
    case 'answered':
      return `${success.join(', ')} or 4xx`;
    default:
      return expected.join(', ');
  }
}
