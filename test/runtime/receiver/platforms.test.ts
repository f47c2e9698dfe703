import { createServer, request as startRequest } from 'node:http';
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { createRequire } from 'node:module';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { Hono } from 'hono';
import { afterEach, describe, expect, it, test, vi } from 'vitest';
import type { Delivery } from '../../../src/runtime/api.ts';
import { schemes } from '../../signatures/schemes.ts';
import { createReceiver, deliveryOf, pingClient, read, requestOf, secret, url } from './support.ts';

const ping = { type: 'ping', count: 1 };
const path = '/webhooks/acme?from=vendor';
const servers: Server[] = [];

afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(
    servers.splice(0).map(
      (server) =>
        new Promise((resolve) => {
          server.close(resolve);
          server.closeAllConnections();
        }),
    ),
  );
});

/** Starts a server on a free port. */
async function listen(
  server: Server | ((...of: Parameters<RequestListener>) => unknown),
): Promise<{ readonly port: number; readonly origin: string }> {
  const started = typeof server === 'function' ? createServer((...of) => void server(...of)) : server;
  servers.push(started);
  if (!started.listening) await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  const { port } = started.address() as AddressInfo;
  return { port, origin: `http://127.0.0.1:${port}` };
}

interface Answer {
  readonly status: number | undefined;
  readonly text: string;
  readonly headers: IncomingMessage['headers'];
}

/** A delivery over the network, as its bytes are; in chunks of unknown number where it has no `Content-Length`. */
function post(origin: string, { method, headers, body }: Delivery, at = path, isChunked = false): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = startRequest(origin + at, { method, agent: false });
    for (const [name, value] of headers) request.setHeader(name, value);
    if (!isChunked) request.setHeader('Content-Length', body.length);
    request.on('error', reject);
    request.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString(), headers: response.headers }),
      );
    });
    request.end(method === 'HEAD' ? undefined : body);
  });
}

/** What these tests use of Express, which brings no types. */
interface Express extends RequestListener {
  use(...parts: readonly unknown[]): Express;
  post(path: string, ...handlers: readonly unknown[]): Express;
}
const express = createRequire(import.meta.url)('express') as {
  (): Express;
  Router(): Express;
  json(options?: { readonly verify: (request: object, response: object, body: Buffer) => void }): unknown;
  raw(options: { readonly type: () => boolean }): unknown;
};

function receiverOf(more: object = {}) {
  const errors: unknown[] = [];
  const seen: Delivery[] = [];
  const receiver = createReceiver(pingClient(), {
    secrets: secret,
    url,
    onError: (error) => errors.push(error),
    ...more,
  });
  receiver.onAny(({ delivery }) => void seen.push(delivery)).onUnknownEvent(({ delivery }) => void seen.push(delivery));
  return { receiver, seen, errors };
}

/** Bytes that a parser would not give back: spaces, escapes, a number that loses digits, two keys of one name. */
const fragile = '{ "type":"ping",\r\n "count" : 1.10, "text":"\\u00e9/\\/", "big": 12345678901234567890, "a":1,"a":2 }';

