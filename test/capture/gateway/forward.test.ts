import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readAttestationKey } from '../../../src/capture/attest.ts';
import { loadCafe, call, dial, payload, post, signed } from '../../mock/server/support.ts';
import { verify } from '../../../src/signatures/verify.ts';
import { secret } from '../../mock/server/support.ts';
import { attestationOf, startReceiver, startTestGateway, temporaryFolder } from './support.ts';

test('passes a delivery on byte for byte, with the signature still valid, and the answer back unchanged', async () => {
  using folder = temporaryFolder();
  await using receiver = await startReceiver((response) => {
    const headers = [
      'X-One',
      '1',
      'x-one',
      '2',
      'Content-Type',
      'text/plain',
      'Content-Length',
      '5',
      'Set-Cookie',
      'a=b',
    ];
    response.sendDate = false;
    response.writeHead(201, 'Made It', headers).end('h\u{e9}llo'.slice(0, 4));
  });
  await using run = await startTestGateway(folder.path, { forward: `${receiver.url}/base` });
  const body = Buffer.from(` {"type" : "order.ready", "order": ${JSON.stringify(payload['order'])} }\n`);
  const { socket, received } = await dial(run.url);
  const url = `${run.url}/hooks/a%2Fb?x=1&x=2`;
  const { headers = [] } = signed(url, body);
  const lines = [...headers, ['X-Odd', 'a'], ['x-odd', 'b'], ['Te', 'trailers'], ['X-Hop', '1']].map(
    ([a, b]) => `${a}: ${b}\r\n`,
  );
  socket.write(
    Buffer.concat([
      Buffer.from(
        `POST /hooks/a%2Fb?x=1&x=2 HTTP/1.1\r\nHost: ${new URL(run.url).host}\r\n${lines.join('')}Connection: close, X-Hop\r\nContent-Length: ${body.byteLength}\r\n\r\n`,
      ),
      body,
    ]),
  );
  const text = await received;
  expect(text).toMatch(
    /^HTTP\/1\.1 201 Made It\r\nX-One: 1\r\nx-one: 2\r\nContent-Type: text\/plain\r\nContent-Length: 5\r\nSet-Cookie: a=b\r\n/,
  );
  expect(text).not.toMatch(/^date:/im);
  const [got] = receiver.got;
  expect(got?.url).toBe('/base/hooks/a%2Fb?x=1&x=2');
  expect(got?.body.equals(body)).toBe(true);
  expect(got?.headers.map(([name]) => name)).toEqual([
    'Host',
    ...headers.map(([name]) => name),
    'X-Odd',
    'x-odd',
    'Content-Length',
    'Connection',
  ]);
  expect(got?.headers[0]?.[1]).toBe(new URL(run.url).host);
  const { contract } = await loadCafe();
  const { authentication } = contract;
  if (authentication.kind !== 'signature' || got === undefined) throw new Error('The cafe signs.');
  const signature = { ...got, url, secrets: [{ id: 'a', value: secret }] };
  expect(verify(authentication.scheme, signature)).toEqual({ valid: true, secret: 'a' });

  const [record] = await run.records();
  expect(record).toMatchObject({
    origin: 'live',
    vendor: 'cafe',
    contract: 'cafe@1.0.0',
    event: 'order.ready',
    method: 'POST',
    verdict: 'accepted',
    signature: { state: 'valid', secret: 'CAFE_SECRET' },
    answer: { status: 201, by: 'receiver' },
    remote: '127.0.0.1',
  });
  expect(Buffer.from(record?.body ?? []).equals(body)).toBe(true);
  expect(record?.url).toBe(url);
  expect(attestationOf(record, run.store)).toBe('attested');
});

test('passes on methods, empty bodies, every byte, compressed bodies and streamed answers as they are', async () => {
  using folder = temporaryFolder();
  const large = randomBytes(300_000);
  await using receiver = await startReceiver((response, { method }) => {
    if (method === 'HEAD') response.writeHead(200, ['Content-Length', '1234']).end();
    else if (method === 'DELETE') response.writeHead(304).end();
    else if (method === 'PUT') {
      response.writeHead(200, ['Transfer-Encoding', 'chunked']);
      response.write(large.subarray(0, 100_000));
      setTimeout(() => response.end(large.subarray(100_000)), 20);
    } else response.writeHead(404, ['Content-Length', '0']).end();
  });
  await using run = await startTestGateway(folder.path, { forward: receiver.url });
  expect(await call(`${run.url}/a`, { method: 'HEAD' })).toMatchObject({
    status: 200,
    headers: { 'content-length': '1234' },
  });
  expect(await call(`${run.url}/`, { method: 'DELETE' })).toMatchObject({ status: 304 });
  expect(await call(`${run.url}/?challenge=x`)).toMatchObject({ status: 404 });
  const everything = Buffer.from(Uint8Array.from({ length: 256 }, (_, index) => index));
  const zipped = gzipSync(JSON.stringify(payload));
  expect((await call(run.url, { method: 'PUT', body: everything })).text).toBe(large.toString());
  const stream = (async function* () {
    yield zipped.subarray(0, 10);
    yield zipped.subarray(10);
  })();
  await call(run.url, {
    method: 'POST',
    body: stream,
    headers: [
      ['Content-Encoding', 'gzip'],
      ['Content-Type', 'application/json'],
    ],
  });
  expect(receiver.got.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'HEAD /a',
    'DELETE /',
    'GET /?challenge=x',
    'PUT /',
    'POST /',
  ]);
  expect(receiver.got[3]?.body.equals(everything)).toBe(true);
  expect(receiver.got[4]?.body.equals(zipped)).toBe(true);
  const records = await run.records();
  expect(records.map(({ verdict, event = '' }) => `${verdict} ${event}`)).toEqual([
    'unknown ',
    'unknown ',
    'unknown ',
    'unknown ',
    'accepted order.ready',
  ]);
  expect(Buffer.from(records[4]?.body ?? []).equals(zipped)).toBe(true);
});

