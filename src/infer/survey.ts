import type { Capture, Origin } from '../deliveries/capture.ts';
import type { Json } from '../util/json.ts';
import { DeliveryPlaces } from './delivery/find-delivery.ts';
import { RowSample, rowOf } from './selector/candidates.ts';
import type { SignedDelivery } from './signature/find-scheme.ts';

/** How many deliveries the search for a signature scheme looks at, and the greatest sum of their bodies in bytes. */
const mostSigned = 200;
const mostSignedBytes = 8 * 1024 * 1024;
const mostHeaders = 200;

/** What is known of all captures before events are told apart. */
export class Survey {
  readonly rows = new RowSample();
  readonly places = new DeliveryPlaces();
  readonly signed: SignedDelivery[] = [];
  readonly methods = new Map<string, number>();
  readonly mediaTypes = new Map<string, number>();
  readonly origins = new Map<Origin | undefined, number>();
  /** By name in lower case: how often each header came, as it was written, and its only value. */
  readonly headers = new Map<string, { name: string; count: number; value: string | undefined }>();
  captures = 0;
  withHeaders = 0;
  #signedBytes = 0;

  add(capture: Capture, payload: Json): void {
    const { delivery, missing, origin } = capture;
    this.captures++;
    this.origins.set(origin, (this.origins.get(origin) ?? 0) + 1);
    if (!missing.has('method')) this.methods.set(delivery.method, (this.methods.get(delivery.method) ?? 0) + 1);
    const headers = missing.has('headers') ? undefined : delivery.headers;
    this.places.add(payload, delivery.body.bytes, headers);
    if (this.rows.wantsNext()) {
      this.rows.add(rowOf(payload, headers, missing.has('url') ? undefined : delivery.url));
    }
    if (missing.has('headers')) return;
    this.withHeaders++;
    for (const [name, value] of delivery.headers) this.#addHeader(name, value);
    if (this.signed.length < mostSigned && this.#signedBytes + delivery.body.bytes.length <= mostSignedBytes) {
      this.#signedBytes += delivery.body.bytes.length;
      const { method, url, headers, body } = delivery;
      // A copy: the reader may use its memory again.
      this.signed.push({ method, url: missing.has('url') ? undefined : url, headers, body: body.bytes.slice() });
    }
  }

  #addHeader(name: string, value: string): void {
    const key = name.toLowerCase();
    if (key === 'content-type') {
      const mediaType = (value.split(';')[0] ?? '').trim().toLowerCase();
      this.mediaTypes.set(mediaType, (this.mediaTypes.get(mediaType) ?? 0) + 1);
    }
    const known = this.headers.get(key);
    if (known === undefined) {
      if (this.headers.size < mostHeaders) this.headers.set(key, { name, count: 1, value });
      return;
    }
    known.count++;
    if (known.value !== value) known.value = undefined;
  }
}

/** The one with the greatest count; of equals the first. */
export function mostFrequent<Key>(counts: ReadonlyMap<Key, number>): Key | undefined {
  return [...counts].toSorted(([, one], [, other]) => other - one)[0]?.[0];
}
