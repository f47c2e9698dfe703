import type { Refusal } from '../api.ts';

/** A refusal. The message is for the receiver's owner. */
export function refuse(status: Refusal['status'], reason: Refusal['reason'], message: string): Refusal {
  return { kind: 'refused', status, reason, message };
}

export function isRefusal(value: object): value is Refusal {
  return 'reason' in value;
}
