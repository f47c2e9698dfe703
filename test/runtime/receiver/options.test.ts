import { describe, expect, it, test } from 'vitest';
import type { Client } from '../../../src/runtime/api.ts';
import { memoryStore } from '../../../src/runtime/memory-store.ts';
import type { AnyOptions } from '../../../src/runtime/receiver/types.ts';
import { schemes } from '../../signatures/schemes.ts';
import { createReceiver, deliveryOf, pingClient, secret, url } from './support.ts';
import type { Signed, Unsigned } from './support.ts';

const signsUrl = pingClient({ authentication: { kind: 'signature', scheme: schemes.qminder } });
const unsigned = pingClient<Unsigned>({ authentication: { kind: 'none' } });
const withHeader = pingClient<Unsigned>({ authentication: { kind: 'header', header: 'authorization' } });
const ping = { type: 'ping', count: 1 };

/** As JavaScript does: without a type that would have said so before. */
function create(client: unknown, options: AnyOptions): unknown {
  return createReceiver(client as Client<Signed>, options as { secrets: string; url: string });
}

describe('a receiver without authentication is not made', () => {
  test.each([
    undefined,
    '',
    ' ',
    '\n',
    [],
    [''],
    ['good', ' '],
    [{ id: 'a', value: '' }],
    [undefined],
    [{ id: 'a' }],
    [null],
    1,
  ])('secrets: %j', (secrets) => {
    expect(() => create(signsUrl, { secrets: secrets as string, url })).toThrow(TypeError);
    expect(() => create(withHeader, { auth: { secret: secrets as string } })).toThrow(TypeError);
  });

  test.each([
    undefined,
    '',
    'example.com/webhooks',
    '/webhooks',
    'ftp://example.com',
    [],
    ['https://example.com', ''],
    [undefined],
  ])('url: %j', (given) => {
    expect(() => create(signsUrl, { secrets: secret, url: given as string })).toThrow(
      /`url` must be the URL that is registered/,
    );
  });

  it('asks for no URL where none is signed', () => {
    expect(() => create(pingClient(), { secrets: secret })).not.toThrow();
  });

  it('for a vendor without signatures, unless somebody says so', () => {
    for (const options of [
      {},
      { secrets: secret },
      { auth: undefined },
      { auth: 'None' as 'none' },
      { auth: {} as 'none' },
    ]) {
      expect(() => create(unsigned, options)).toThrow(/`auth` must be/);
    }
    expect(() => create(unsigned, { auth: { secret } })).toThrow(/`auth` must be/);
    expect(() => create(unsigned, { auth: 'none' })).not.toThrow();
    expect(() => create(unsigned, { auth: { header: 'X-Key', secret } })).not.toThrow();
  });

  it('for a vendor with signatures, by `auth`', () => {
    expect(() => create(signsUrl, { auth: 'none', url })).toThrow(TypeError);
  });

  it('for a secret in the wrong encoding, or one that is nothing but a prefix; the message does not show it', () => {
    const client = pingClient({ authentication: { kind: 'signature', scheme: schemes.standardWebhooks } });
    expect(() => create(client, { secrets: 'very secret!' })).toThrow(
      /^The secret is not written in base64, as the signature scheme demands\.$/,
    );
    for (const secrets of ['whsec_', ['MfKQ', 'whsec_=']]) expect(() => create(client, { secrets })).toThrow(/empty/);
  });
});

