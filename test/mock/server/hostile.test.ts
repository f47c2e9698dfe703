import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Mock } from '../../../src/api/mock.ts';
import { call, dial, path, payload, post, startCafe } from './support.ts';

let mock: Mock & AsyncDisposable;
const good = JSON.stringify(payload);
const timeouts = { headers: 0.5, request: 0.8, idle: 3, close: 1 };

beforeAll(async () => {
  mock = await startCafe({ timeouts, limit: 200_000 });
});
afterAll(() => mock.close());

const isAlive = async (): Promise<boolean> => (await post(mock.url + path)).status === 200;

test.for<readonly [name: string, body: string | Uint8Array, detail: RegExp]>([
  ['nothing', '', /empty/],
  ['a beginning', '{"type": "order.ready", ', /not JSON: line 1/],
  ['single quotes', "{'type': 1}", /single quotes/],
  ['NaN', '{"a": NaN}', /NaN/],
  ['UTF-16 with a mark', Buffer.from(`\uFEFF${good}`, 'utf16le'), /looks like UTF-16/],
  ['UTF-16 without', Buffer.from(good, 'utf16le'), /looks like UTF-16/],
  ['big-endian UTF-16', Buffer.from(good, 'utf16le').swap16(), /looks like UTF-16/],
  ['Latin-1', Buffer.from('{"name": "Zoë"}', 'latin1'), /not UTF-8/],
  ['zeros', Buffer.alloc(1000), /not JSON/],
  ['two values', '{} {}', /complete/],
])('%s is no JSON', async ([, body, detail]) => {
  const answer = await post(mock.url + path, body);
  expect(answer).toMatchObject({ status: 400, body: { reason: 'not-json' } });
  expect(answer.body['detail']).toMatch(detail);
});

test.for(['fast', 'prism'] as const)('%s: JSON that is strange, but JSON, is judged', async (engine) => {
  await using other = await startCafe({ engine });
  const strange = [
    'null',
    'true',
    '0',
    '""',
    '[]',
    '1e999',
    '"\\ud800"',
    '{"__proto__": {"type": "order.ready"}}',
    '{"type": "__proto__"}',
    '{"type": "constructor"}',
    '{"type": {"toString": 1}}',
    '{"type": "😀"}',
    `${'['.repeat(90_000)}${']'.repeat(90_000)}`,
    `{"type":"order.ready","order":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`,
    JSON.stringify({ ...payload, order: Array.from({ length: 30_000 }, (_, index) => index) }),
    JSON.stringify({ type: 'order.ready', order: { id: '🫖\u0000\r\nset-cookie: a', status: '日本語' } }),
  ];
  for (const body of strange) {
    const answer = await post(other.url + path, body);
    expect([body.slice(0, 40), answer.status]).toEqual([body.slice(0, 40), 422]);
  }
  expect((await post(other.url + path, `\uFEFF${good}`)).status).toBe(200);
});

test.for(['fast', 'prism'] as const)('%s: text beyond Latin-1 in a violation goes into the answer', async (engine) => {
  await using other = await startCafe({ engine });
  const { status, body } = await post(other.url + path, { type: 'order.ready', order: { id: '🫖', status: '冷めた' } });
  expect(status).toBe(422);
  expect(JSON.stringify(body)).toContain('🫖');
  expect((await post(other.url + path)).status).toBe(200);
});

test('bodies over the limit are refused, and their senders get the answer', async () => {
  const large = Buffer.alloc(11 * 1024 * 1024, 0x20);
  expect(await post(mock.url + path, large)).toMatchObject({ status: 413, body: { reason: 'too-large' } });
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let index = 0; index < 11; index++) {
      await wait(1);
      yield large.subarray(0, 1024 * 1024);
    }
  }
  const chunked = await call(mock.url + path, { method: 'POST', body: pieces() });
  expect(chunked.status).toBe(413);
  expect(await isAlive()).toBe(true);
});

