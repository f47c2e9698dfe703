/**
 * A program for platforms without Node.js: it receives deliveries with what the web alone gives, and says what was
 * answered. Tests bundle it as a whole and run it where nothing else is.
 */
import type { Client, ContractTypes } from '../../../src/runtime/api.ts';
import { createClient } from '../../../src/runtime/create-client.ts';
import { memoryStore } from '../../../src/runtime/memory-store.ts';
import { createReceiver } from '../../../src/runtime/receiver/create-receiver.ts';
import { checkSignature } from '../../../src/runtime/receiver/signature.ts';

interface Acme extends ContractTypes {
  readonly id: 'acme@1.0.0';
  readonly events: { readonly ping: { readonly count: number } };
  readonly authentication: 'signed-url';
}

const url = 'https://hooks.example.com/webhooks';
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

const client: Client<Acme> = createClient({
  vendor: 'acme',
  version: '1.0.0',
  selector: [{ pointer: ['type'] }],
  authentication: {
    kind: 'signature',
    scheme: {
      header: 'X-Signature',
      algorithm: 'hmac-sha512',
      encoding: 'base64',
      signed: '{url}.{body}',
      secret: { prefix: 'whsec_', encoding: 'base64' },
    },
  },
  delivery: {},
  uses: { signature: checkSignature },
  events: {
    ping: {
      method: 'POST',
      match: [['ping']],
      isValid: (value) => typeof (value as { count?: unknown }).count === 'number',
      schema: 'ping',
    },
  },
  schemas: { ping: { type: 'object', required: ['count'], properties: { count: { type: 'number' } } } },
  rules: {},
});

async function signatureOf(body: string): Promise<string> {
  const bytes = Uint8Array.from(atob(secret.slice('whsec_'.length)), (one) => one.charCodeAt(0));
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-512' }, false, ['sign']);
  const signature = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(`${url}.${body}`));
  return btoa(String.fromCharCode(...new Uint8Array(signature)));
}

async function zip(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** What was answered, and what was seen. */
export async function run(): Promise<readonly unknown[]> {
  const seen: unknown[] = [];
  const receiver = createReceiver(client, {
    secrets: () => [{ id: 'now', value: secret }],
    url,
    dedupe: memoryStore(),
  });
  receiver.on('ping', ({ payload, deliveryId, secretId }) => seen.push([payload.count, deliveryId, secretId]));
  receiver.onInvalid(({ violations }) => seen.push(violations.length > 0));
  const ping = '{"type":"ping","count":1}';
  const signature = await signatureOf(ping);
  const send = async (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>): Promise<number> => {
    const response = await receiver.fetch(
      new Request('https://edge.example.com/', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body,
      }),
    );
    return response.status;
  };
  const invalid = '{"type":"ping"}';
  const statuses = [
    await send(ping, { 'X-Signature': signature }),
    await send(ping, { 'X-Signature': signature }),
    await send(ping, { 'X-Signature': signature.replace(/^./, 'x') }),
    await send(ping, {}),
    await send(invalid, { 'X-Signature': await signatureOf(invalid) }),
    await send(await zip(ping), { 'X-Signature': signature, 'Content-Encoding': 'gzip' }),
  ];
  return [statuses, seen];
}
