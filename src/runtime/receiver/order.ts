import type { Delivery } from '../api.ts';
import type { ClientDefinition } from '../definition.ts';
import { locate } from '../locate.ts';

/** More things than change at a time; what is older is not looked for any more. */
const mostThings = 10_000;

/**
 * A function that says whether a later state of the same thing was received before; undefined when the contract or the
 * delivery states no order.
 */
export function createOrder(): (
  { delivery }: ClientDefinition,
  payload: unknown,
  headers: Delivery['headers'],
) => boolean | undefined {
  const newest = new Map<string, number | string>();
  return ({ delivery: { order, orderKey } }, payload, headers) => {
    const thing = orderKey && locate(orderKey, payload, headers);
    const text = order && locate(order, payload, headers);
    if (thing === undefined || text === undefined) return undefined;
    const rank = rankOf(text);
    if (rank < (newest.get(thing) ?? rank)) return true;
    newest.delete(thing);
    newest.set(thing, rank);
    for (const [oldest] of newest) {
      if (newest.size <= mostThings) break;
      newest.delete(oldest);
    }
    return false;
  };
}

/** Times (RFC 3339) and numbers are compared as such, to the millisecond; anything else as text. */
function rankOf(text: string): number | string {
  const number = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number(text || Number.NaN);
  return Number.isNaN(number) ? text : number;
}
