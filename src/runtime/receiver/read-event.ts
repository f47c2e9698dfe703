import { after } from '../../signatures/hmac.ts';
import type { Delivery, Json, ParsedPayload, Received } from '../api.ts';
import { findNodeCrypto, sha256 } from '../crypto.ts';
import { locate } from '../locate.ts';
import type { AllServed } from './served.ts';
import type { AnyContract, AnyEvent, Soon } from './types.ts';

/** What is known of a delivery before its payload is looked at. */
type Known = Omit<Received, 'deliveryId'>;

/**
 * A function that makes of a payload what handlers get. Of several versions of a contract the first counts that accepts
 * the payload; else the one that has the least against it.
 */
export function createEventReader(served: AllServed): (payload: Json, known: Known) => Soon<AnyEvent> {
  const [isStale] = served.flatMap(({ definition }) => definition.uses?.order?.() ?? []);
  const node = findNodeCrypto();
  /** A hash takes as long as parsing, so it waits until somebody reads it, where the platform can make it at once. */
  const hash: PropertyDescriptor & ThisType<{ readonly delivery: Delivery }> = {
    enumerable: true,
    get() {
      return sha256(this.delivery.body, node);
    },
  };
  return (payload, known) => {
    const { delivery } = known;
    const { headers } = delivery;
    let [nearest] = served;
    let parsed = nearest.client.parse(payload, headers);
    for (const each of served) {
      if (parsed.kind === 'event') break;
      const other = each.client.parse(payload, headers);
      if (faultsOf(other) < faultsOf(parsed)) [nearest, parsed] = [each, other];
    }
    const { client, definition } = nearest;
    const { contract } = client;
    const place = definition.delivery.id;
    const id = place && locate(place, payload, headers);
    if (parsed.kind === 'unknown-event') return identify({ ...parsed, payload, ...known }, id);
    if (parsed.kind === 'invalid') return identify({ ...parsed, contract, payload, ...known }, id);
    const { kind, name } = parsed;
    const { secretId, later } = known;
    const stale = isStale?.(definition, payload, headers);
    // The common case is written out: copies of objects take as long as validating one.
    return identify({ kind, contract, name, payload, stale, delivery, secretId, later }, id);
  };

  function identify<Event extends Pick<Received, 'delivery'>>(
    event: Event,
    id: string | undefined,
  ): Soon<Identified<Event>> {
    if (id === undefined && node) return Object.defineProperty(event, 'deliveryId', hash) as Identified<Event>;
    return after(id ?? sha256(event.delivery.body, node), (deliveryId) => {
      (event as { deliveryId?: string }).deliveryId = deliveryId;
      return event as Identified<Event>;
    });
  }
}

type Identified<Event> = Event & { readonly deliveryId: string };

function faultsOf(parsed: ParsedPayload<AnyContract>): number {
  if (parsed.kind === 'event') return 0;
  return parsed.kind === 'invalid' ? parsed.violations.length : Infinity;
}
