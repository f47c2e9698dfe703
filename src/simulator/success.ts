import type { DeliveryBehaviour } from '../asyncapi/model.ts';

/** Whether a status counts as success: as the contract says, else every one from 200 to 299. */
export function isSuccess({ success = ['2xx'] }: DeliveryBehaviour, status: number | undefined): boolean {
  const text = String(status ?? '');
  return success.some(
    (known) => known === text || (/^\dxx$/i.test(known) && known[0] === text[0] && text.length === 3),
  );
}
