/** One HTTP request a vendor makes. Its body is never changed: signatures are computed over these bytes. */
export interface Delivery {
  /** Upper case. */
  readonly method: string;
  /** Absolute URL, or the path as sent when the host is not known. */
  readonly url: string;
  /** In the order received, names as sent. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: DeliveryBody;
}

/** The raw body, as bytes and (decoded at most once) as text. */
export interface DeliveryBody {
  readonly bytes: Uint8Array;
  /** The body as UTF-8 text; undefined when it is not valid UTF-8. */
  readonly text: string | undefined;
}

/** A payload alone says nothing about method, headers or signature. */
export type DeliveryPart = 'method' | 'url' | 'headers';