describe('node:http', () => {
  it('hands over the bytes, the headers and the URL', async () => {
    const { receiver, seen } = receiverOf();
    const { origin } = await listen((request, response) => void receiver.node(request, response));
    const delivery = deliveryOf(fragile);
    expect(await post(origin, delivery)).toMatchObject({ status: 204, text: '' });
    expect(new TextDecoder().decode(seen[0]?.body)).toBe(fragile);
    expect(seen[0]).toMatchObject({
      method: 'POST',
      url: origin + path,
      headers: expect.arrayContaining([delivery.headers[1]]),
    });
  });

  it('is a listener as it is', async () => {
    const { receiver } = receiverOf();
    const { origin } = await listen(receiver.node);
    expect(await post(origin, deliveryOf(ping))).toMatchObject({ status: 204 });
    expect(await post(origin, deliveryOf(ping, { secret: 'x' }))).toMatchObject({
      status: 401,
      text: '{"status":401}',
    });
    for (const method of ['GET', 'HEAD']) {
      const { status, headers } = await post(origin, deliveryOf('', { method }));
      expect([status, headers.allow]).toEqual([405, 'POST']);
    }
  });

  it('answers 413 to what is too large, and goes on with the connection', async () => {
    const { receiver } = receiverOf({ limit: 1000 });
    const { origin } = await listen(receiver.node);
    const large = deliveryOf(JSON.stringify(ping).padEnd(3_000_000));
    expect(await post(origin, large)).toMatchObject({ status: 413 });
    expect(await post(origin, large, path, true)).toMatchObject({ status: 413 });
    expect(await post(origin, deliveryOf(ping))).toMatchObject({ status: 204 });
  });

  it('ends quietly when the vendor breaks off', async () => {
    const { receiver, seen, errors } = receiverOf();
    const done: Promise<void>[] = [];
    const { port, origin } = await listen((request, response) => void done.push(receiver.node(request, response)));
    const socket = connect(port, '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"type"');
    await vi.waitFor(() => expect(done).toHaveLength(1));
    socket.destroy();
    await Promise.all(done);
    expect(await post(origin, deliveryOf(ping))).toMatchObject({ status: 204 });
    expect([seen.length, errors]).toEqual([1, []]);
  });

  it('ends quietly when somebody else has answered', async () => {
    const { receiver, errors } = receiverOf();
    const { origin } = await listen((request, response) => {
      receiver.onAny(() => void response.writeHead(504).end('too late'));
      void receiver.node(request, response);
    });
    expect(await post(origin, deliveryOf(ping))).toMatchObject({ status: 504, text: 'too late' });
    expect(errors).toEqual([]);
  });

  it('ends quietly when the request is over before it is looked at', async () => {
    const { receiver, errors } = receiverOf();
    const done = vi.fn<() => void>();
    const { port } = await listen((request, response) => {
      request.on('close', () => {
        void Promise.resolve(receiver.node(request, response)).finally(done);
      });
    });
    const socket = connect(port, '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"type"');
    socket.on('connect', () => setTimeout(() => socket.destroy(), 20));
    await vi.waitFor(() => expect(done).toHaveBeenCalled());
    expect(errors).toEqual([]);
  });

  it("takes an interrupted answer for the vendor's business", async () => {
    const { receiver, errors } = receiverOf();
    const { port } = await listen((request, response) => void receiver.node(request, response));
    const { body, headers } = deliveryOf(ping);
    const vendor = startRequest({ port, host: '127.0.0.1', method: 'POST', headers: Object.fromEntries(headers) });
    vendor.on('error', () => {});
    receiver.onAny(() => void vendor.destroy());
    vendor.end(body);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(errors).toEqual([]);
  });

  it('keeps every header as it came', async () => {
    const { receiver, seen } = receiverOf();
    const { port } = await listen((request, response) => void receiver.node(request, response));
    const { body, headers } = deliveryOf(ping);
    const vendor = startRequest({ port, host: '127.0.0.1', path: '/x', method: 'POST' });
    for (const [name, value] of headers) vendor.setHeader(name, value);
    vendor.setHeader('X-Twice', ['one', 'two']);
    vendor.end(body);
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    expect(seen[0]?.headers.filter(([name]) => name === 'X-Twice')).toEqual([
      ['X-Twice', 'one'],
      ['X-Twice', 'two'],
    ]);
  });
});

describe('Express', () => {
  const serve = (prepare: (app: Express, node: object) => void) => {
    const made = receiverOf();
    const app = express();
    prepare(app, made.receiver.node);
    return listen(app).then(({ origin }) => ({ ...made, origin }));
  };

  test.each([
    ['a route', (app, node) => app.post('/webhooks/acme', node)],
    ['a mounted router', (app, node) => app.use('/webhooks', express.Router().post('/acme', node))],
    ['before express.json()', (app, node) => app.post('/webhooks/acme', node).use(express.json())],
    ['express.json() for other paths', (app, node) => app.use('/api', express.json()).post('/webhooks/acme', node)],
    ['express.raw()', (app, node) => app.post('/webhooks/acme', express.raw({ type: () => true }), node)],
    [
      'express.json() that keeps the bytes',
      (app, node) =>
        app
          .use(express.json({ verify: (request, _, buffer) => void Object.assign(request, { rawBody: buffer }) }))
          .post('/webhooks/acme', node),
    ],
  ] as readonly (readonly [string, Parameters<typeof serve>[0]])[])('works as %s', async (_, prepare) => {
    const { origin, seen } = await serve(prepare);
    expect(await post(origin, deliveryOf(fragile))).toMatchObject({ status: 204, text: '' });
    expect(new TextDecoder().decode(seen[0]?.body)).toBe(fragile);
    expect(seen[0]?.url).toBe(origin + path);
  });

  it('after express.json() says what to do instead of guessing at the bytes', async () => {
    const { origin, seen, errors } = await serve((app, node) => app.use(express.json()).post('/webhooks/acme', node));
    expect(await post(origin, deliveryOf(ping))).toMatchObject({ status: 500, text: '{"status":500}' });
    expect(seen).toEqual([]);
    expect(String(errors[0])).toMatch(
      /before express\.json\(\).*express\.raw\(\{ type: \(\) => true \}\).*content type parser/,
    );
  });

  it('limits what others have read', async () => {
    const { receiver } = receiverOf({ limit: 10 });
    const app = express().post('/webhooks/acme', express.raw({ type: () => true }), receiver.node);
    const { origin } = await listen(app);
    expect(await post(origin, deliveryOf(ping))).toMatchObject({ status: 413 });
  });
});

