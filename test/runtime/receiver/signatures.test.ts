import { afterEach, describe, expect, it, test, vi } from 'vitest';
import type { Outcome, Refusal } from '../../../src/runtime/api.ts';
import type { SignatureScheme } from '../../../src/signatures/scheme.ts';
import { sign } from '../../../src/signatures/sign.ts';
import { schemes } from '../../signatures/schemes.ts';
import { publishedVectors } from '../../signatures/vectors.ts';
import { createReceiver, deliveryOf, pingClient, read, requestOf, url } from './support.ts';
import type { Signed } from './support.ts';

const secret = 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const now = 1_700_000_000;
const ping = { type: 'ping', count: 1 };
const clock = { now: () => now * 1000 };

afterEach(() => vi.restoreAllMocks());

/** Takes Node's cryptography away. */
function withoutNode(): void {
  vi.spyOn(process, 'getBuiltinModule').mockImplementation(() => undefined);
}

const providers = [
  ['node:crypto', () => {}],
  ['crypto.subtle', withoutNode],
] as const;

describe.each(providers)('with %s', (_, prepare) => {
  describe.each(Object.entries(schemes) as [string, SignatureScheme][])('%s', (_name, scheme) => {
    const made = { scheme, secret, timestamp: now };
    const verify = (delivery = deliveryOf(ping, made), more: object = {}): Promise<Outcome<Signed>> => {
      prepare();
      const client = pingClient({ authentication: { kind: 'signature', scheme } });
      return createReceiver(client, { secrets: secret, url, ...clock, ...more }).verifyAndParse(delivery);
    };

    it('accepts what the vendor signed', async () => {
      expect(await verify()).toMatchObject({
        kind: 'event',
        secretId: undefined,
        deliveryId: expect.stringMatching(/^[\da-f]{64}$/),
      });
    });

    it('refuses another secret, another body and a changed signature', async () => {
      const delivery = deliveryOf(ping, made);
      const mismatch = { kind: 'refused', status: 401, reason: 'signature-mismatch' };
      expect(await verify(deliveryOf(ping, { ...made, secret: 'b3RoZXI=' }))).toMatchObject(mismatch);
      expect(await verify({ ...delivery, body: new TextEncoder().encode('{"type":"ping","count":2}') })).toMatchObject(
        mismatch,
      );
      const headers = delivery.headers.map(([name, value]) =>
        name === scheme.header
          ? ([name, value.replace(/.(?=.{5}$)/, (one) => (one === 'a' ? 'b' : 'a'))] as const)
          : ([name, value] as const),
      );
      expect(await verify({ ...delivery, headers })).toMatchObject(mismatch);
    });

    it('finds the secret that fits and says its id', async () => {
      const secrets = [{ id: 'old', value: 'b2xk' }, { id: 'new', value: secret }, 'bmV4dA=='];
      expect(await verify(undefined, { secrets })).toMatchObject({ kind: 'event', secretId: 'new' });
      expect(await verify(undefined, { secrets: async () => secrets })).toMatchObject({
        kind: 'event',
        secretId: 'new',
      });
    });

    it('holds the timestamp against the tolerance', async () => {
      const old = deliveryOf(ping, { ...made, timestamp: now - 301 });
      const expected =
        scheme.tolerance === undefined ? { kind: 'event' } : { kind: 'refused', reason: 'signature-too-old' };
      expect(await verify(old)).toMatchObject(expected);
      expect(await verify(old, { tolerance: 600 })).toMatchObject({ kind: 'event' });
    });
  });

  test.each(publishedVectors)('accepts what $vendor published', async ({ scheme, secret, url, body, headers, now }) => {
    prepare();
    const client = pingClient({ authentication: { kind: 'signature', scheme } });
    const receiver = createReceiver(client, { secrets: secret, url, now: () => now * 1000 });
    const outcome = await receiver.verifyAndParse({ method: 'POST', url, headers, body });
    // What is signed there is not always JSON, but the vendor's it is.
    expect(outcome.kind === 'refused' ? outcome.status : 204).not.toBe(401);
    const changed = Uint8Array.from([...body, 0x20]);
    expect(await receiver.verifyAndParse({ method: 'POST', url, headers, body: changed })).toMatchObject({
      status: 401,
    });
  });

  it('reads the hash of the body as id, the same on every platform', async () => {
    prepare();
    const receiver = createReceiver(pingClient(), { secrets: secret, url });
    const outcome = await receiver.verifyAndParse(deliveryOf('{"type":"ping","count":1}', { secret }));
    expect(outcome).toMatchObject({ deliveryId: '7d59f4c32020caf4322d761848951e5dae723760ab43799d85f1ce746a92ab03' });
    expect({ ...outcome }).toHaveProperty('deliveryId', (outcome as { deliveryId: string }).deliveryId);
  });
});