describe('a header with a fixed value', () => {
  const send = (options: AnyOptions, value: string | undefined, name = 'Authorization'): Promise<unknown> =>
    createReceiver(withHeader, options as { auth: 'none' }).verifyAndParse({
      ...deliveryOf(ping),
      headers: value === undefined ? [] : [[name, value]],
    });

  it("is the contract's, or another one", async () => {
    expect(await send({ auth: { secret: 'Bearer abc' } }, 'Bearer abc')).toMatchObject({ kind: 'event' });
    expect(await send({ auth: { header: 'X-Key', secret: 'abc' } }, 'abc', 'x-key')).toMatchObject({ kind: 'event' });
  });

  it('is one of several, whose id is told', async () => {
    const auth = {
      secret: async () => [
        { id: 'old', value: 'abc' },
        { id: 'new', value: 'abcd' },
      ],
    };
    expect(await send({ auth }, 'abcd')).toMatchObject({ secretId: 'new' });
    expect(await send({ auth }, 'abc')).toMatchObject({ secretId: 'old' });
  });

  test.each([
    [undefined, 'credential-missing'],
    ['', 'credential-wrong'],
    ['ab', 'credential-wrong'],
    ['abcd', 'credential-wrong'],
    ['ABC', 'credential-wrong'],
    ['abcabc', 'credential-wrong'],
  ])('is refused when it is %j', async (value, reason) => {
    expect(await send({ auth: { secret: 'abc' } }, value)).toMatchObject({ status: 401, reason });
  });

  it('is not needed when the endpoint is open', async () => {
    expect(await send({ auth: 'none' }, undefined)).toMatchObject({ kind: 'event', secretId: undefined });
  });
});

describe('clients', () => {
  it('must be clients', () => {
    for (const client of [undefined, {}, [], [{}], 'qminder', [pingClient(), undefined]]) {
      expect(() => create(client, { secrets: secret })).toThrow(TypeError);
    }
  });

  it('must be of one vendor', () => {
    expect(() => create([pingClient(), pingClient({ vendor: 'other' })], { secrets: secret })).toThrow(
      new TypeError('A receiver serves the contracts of one vendor.'),
    );
  });

  it('must be signed in one way', () => {
    expect(() => create([pingClient(), signsUrl], { secrets: secret, url })).toThrow(/signed in different ways/);
    expect(() => create([pingClient(), signsUrl], { verify: () => true })).not.toThrow();
  });

  it('of which one is signed make all be signed', () => {
    expect(() => create([unsigned, pingClient()], { auth: 'none' })).toThrow(TypeError);
    expect(() => create([unsigned, pingClient()], { secrets: secret })).not.toThrow();
  });
});

describe('options that no delivery could pass', () => {
  test.each([Number.NaN, 0, -1, '1mb'])('limit: %j', (limit) => {
    expect(() => create(signsUrl, { secrets: secret, url, limit: limit as number })).toThrow(/`limit`/);
  });

  test.each([Number.NaN, -1, 'soon'])('tolerance: %j', (tolerance) => {
    expect(() => create(signsUrl, { secrets: secret, url, tolerance: tolerance as number })).toThrow(/`tolerance`/);
  });

  test('no options at all, and a handler that is none', () => {
    expect(() => create(signsUrl, undefined as unknown as AnyOptions)).toThrow(/secret is missing/);
    const receiver = createReceiver(signsUrl, { secrets: secret, url });
    expect(() => receiver.on('ping', undefined as unknown as () => void)).toThrow(
      'The handler of "ping" is no function.',
    );
  });

  test.each([{ most: 0 }, { most: Number.NaN }, { ttl: -1 }, { lease: 0 }])('a store with %j', (options) => {
    expect(() => memoryStore(options)).toThrow(TypeError);
  });
});

test('work that has not begun is no work to go on with', async () => {
  const errors: unknown[] = [];
  const receiver = createReceiver(unsigned, { auth: 'none', onError: (error) => errors.push(error) }).on(
    'ping',
    ({ later }) => later((() => {}) as unknown as Promise<void>),
  );
  const { method, headers, body } = deliveryOf(ping);
  const answer = await receiver.fetch(
    new Request(url, { method, headers: headers.map(([name, value]) => [name, value]), body: new Uint8Array(body) }),
  );
  expect(answer.status).toBe(500);
  expect(String(errors[0])).toContain('the promise of work that has begun');
});
