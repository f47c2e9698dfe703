import { createHmac } from 'node:crypto';
import { describe, expect, it, test } from 'vitest';
import type { Receiver } from '../../../src/runtime/api.ts';
import type { Handshake } from '../../../src/runtime/definition.ts';
import { schemes } from '../../signatures/schemes.ts';
import { createReceiver, deliveryOf, pingClient, read, requestOf, secret, url } from './support.ts';
import type { Made, Signed } from './support.ts';

/** Handshakes in use, stated with data alone. */
const handshakes = {
  meta: { method: 'GET', challenge: 'query:hub.challenge', answer: 'body' },
  slack: { method: 'POST', challenge: '/challenge', answer: { property: 'challenge' } },
  graph: { method: 'POST', challenge: 'query:validationToken', answer: 'body' },
  zoom: {
    method: 'POST',
    challenge: '/payload/plainToken',
    answer: { property: 'plainToken' },
    hmac: { algorithm: 'hmac-sha256', encoding: 'hex', property: 'encryptedToken' },
  },
  header: { method: 'POST', challenge: 'header:X-Challenge', answer: { property: 'echo' } },
  signedGet: {
    method: 'GET',
    challenge: 'query:crc_token',
    answer: { property: 'token' },
    hmac: { algorithm: 'hmac-sha256', encoding: 'base64', property: 'response_token' },
  },
} as const satisfies Record<string, Handshake>;

const hmacOf = (text: string, encoding: 'hex' | 'base64', key = secret): string =>
  createHmac('sha256', key).update(text).digest(encoding);

function receiverOf(handshake: Handshake, more: object = {}): Receiver<Signed> {
  return createReceiver(pingClient({ delivery: { handshake } }), { secrets: secret, url, ...more })
    .onAny(() => expect.unreachable())
    .onUnknownEvent(() => expect.unreachable());
}

async function ask(handshake: Handshake, payload: unknown, made: Made, more: object = {}): ReturnType<typeof read> {
  return read(await receiverOf(handshake, more).fetch(requestOf(deliveryOf(payload, made))));
}

const unsigned = { secret: 'of nobody' };

describe('a challenge outside of the body', () => {
  it('is sent back to anybody', async () => {
    const get = { ...unsigned, method: 'GET', url: `${url}?hub.mode=subscribe&hub.challenge=11%3C58` };
    const answer = await ask(handshakes.meta, '', get);
    expect(answer).toMatchObject({ status: 200, text: '11<58' });
    const headers = new Map(answer.headers);
    expect([headers.get('content-type'), headers.get('x-content-type-options')]).toEqual([
      'text/plain; charset=utf-8',
      'nosniff',
    ]);
    expect(await ask(handshakes.graph, '', { ...unsigned, url: `${url}?validationToken=a%20b` })).toMatchObject({
      status: 200,
      text: 'a b',
    });
    expect(await ask(handshakes.header, '', { ...unsigned, headers: [['x-challenge', 'abc']] })).toMatchObject({
      status: 200,
      json: { echo: 'abc' },
    });
  });

  test.each([
    ['none', url],
    ['an empty one', `${url}?hub.challenge=`],
    ['one behind the fragment', `${url}#?hub.challenge=1`],
    ['one that is too long', `${url}?hub.challenge=${'1'.repeat(1025)}`],
  ])('is not sent back when there is %s', async (_, asked) => {
    expect(await ask(handshakes.meta, '', { ...unsigned, method: 'GET', url: asked })).toMatchObject({ status: 405 });
  });

  it('does not open the endpoint for anything else', async () => {
    const asked = `${url}?hub.challenge=1`;
    expect(await ask(handshakes.meta, { type: 'ping' }, { ...unsigned, url: asked })).toMatchObject({ status: 401 });
    for (const method of ['HEAD', 'OPTIONS', 'PUT']) {
      expect(await ask(handshakes.meta, '', { ...unsigned, method, url: asked })).toMatchObject({ status: 405 });
    }
  });

  it('is signed for nobody but the vendor', async () => {
    const asked = { method: 'GET', url: `${url}?crc_token=abc` };
    expect(await ask(handshakes.signedGet, '', asked)).toMatchObject({
      status: 200,
      json: { token: 'abc', response_token: hmacOf('abc', 'base64') },
    });
    expect(await ask(handshakes.signedGet, '', { ...asked, ...unsigned })).toMatchObject({
      status: 401,
      text: '{"status":401}',
    });
    expect(await ask(handshakes.signedGet, '', { method: 'GET' })).toMatchObject({ status: 405 });
  });
});