test('answers 204 itself when there is no receiver', async () => {
  using folder = temporaryFolder();
  await using run = await startTestGateway(folder.path);
  expect(await post(`${run.url}/x`)).toMatchObject({ status: 204, text: '' });
  const [record] = await run.records();
  expect(record?.answer).toMatchObject({ status: 204, by: 'gateway' });
  expect(attestationOf(record, run.store)).toBe('attested');
});

test('a verdict changes no answer, unless the gateway is a guard', async () => {
  using folder = temporaryFolder();
  await using receiver = await startReceiver();
  const wrong = [
    ['not JSON', '{'],
    ['no event', '{"type":"nobody"}'],
    ['broken', '{"type":"order.ready","order":{}}'],
  ] as const;
  {
    await using run = await startTestGateway(folder.path, { forward: receiver.url });
    for (const [, body] of wrong) expect((await post(run.url, body)).status).toBe(200);
    expect((await run.records()).map(({ verdict }) => verdict)).toEqual(['unknown', 'unknown', 'deviates']);
  }
  using other = temporaryFolder();
  await using guard = await startTestGateway(other.path, { forward: receiver.url, refuse: ['invalid'] });
  const before = receiver.got.length;
  expect((await post(guard.url, '{"type":"nobody"}')).status).toBe(200);
  const unsigned = await post(guard.url, payload);
  expect(unsigned).toMatchObject({ status: 401, body: { status: 401 } });
  const broken = await call(guard.url, signed(`${guard.url}/`, { type: 'order.ready', order: {} }));
  expect(broken).toMatchObject({ status: 422 });
  expect((await call(guard.url, signed(`${guard.url}/`))).status).toBe(200);
  expect(receiver.got.length - before).toBe(2);
  const records = await guard.records();
  expect(records.map(({ answer, origin, reasons = [] }) => [answer?.status, answer?.by, origin, reasons[0]])).toEqual([
    [200, 'receiver', 'live', 'no contract knows it'],
    [401, 'gateway', undefined, undefined],
    [422, 'gateway', 'live', expect.stringMatching(/^capture\/payload/)],
    [200, 'receiver', 'live', undefined],
  ]);
});

test('links duplicates and retries, in memory and after a restart', async () => {
  using folder = temporaryFolder();
  let status = 500;
  await using receiver = await startReceiver((response) => response.writeHead(status, ['Content-Length', '0']).end());
  const first = await startTestGateway(folder.path, { forward: receiver.url });
  await post(first.url);
  await first.logged(1);
  await post(first.url);
  status = 200;
  await post(first.url);
  await first.logged(3);
  await first.records();
  const second = await startTestGateway(folder.path, { forward: receiver.url });
  await post(second.url);
  await post(second.url, { ...payload, more: 1 });
  const records = await second.records();
  const [one] = records;
  expect(records.map(({ retryOf, duplicateOf }) => ({ retryOf, duplicateOf }))).toEqual([
    { retryOf: undefined, duplicateOf: undefined },
    { retryOf: one?.id, duplicateOf: undefined },
    { retryOf: one?.id, duplicateOf: undefined },
    { retryOf: undefined, duplicateOf: one?.id },
    { retryOf: undefined, duplicateOf: undefined },
  ]);
});

test("tells the receiver's failures as they are: refused, too slow, broken off", async () => {
  using folder = temporaryFolder();
  await using slow = await startReceiver(() => {});
  await using breaking = await startReceiver((response) => response.destroy());
  await using halfway = await startReceiver((response) => {
    response.writeHead(200, ['Content-Length', '100']);
    response.write('half');
    setTimeout(() => response.destroy(), 1_000);
  });
  const gone = await startReceiver();
  await gone.close();
  const outcomes: unknown[] = [];
  for (const [index, { url }] of [gone, slow, breaking].entries()) {
    await using run = await startTestGateway(folder.path, {
      forward: url,
      receiverTimeout: 0.2,
      store: `${folder.path}/${index}.db`,
    });
    const { status } = await post(run.url);
    const [record] = await run.records();
    outcomes.push([status, record?.answer?.by, record?.answer?.failure]);
  }
  expect(outcomes).toEqual([
    [502, 'gateway', 'refused'],
    [504, 'gateway', 'timeout'],
    [502, 'gateway', 'broken'],
  ]);
  await using run = await startTestGateway(folder.path, { forward: halfway.url });
  const { socket, received } = await dial(run.url);
  socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}');
  expect(await received).toMatch(/half$/);
});

test('the head of a slow answer is passed on while its body still comes', async () => {
  using folder = temporaryFolder();
  const { promise: go, resolve: finish } = Promise.withResolvers<void>();
  await using receiver = await startReceiver((response) => {
    response.writeHead(200, ['Content-Length', '8']);
    response.write('half');
    void go.then(() => response.end('rest'));
  });
  await using run = await startTestGateway(folder.path, { forward: receiver.url });
  const { socket, received } = await dial(run.url);
  socket.write('POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}');
  await once(socket, 'data');
  finish();
  expect(await received).toMatch(/halfrest$/);
});

test('a key is made once, and no other is taken', async () => {
  using folder = temporaryFolder();
  const one = await startTestGateway(folder.path);
  await one.records();
  const two = await startTestGateway(folder.path);
  await two.records();
  expect(two.gateway.key).toBe(one.gateway.key);
  expect(readAttestationKey('no key')).toBeUndefined();
});
