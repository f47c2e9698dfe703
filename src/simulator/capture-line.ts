import type { Contract } from '../asyncapi/model.ts';
import type { SimulatedDelivery } from './deliveries.ts';

/** A delivery as one line of an `.ndjson` file of captures (docs/captures.md), its origin `simulated`. */
export function captureLine({ id, vendor }: Contract, delivery: SimulatedDelivery, position: number): string {
  const { at, event, method, url, headers, body, fault } = delivery;
  return JSON.stringify({
    id: fault === undefined ? `${position}` : `${position}-${fault.kind}`,
    at: new Date(at).toISOString(),
    origin: 'simulated',
    vendor,
    contract: id,
    event,
    method,
    url,
    headers,
    ...bodyOf(body),
  });
}

function bodyOf(body: Uint8Array): { readonly body: string } | { readonly bodyBase64: string } {
  try {
    return { body: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body) };
  } catch {
    return { bodyBase64: Buffer.from(body).toString('base64') };
  }
}