describe('a challenge in the body', () => {
  const slack = { type: 'url_verification', challenge: '3eZbrw1aB' };
  const zoom = { event: 'endpoint.url_validation', payload: { plainToken: 'qgg8vlvZRS6UYooatFL8Aw' } };

  it('is sent back to the vendor', async () => {
    expect(await ask(handshakes.slack, slack, {})).toMatchObject({ status: 200, json: { challenge: '3eZbrw1aB' } });
    expect(await ask(handshakes.zoom, zoom, {})).toMatchObject({
      status: 200,
      json: { plainToken: 'qgg8vlvZRS6UYooatFL8Aw', encryptedToken: hmacOf('qgg8vlvZRS6UYooatFL8Aw', 'hex') },
    });
  });

  it('is not sent back to anybody else', async () => {
    for (const [handshake, payload] of [
      [handshakes.slack, slack],
      [handshakes.zoom, zoom],
    ] as const) {
      expect(await ask(handshake, payload, unsigned)).toMatchObject({ status: 401, text: '{"status":401}' });
    }
  });

  it('is answered with the secret that the vendor has used', async () => {
    const secrets = [{ id: 'new', value: 'newer' }, secret];
    for (const used of ['newer', secret]) {
      const { json } = await ask(handshakes.zoom, zoom, { secret: used }, { secrets });
      expect(json).toMatchObject({ encryptedToken: hmacOf('qgg8vlvZRS6UYooatFL8Aw', 'hex', used) });
    }
  });

  it('leaves events alone', async () => {
    const receiver = createReceiver(pingClient({ delivery: { handshake: handshakes.slack } }), {
      secrets: secret,
      url,
    });
    for (const challenge of [undefined, '', {}, null, 'x'.repeat(1025)]) {
      const delivery = deliveryOf({ type: 'ping', count: 1, challenge });
      expect(await receiver.verifyAndParse(delivery)).toMatchObject({ kind: 'event' });
    }
  });

  it('is told to those who answer themselves', async () => {
    expect(await receiverOf(handshakes.slack).verifyAndParse(deliveryOf(slack))).toEqual({
      kind: 'handshake',
      contentType: 'application/json',
      body: '{"challenge":"3eZbrw1aB"}',
    });
  });

  it('has no signature where `verify` takes the place of secrets', async () => {
    const receiver = createReceiver(pingClient({ delivery: { handshake: handshakes.zoom } }), {
      verify: () => ({ secretId: 'x' }),
    });
    expect(await receiver.verifyAndParse(deliveryOf(zoom))).toMatchObject({
      body: '{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"}',
    });
  });

  it('is signed with the key, not with how it is written', async () => {
    const client = pingClient({
      authentication: { kind: 'signature', scheme: schemes.standardWebhooks },
      delivery: { handshake: handshakes.zoom },
    });
    const written = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const outcome = await createReceiver(client, { secrets: written, url }).verifyAndParse(
      deliveryOf(zoom, { scheme: schemes.standardWebhooks, secret: written }),
    );
    const key = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
    const encryptedToken = createHmac('sha256', key).update('qgg8vlvZRS6UYooatFL8Aw').digest('hex');
    expect(JSON.parse((outcome as { body: string }).body)).toMatchObject({ encryptedToken });
  });
});
