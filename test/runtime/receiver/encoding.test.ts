import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it, test, vi } from 'vitest';
import type { Delivery } from '../../../src/runtime/api.ts';
import { createReceiver, deliveryOf, pingClient, read, requestOf, secret, url } from './support.ts';

const ping = { type: 'ping', count: 1 };
const json = new TextEncoder().encode(JSON.stringify(ping));
const receiver = createReceiver(pingClient(), { secrets: secret, url, limit: 10_000 });

/** An encoded delivery, signed over the bytes that are sent or over those that were encoded. */
function encoded(body: Uint8Array, coding: string, signed: Uint8Array = body): Delivery {
  return { ...deliveryOf(signed, { headers: [['Content-Encoding', coding]] }), body };
}

async function send(delivery: Delivery): Promise<{ status: number; json: unknown }> {
  return read(await receiver.fetch(requestOf(delivery)));
}

const codings = [
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['GZIP', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
] as const;

describe.each(codings)('a body in %s', (coding, encode) => {
  it('is read, whether the vendor signs it before or after', async () => {
    expect(await send(encoded(encode(json), coding))).toMatchObject({ status: 204 });
    expect(await send(encoded(encode(json), coding, json))).toMatchObject({ status: 204 });
    const outcome = await receiver.verifyAndParse(encoded(encode(json), coding, json));
    expect(outcome).toMatchObject({ kind: 'event', payload: ping, delivery: { body: encode(json) } });
  });

  it('is refused with another signature', async () => {
    const { headers, ...rest } = encoded(encode(json), coding, new TextEncoder().encode('{}'));
    expect(await send({ ...rest, headers })).toMatchObject({ status: 401 });
  });

  it('is refused when it grows over the limit', async () => {
    const bomb = encode(new Uint8Array(5_000_000));
    expect(bomb.length).toBeLessThan(10_000);
    expect(await send(encoded(bomb, coding))).toMatchObject({ status: 413 });
    // Nobody who cannot sign learns how large it would be.
    expect(await send(encoded(bomb, coding, json))).toMatchObject({ status: 401 });
  });

  it('is refused when it is something else', async () => {
    const cut = encode(json).subarray(0, 12);
    expect(await send(encoded(cut, coding))).toMatchObject({ status: 400, json: { reason: 'not-json' } });
    expect(await send(encoded(json, coding, new Uint8Array()))).toMatchObject({ status: 401 });
  });

  it('is read when somebody has decoded it before', async () => {
    expect(await send(encoded(json, coding))).toMatchObject({ status: 204 });
  });
});

test.each(['compress', 'zstd', 'gzip, gzip', 'constructor', '__proto__'])(
  'a body in %s is refused with 415',
  async (coding) => {
    expect(await send(encoded(json, coding))).toMatchObject({ status: 415, json: { reason: 'content-encoding' } });
    expect(await send(encoded(json, coding, new Uint8Array()))).toMatchObject({ status: 401 });
  },
);

test.each(['identity', 'Identity', ''])('a body in "%s" is as it is', async (coding) => {
  expect(await send(encoded(json, coding))).toMatchObject({ status: 204 });
});

it('refuses with 415 what the platform cannot decode', async () => {
  vi.stubGlobal('DecompressionStream', undefined);
  expect(await send(encoded(gzipSync(json), 'gzip'))).toMatchObject({ status: 415 });
  vi.unstubAllGlobals();
});