describe('Fastify', () => {
  it('works with a parser that leaves the stream alone, beside routes that parse', async () => {
    const { receiver, seen } = receiverOf();
    const app = Fastify();
    app.post('/api', (request, reply) => reply.send(request.body));
    await app.register(async (webhooks) => {
      webhooks.removeAllContentTypeParsers();
      webhooks.addContentTypeParser('*', (_request, _payload, done) => done(null));
      webhooks.post('/webhooks/acme', (request, reply) => {
        reply.hijack();
        return receiver.node(request.raw, reply.raw);
      });
    });
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { origin } = await listen(app.server);
    expect(await post(origin, deliveryOf(fragile))).toMatchObject({ status: 204, text: '' });
    expect(new TextDecoder().decode(seen[0]?.body)).toBe(fragile);
    expect(await post(origin, deliveryOf(ping, { secret: 'x' }))).toMatchObject({ status: 401 });
    expect(
      await post(origin, { ...deliveryOf(ping), headers: [['Content-Type', 'application/json']] }, '/api'),
    ).toMatchObject({ status: 200, text: JSON.stringify(ping) });
    await app.close();
  });

  it('says what to do when Fastify has parsed the body', async () => {
    const { receiver, errors } = receiverOf();
    const app = Fastify();
    app.post('/webhooks/acme', (request, reply) => {
      reply.hijack();
      return receiver.node(request.raw, reply.raw);
    });
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { origin } = await listen(app.server);
    expect(await post(origin, deliveryOf(ping))).toMatchObject({ status: 500 });
    expect(String(errors[0])).toContain('content type parser that leaves the stream alone');
    await app.close();
  });
});

describe('fetch', () => {
  it('works in Hono', async () => {
    const { receiver, seen } = receiverOf();
    const app = new Hono().post('/webhooks/acme', (context) => receiver.fetch(context.req.raw));
    const response = await app.request(requestOf({ ...deliveryOf(fragile), url: `https://hooks.example.com${path}` }));
    expect(await read(response)).toMatchObject({ status: 204 });
    expect(new TextDecoder().decode(seen[0]?.body)).toBe(fragile);
  });

  it('gets the context of a platform through Hono', async () => {
    const { receiver } = receiverOf();
    receiver.onAny((event) => event.later(Promise.resolve()));
    const waitUntil = vi.fn<(work: Promise<unknown>) => void>();
    const app = new Hono().post('*', (context) => receiver.fetch(context.req.raw, context.env, context.executionCtx));
    const response = await app.fetch(
      requestOf(deliveryOf(ping)),
      {},
      { waitUntil, passThroughOnException() {}, props: {} },
    );
    expect(response.status).toBe(202);
    expect(waitUntil).toHaveBeenCalled();
  });

  it('is bound, and needs no body stream of its own', async () => {
    const { fetch } = receiverOf().receiver;
    const { body, headers } = deliveryOf(ping);
    const chunks = [body.subarray(0, 5), new Uint8Array(), body.subarray(5)].map((chunk) => new Uint8Array(chunk));
    const stream = ReadableStream.from(chunks);
    const request = new Request(url, {
      method: 'POST',
      headers: headers.map((pair) => [...pair]),
      body: stream,
      duplex: 'half',
    });
    expect((await fetch(request)).status).toBe(204);
  });

  it('says what to do when the body was read before', async () => {
    const { receiver, errors } = receiverOf();
    const request = requestOf(deliveryOf(ping));
    await request.text();
    expect(await read(await receiver.fetch(request))).toMatchObject({ status: 500, text: '{"status":500}' });
    const locked = requestOf(deliveryOf(ping));
    locked.body?.getReader();
    expect((await receiver.fetch(locked)).status).toBe(500);
    expect(errors.map(String)).toEqual(Array(2).fill(expect.stringContaining('The body was read before')));
  });

  it('ends quietly when the body breaks off', async () => {
    const { receiver, errors, seen } = receiverOf();
    for (const stream of [
      new ReadableStream({ start: (controller) => controller.error(new Error('gone')) }),
      new ReadableStream({
        start(controller) {
          controller.enqueue(new Uint8Array(3));
          controller.error(new Error('gone'));
        },
      }),
    ]) {
      const request = new Request(url, { method: 'POST', body: stream, duplex: 'half' });
      expect(await read(await receiver.fetch(request))).toMatchObject({ status: 400 });
    }
    expect([errors, seen]).toEqual([[], []]);
  });

  it('stops reading over the limit', async () => {
    const { receiver } = receiverOf({ limit: 1000 });
    let chunks = 0;
    const cancel = vi.fn<() => void>();
    const endless = new ReadableStream({
      pull(controller) {
        chunks += 1;
        controller.enqueue(new Uint8Array(100));
      },
      cancel,
    });
    expect((await receiver.fetch(new Request(url, { method: 'POST', body: endless, duplex: 'half' }))).status).toBe(
      413,
    );
    expect(chunks).toBeLessThan(20);
    expect(cancel).toHaveBeenCalled();
  });

  it('survives a request that is none', async () => {
    const { receiver } = receiverOf();
    const response = await receiver.fetch({} as Request);
    expect(response.status).toBe(500);
  });
});

it('takes the URL that is registered, wherever a delivery came to', async () => {
  const scheme = schemes.qminder;
  const receiver = createReceiver(pingClient({ authentication: { kind: 'signature', scheme } }), {
    secrets: secret,
    url,
  });
  const { origin } = await listen((request, response) => void receiver.node(request, response));
  expect(await post(origin, deliveryOf(ping, { scheme }))).toMatchObject({ status: 204 });
});