describe('the URL that is registered', () => {
  const scheme = schemes.qminder;
  const client = pingClient({ authentication: { kind: 'signature', scheme } });
  const behind = 'http://10.0.0.7:8080/webhooks';
  const arrived = { ...deliveryOf(ping, { scheme, secret }), url: behind };

  it('is what counts, not the one that a delivery came to', async () => {
    expect(await createReceiver(client, { secrets: secret, url }).verifyAndParse(arrived)).toMatchObject({
      kind: 'event',
    });
  });

  it('may be one of several, or found by a function', async () => {
    for (const found of [['https://old.example.com/', url], () => url, async () => ['https://old.example.com/', url]]) {
      const outcome = await createReceiver(client, { secrets: ['another', secret], url: found }).verifyAndParse(
        arrived,
      );
      expect(outcome).toMatchObject({ kind: 'event' });
    }
  });

  it('is named when the signature does not match, beside the one that the delivery came to', async () => {
    const refusals: Refusal[] = [];
    const wrong = ['https://example.com/wrong', 'https://example.com/other'];
    const receiver = createReceiver(client, { secrets: secret, url: wrong }).onRefused((refusal) =>
      refusals.push(refusal),
    );
    const { status, text } = await read(await receiver.fetch(requestOf(arrived)));
    expect([status, text]).toEqual([401, '{"status":401}']);
    const [{ message } = { message: '' }] = refusals;
    for (const named of [...wrong, behind, 'registered', 'proxy']) expect(message).toContain(named);
    expect(message).not.toContain(secret);
  });

  it('is not spoken of where nobody signs it', async () => {
    const receiver = createReceiver(pingClient(), { secrets: secret, url });
    const outcome = await receiver.verifyAndParse(deliveryOf(ping, { secret: 'x' }));
    expect((outcome as Refusal).message).not.toContain('proxy');
  });
});

describe('secrets', () => {
  it('may change while the receiver runs', async () => {
    let current = 'first';
    const receiver = createReceiver(pingClient(), { secrets: () => [{ id: current, value: current }], url });
    expect(await receiver.verifyAndParse(deliveryOf(ping, { secret: 'first' }))).toMatchObject({ secretId: 'first' });
    current = 'second';
    expect(await receiver.verifyAndParse(deliveryOf(ping, { secret: 'second' }))).toMatchObject({ secretId: 'second' });
    expect(await receiver.verifyAndParse(deliveryOf(ping, { secret: 'first' }))).toMatchObject({ status: 401 });
  });

  it('may be invented without end, and old ones are forgotten', async () => {
    let count = 0;
    const receiver = createReceiver(pingClient(), { secrets: () => `secret ${count}`, url });
    for (; count < 300; count += 1) {
      expect(await receiver.verifyAndParse(deliveryOf(ping, { secret: `secret ${count}` }))).toMatchObject({
        kind: 'event',
      });
    }
  });
});

describe('a function of your own', () => {
  const verifying = (verify: () => unknown) =>
    createReceiver(pingClient(), { verify: verify as () => boolean }).verifyAndParse({
      ...deliveryOf(ping),
      headers: [],
    });

  it('takes the place of everything else', async () => {
    expect(await verifying(() => true)).toMatchObject({ kind: 'event', secretId: undefined });
    expect(await verifying(async () => ({ secretId: 'key 2' }))).toMatchObject({ kind: 'event', secretId: 'key 2' });
  });

  test.each([false, undefined, null, 0, 1, 'yes', {}, { secretId: undefined }, []])(
    'does not accept with %j',
    async (verdict) => {
      expect(await verifying(() => verdict)).toMatchObject({ status: 401, reason: 'signature-mismatch' });
      expect(await verifying(async () => verdict)).toMatchObject({ status: 401 });
    },
  );
});

it('accepts a header that several proxies have written in different cases, and one signature of several', async () => {
  const { headers, ...rest } = deliveryOf(ping, { secret });
  const [signature] = sign(
    { header: 'x-acme-SIGNATURE', algorithm: 'hmac-sha256', encoding: 'hex', signed: '{body}' },
    { ...rest, secret },
  );
  const receiver = createReceiver(pingClient(), { secrets: secret, url });
  const wrong = ['X-Acme-Signature', '00'.repeat(32)] as const;
  expect(await receiver.verifyAndParse({ ...rest, headers: [wrong, ...(signature ? [signature] : [])] })).toMatchObject(
    { kind: 'event' },
  );
  expect(headers).toHaveLength(2);
});
