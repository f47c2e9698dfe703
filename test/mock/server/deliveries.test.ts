import { brotliCompressSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { startMock } from '../../../src/api/mock.ts';
import { call, dial, path, payload, post, secret, signed, startCafe } from './support.ts';

const { order } = payload;

test.for(['fast', 'prism'] as const)('%s: accepts what the contract describes, and says so', async (engine) => {
  await using mock = await startCafe({ engine });
  const { status, headers, body } = await post(mock.url + path);
  expect({ status, body }).toEqual({
    status: 200,
    body: { accepted: true, contract: 'cafe@1.0.0', event: 'order.ready', signature: 'not-checked', warnings: [] },
  });
  expect(headers['counterfoil-signature']).toBe('not-checked');
  expect(mock.engine).toBe(engine);
  expect(mock.deliveries).toMatchObject([
    { id: 1, verdict: 'accepted', status: 200, event: 'order.ready', body: JSON.stringify(payload) },
  ]);
  const late = await post(`${mock.url}${path}/order.ready?attempt=2`);
  expect(late.status).toBe(200);
});

test.for(['fast', 'prism'] as const)('%s: names event, places, what is wanted and what came', async (engine) => {
  await using mock = await startCafe({ engine });
  const broken = { ...payload, order: { id: 'seven', status: 'ready' } };
  const { status, headers, body } = await post(mock.url + path, broken);
  expect(status).toBe(422);
  expect(headers['content-type']).toBe('application/problem+json');
  expect(body).toMatchObject({ title: 'Unprocessable Content', reason: 'invalid', event: 'order.ready' });
  expect(body['violations']).toContainEqual(
    expect.objectContaining({ in: 'body', pointer: '/order/id', actual: 'seven' }),
  );
  expect(mock.deliveries).toMatchObject([{ verdict: 'refused', reason: 'invalid' }]);
});

test.for(['fast', 'prism'] as const)('%s: names the nearest event when it is unknown', async (engine) => {
  await using mock = await startCafe({ engine });
  const { status, body } = await post(mock.url + path, { ...payload, type: 'order.raedy' });
  expect(status).toBe(422);
  expect(body).toMatchObject({ reason: 'unknown-event', nearest: 'order.ready' });
  expect(body['violations']).toMatchObject([{ pointer: '/type', actual: 'order.raedy' }]);
});

test('the endpoint of one event takes no other', async () => {
  await using mock = await startCafe();
  const { status, body } = await post(`${mock.url}${path}/order.placed`);
  expect(status).toBe(422);
  expect(body).toMatchObject({ reason: 'invalid', event: 'order.ready' });
  expect(body['detail']).toBe('This endpoint takes order.placed alone, and the delivery is of order.ready.');
});

test('violations are grouped by their place', async () => {
  await using mock = await startCafe();
  const { body } = await post(mock.url + path, { type: 'order.ready' });
  const places = (body['violations'] as readonly { readonly pointer: string }[]).map(({ pointer }) => pointer);
  expect(places.length).toBeGreaterThan(0);
  expect(new Set(places).size).toBe(places.length);
});

test('what is not described is a warning, and a refusal in the strict profile', async () => {
  const more = { ...payload, order: { ...(order as object), colour: '🫖' } };
  await using tolerant = await startCafe();
  const warned = await post(tolerant.url + path, more);
  expect(warned.status).toBe(200);
  expect(warned.headers['counterfoil-warnings']).toBe('1');
  expect(warned.body['warnings']).toEqual([
    { kind: 'property', pointer: '/order/colour', message: 'is not described by the contract' },
  ]);
  await using strict = await startCafe({ profile: 'strict' });
  expect(await post(strict.url + path, more)).toMatchObject({ status: 422, body: { reason: 'undocumented' } });
  expect((await post(strict.url + path)).status).toBe(200);
});

test('signatures are checked over the bytes where there is a secret', async () => {
  await using mock = await startCafe({ secrets: { cafe: ['former-secret', secret] } });
  const url = mock.url + path;
  expect(await call(url, signed(url))).toMatchObject({ status: 200, body: { signature: 'valid' } });
  const spaced = new TextEncoder().encode(JSON.stringify(payload, undefined, 3));
  expect((await call(url, signed(url, spaced))).status).toBe(200);
  expect((await call(`${url}?a=b`, signed(`${url}?a=b`))).status).toBe(200);
  expect((await call(`${url}?a=b`, signed(url))).status).toBe(401);
  expect(await call(url, signed(url, payload, 'another'))).toMatchObject({
    status: 401,
    body: { reason: 'signature', signature: 'wrong' },
  });
  const missing = await post(url);
  expect(missing).toMatchObject({ status: 401, body: { detail: 'The delivery has no header X-Cafe-Signature.' } });
  expect(missing.headers['www-authenticate']).toBe('Webhook');
  expect(mock.unchecked).toEqual([]);
});

test('signatures cover the URL that senders know', async () => {
  await using mock = await startCafe({ secrets: { cafe: [secret] }, publicUrl: 'https://mock.example.com/hooks/' });
  const sent = signed(`https://mock.example.com/hooks${path}`);
  expect((await call(mock.url + path, sent)).status).toBe(200);
  expect((await call(mock.url + path, signed(mock.url + path))).status).toBe(401);
});

test('encoded bodies are read, whichever bytes are signed', async () => {
  await using mock = await startCafe({ secrets: { cafe: [secret] }, limit: 10_000 });
  const url = mock.url + path;
  const bytes = Buffer.from(JSON.stringify(payload));
  const send = async (body: Uint8Array, signedBody: Uint8Array, coding: string): Promise<number> => {
    const { headers = [] } = signed(url, signedBody);
    return (await call(url, { method: 'POST', headers: [...headers, ['Content-Encoding', coding]], body })).status;
  };
  expect(await send(gzipSync(bytes), bytes, 'gzip')).toBe(200);
  expect(await send(gzipSync(bytes), gzipSync(bytes), 'GZIP')).toBe(200);
  expect(await send(brotliCompressSync(bytes), bytes, 'br')).toBe(200);
  expect(await send(bytes, bytes, 'gzip')).toBe(400);
  expect(await send(bytes, bytes, 'zstd-x')).toBe(415);
  expect(await send(gzipSync(Buffer.alloc(1_000_000)), bytes, 'gzip')).toBe(413);
});

test('method, content type and path are those of the contract', async () => {
  await using mock = await startCafe();
  const put = await call(mock.url + path, { method: 'PUT', body: '{}' });
  expect([put.status, put.headers['allow']]).toEqual([405, 'POST']);
  expect(
    await call(mock.url + path, { method: 'POST', headers: [['Content-Type', 'text/plain']], body: '{}' }),
  ).toMatchObject({
    status: 415,
    body: { reason: 'content-type' },
  });
  expect(await post(`${mock.url}/cafee/1`)).toMatchObject({
    status: 404,
    body: { reason: 'no-endpoint', detail: 'Nothing is served here; did you mean /cafe/1?' },
  });
  expect((await call(`${mock.url}/nothing`)).status).toBe(404);
  expect(mock.deliveries.map(({ reason }) => reason)).toEqual(['method', 'content-type', 'no-endpoint']);
});

test('a sender can ask for an answer, and is told the verdict all the same', async () => {
  await using mock = await startCafe();
  const asked = await post(mock.url + path, payload, [['Prefer', 'respond-async, code=503; foo']]);
  expect(asked).toMatchObject({ status: 503, body: { verdict: { accepted: true, event: 'order.ready' } } });
  expect(asked.headers['preference-applied']).toBe('code=503');
  const quiet = await post(mock.url + path, { type: 1 }, [['Prefer', 'code="204"']]);
  expect(quiet.status).toBe(204);
  for (const prefer of ['xcode=500', 'respond-async', 'wait=10; handling=lenient'])
    expect((await post(mock.url + path, payload, [['Prefer', prefer]])).status).toBe(200);
  for (const prefer of [
    'code=99',
    'code=700',
    'code=abc',
    'code',
    'code=5000',
    'delay=soon',
    'delay=-1',
    'a, Code = 20x',
  ])
    expect(await post(mock.url + path, payload, [['Prefer', prefer]])).toMatchObject({
      status: 400,
      body: { reason: 'preference', detail: expect.stringMatching(/takes (?:a status from 200 to 599|seconds)/) },
    });
  expect(mock.deliveries.slice(0, 2)).toMatchObject([
    { status: 503, fault: 'prefer', verdict: 'accepted' },
    { status: 204, fault: 'prefer', verdict: 'refused' },
  ]);
});

test('headers that hold secrets are not kept', async () => {
  await using mock = await startCafe();
  await post(mock.url + path, payload, [
    ['Authorization', 'Bearer s3cr3t'],
    ['Cookie', 'a=s3cr3t'],
  ]);
  expect(JSON.stringify(mock.deliveries)).not.toContain('s3cr3t');
  mock.clear();
  expect(mock.deliveries).toEqual([]);
});

test('names and payloads that are far from every event are near to none', async () => {
  const mock = await startMock({ contracts: ['waitwhile'], engine: 'fast' });
  const url = `${mock.url}${mock.endpoints[0]?.path ?? ''}`;
  for (const type of ['ticket_created', 'x', '__proto__'])
    expect([type, (await post(url, { type })).body['nearest']]).toEqual([type, undefined]);
  expect((await post(url, { type: 'visit_create' })).body['nearest']).toBe('visit.created');
  await mock.close();
});

test('the server itself can be asked for its options, and is no place for deliveries', async () => {
  await using mock = await startCafe();
  const ask = async (method: string): Promise<string> => {
    const { socket, received } = await dial(mock.url);
    socket.write(`${method} * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    return received;
  };
  expect(await ask('OPTIONS')).toMatch(/^HTTP\/1\.1 204 No Content\r\nallow: GET, /);
  expect(await ask('POST')).toMatch(/^HTTP\/1\.1 400 /);
  expect(mock.deliveries).toEqual([]);
});

test('a signature that is missing is not one that is wrong', async () => {
  await using mock = await startCafe({ secrets: { cafe: [secret] } });
  const url = mock.url + path;
  expect(await post(url)).toMatchObject({ status: 401, body: { signature: 'missing' } });
  expect(await call(url, signed(url, payload, 'another-secret'))).toMatchObject({
    status: 401,
    headers: { 'counterfoil-signature': 'wrong' },
  });
});