test('chunked bodies are bodies', async () => {
  const { socket, received } = await dial(mock.url);
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n`,
  );
  for (const byte of good) socket.write(`1\r\n${byte}\r\n`);
  socket.write('0\r\n\r\n');
  expect(await received).toMatch(/^HTTP\/1\.1 200 /);
});

test('a sender that says it has nothing more still gets its answer', async () => {
  const { socket, received } = await dial(mock.url);
  socket.end(`POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: ${good.length}\r\n\r\n${good}`);
  expect(await received).toMatch(/^HTTP\/1\.1 200 /);
});

test('who breaks off in the middle is forgotten', async () => {
  mock.clear();
  const { socket, received } = await dial(mock.url);
  socket.write(`POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{"type"`);
  await wait(20);
  socket.resetAndDestroy();
  await received;
  expect(await isAlive()).toBe(true);
  expect(mock.deliveries).toHaveLength(1);
});

test('slow senders are ended', async () => {
  const inHeaders = await dial(mock.url);
  inHeaders.socket.write('POST /cafe/1 HTTP/1.1\r\nHost: a\r\nX-Slow: ');
  const inBody = await dial(mock.url);
  inBody.socket.write(`POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{`);
  const drip = setInterval(() => inBody.socket.write(' '), 100);
  const [first, second] = await Promise.all([inHeaders.received, inBody.received]);
  clearInterval(drip);
  expect(first).toMatch(/^HTTP\/1\.1 408 [^]*did not come whole in time/);
  expect(second).toMatch(/^HTTP\/1\.1 408 |^$/);
  expect(await isAlive()).toBe(true);
});

test.for<readonly [name: string, request: string, status: RegExp]>([
  [
    'large headers',
    `GET / HTTP/1.1\r\nHost: a\r\nX-A: ${'a'.repeat(100_000)}\r\n\r\n`,
    /^HTTP\/1\.1 431 Request Header Fields Too Large\r\n[^]*problem\+json/,
  ],
  ['many headers', `GET / HTTP/1.1\r\nHost: a\r\n${'a: b\r\n'.repeat(20_000)}\r\n`, /^HTTP\/1\.1 431 /],
  ['no HTTP', '\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n', /^HTTP\/1\.1 400 /],
  [
    'two lengths',
    'POST /cafe/1 HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}',
    /^HTTP\/1\.1 400 /,
  ],
  ['no host', 'GET / HTTP/1.1\r\n\r\n', /^HTTP\/1\.1 400 Bad Request\r\n[^]*no header Host/],
])('%s are refused', async ([, text, status]) => {
  const { socket, received } = await dial(mock.url);
  socket.write(text);
  socket.end();
  expect(await received).toMatch(status);
  expect(await isAlive()).toBe(true);
});

test.for(
  [
    '/__proto__',
    '/cafe/__proto__',
    '/cafe/1/__proto__',
    '/cafe/1/constructor',
    '/s/__proto__/cafe/1',
    '/s/__proto__',
    '/s//cafe/1',
    '/s/..%2f/cafe/1',
    '/%00',
    '/%',
    '/%ff/%zz',
    '//evil.example.com/cafe/1',
    '/cafe/1/../../..',
    `/${'a'.repeat(10_000)}`,
    '*',
    '/cafe/2',
    '/Cafe/1',
  ].map((target) => [target.slice(0, 30), target] as const),
)('nothing is served at %s', async ([, target]) => {
  const { socket, received } = await dial(mock.url);
  socket.write(`POST ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}`);
  expect(await received).toMatch(/^HTTP\/1\.1 40[045] /);
});

test('paths are found however they are written', async () => {
  for (const target of ['/c%61fe/1', `http://elsewhere.example.com${path}`, `${path}?a=%zz#b`]) {
    const { socket, received } = await dial(mock.url);
    socket.write(
      `POST ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${good.length}\r\n\r\n${good}`,
    );
    expect(await received).toMatch(/^HTTP\/1\.1 200 /);
  }
});

test('a thousand connections at the same time are all answered', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1_000 });
  const one = async (): Promise<number | undefined> => {
    const sent = request(mock.url + path, { method: 'POST', agent, headers: { 'content-length': good.length } });
    sent.write(good.slice(0, 10));
    await once(sent, 'socket');
    sent.end(good.slice(10));
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    response.resume();
    await once(response, 'end');
    return response.statusCode;
  };
  const statuses = await Promise.all(Array.from({ length: 1_000 }, one));
  agent.destroy();
  expect(new Set(statuses)).toEqual(new Set([200]));
});

test('a client that never reads its stream is let go, and holds nobody up', async () => {
  await using other = await startCafe({ limit: 200_000 });
  const { socket } = await dial(other.url);
  socket.pause();
  socket.write('GET /__deliveries/stream HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await wait(50);
  expect((await call(`${other.url}/metrics`)).text).toContain('counterfoil_mock_streams 1');
  const body = JSON.stringify({ type: 'order.ready', order: 'x'.repeat(15_000) });
  let open = true;
  for (let round = 0; open && round < 40; round++) {
    await Promise.all(Array.from({ length: 50 }, () => post(other.url + path, body)));
    open = (await call(`${other.url}/metrics`)).text.includes('counterfoil_mock_streams 1');
  }
  expect(open).toBe(false);
  socket.destroy();
});
