import type { Delivery } from '../../deliveries/delivery.ts';
import type { SignatureScheme } from '../../signatures/scheme.ts';
import { SignatureSchemeError } from '../../signatures/signature-scheme-error.ts';
import { verify } from '../../signatures/verify.ts';
import { layoutsOf, schemesOf } from './trial-schemes.ts';

/** A delivery with what a signature may cover. */
export interface SignedDelivery {
  readonly method: string;
  /** As it was received; undefined when it is not known. */
  readonly url: string | undefined;
  readonly headers: Delivery['headers'];
  readonly body: Uint8Array;
}

export interface FoundScheme {
  readonly scheme: SignatureScheme;
  /** How many of the deliveries that were tried fit. */
  readonly fitting: number;
  readonly tried: number;
}

/** Deliveries that the search looks at: a change of the secret among them must not hide the scheme. */
const probes = 4;

/**
 * Finds how deliveries are signed by trying: each header that could carry a signature, with the templates that vendors
 * use and every text that could be their id or timestamp. A match is proof: nobody guesses an HMAC.
 *
 * @param url the URL that is registered with the vendor, where the one received may be another
 */
export function findScheme(
  deliveries: readonly SignedDelivery[],
  secret: string,
  url?: string,
): FoundScheme | undefined {
  // Small bodies first: each is hashed a great many times.
  const probed = deliveries.toSorted((one, other) => one.body.length - other.body.length).slice(0, probes);
  for (const delivery of probed) {
    for (const layout of layoutsOf(delivery.headers)) {
      for (const scheme of schemesOf(layout, delivery.headers, secret)) {
        if (!fits(scheme, delivery, secret, url)) continue;
        const found = variants(settle(scheme, deliveries)).map((each) => ({
          scheme: each,
          fitting: deliveries.filter((one) => fits(each, one, secret, url)).length,
          tried: deliveries.length,
        }));
        return found.toSorted((one, other) => other.fitting - one.fitting)[0];
      }
    }
  }
  return undefined;
}

/** Whether a delivery is signed by the scheme, whenever that was. */
export function fits(scheme: SignatureScheme, delivery: SignedDelivery, secret: string, url?: string): boolean {
  const { tolerance: _, ...ageless } = scheme;
  const urls = scheme.signed.includes('{url}') ? new Set([url, delivery.url]) : new Set([url ?? delivery.url ?? '']);
  try {
    return [...urls].some(
      (each) => each !== undefined && verify(ageless, { ...delivery, url: each, secrets: [{ value: secret }] }).valid,
    );
  } catch (error) {
    if (error instanceof SignatureSchemeError) return false;
    throw error;
  }
}

/** A signature by itself does not tell the two kinds of base64 apart, nor whether others can stand beside it. */
function variants(scheme: SignatureScheme): SignatureScheme[] {
  const { prefix, ...others } = scheme;
  const isVersion = prefix !== undefined && /^v\d+,$/.test(prefix);
  const listed = isVersion ? { ...others, list: { separator: ' ', label: prefix } } : scheme;
  return scheme.encoding === 'base64' ? [listed, { ...listed, encoding: 'base64url' }] : [listed];
}

/** Writes the header as it was sent, and says how old a signature may be where it can be told. */
function settle(scheme: SignatureScheme, deliveries: readonly SignedDelivery[]): SignatureScheme {
  const names = new Map(deliveries.flatMap(({ headers }) => headers.map(([name]) => [name.toLowerCase(), name])));
  const header = names.get(scheme.header.toLowerCase()) ?? scheme.header;
  return { ...scheme, header, ...(scheme.signed.includes('{timestamp}') ? { tolerance: 300 } : {}) };
}
