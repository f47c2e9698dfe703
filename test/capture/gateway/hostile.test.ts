import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Agent } from 'node:http';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, dial, payload, post } from '../../mock/server/support.ts';
import { attestationOf, startReceiver, startTestGateway, temporaryFolder, until } from './support.ts';
import type { TestGateway, TestReceiver } from './support.ts';

const folder = temporaryFolder();
let receiver: TestReceiver;
let run: TestGateway;
const timeouts = { headers: 0.5, request: 0.8, idle: 3, close: 1 };

beforeAll(async () => {
  receiver = await startReceiver();
  run = await startTestGateway(folder.path, { forward: receiver.url, limit: 100_000, timeouts, adminPort: 0 });
});
afterAll(async () => {
  await run[Symbol.asyncDispose]();
  await receiver.close();
  folder[Symbol.dispose]();
});

/** Sends bytes and reads what comes back until the connection ends. */
async function exchange(...pieces: readonly (string | Uint8Array)[]): Promise<string> {
  const { socket, received } = await dial(run.url);
  for (const piece of pieces) socket.write(piece);
  return received;
}

/** That a delivery still goes through, and is recorded. */
async function stillWorks(): Promise<void> {
  expect((await post(run.url, { ...payload, check: randomBytes(8).toString('hex') })).status).toBe(200);
}

const head = 'POST /x HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n';

test.for<readonly [name: string, bytes: string, answer: RegExp]>([
  ['no HTTP', '\u0000\u0001\u0002 hello\r\n\r\n', /^HTTP\/1\.1 400 /],
  ['TLS', '\u0016\u0003\u0001\u0002\u0000\u0001\u0000', /^HTTP\/1\.1 400 /],
  ['two lengths', `${head}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`, /^HTTP\/1\.1 400 /],
  [
    'a length and chunks',
    `${head}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
    /^HTTP\/1\.1 400 /,
  ],
  ['a negative length', `${head}Content-Length: -2\r\n\r\n{}`, /^HTTP\/1\.1 400 /],
  ['a chunk of no size', `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, /^HTTP\/1\.1 400 /],
  ['a header with a line break', `${head}X: a\rb\r\n\r\n`, /^HTTP\/1\.1 400 /],
  ['a header without a name', `${head}: a\r\n\r\n`, /^HTTP\/1\.1 400 /],
  ['no host', 'POST / HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}', /^HTTP\/1\.1 400 /],
  ['many headers', `${head}${'X-A: b\r\n'.repeat(5000)}\r\n`, /^HTTP\/1\.1 431 /],
  ['a long header', `${head}X-A: ${'b'.repeat(50_000)}\r\n\r\n`, /^HTTP\/1\.1 431 /],
  ['a long path', `POST /${'a'.repeat(50_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, /^HTTP\/1\.1 431 /],
  [
    'a body that is declared too long',
    `${head}Content-Length: 100001\r\n\r\n${'x'.repeat(100_001)}`,
    /^HTTP\/1\.1 413 /,
  ],
])('%s is refused', async ([, bytes, answer]) => {
  const before = receiver.got.length;
  expect(await exchange(Buffer.from(bytes, 'latin1'))).toMatch(answer);
  expect(receiver.got).toHaveLength(before);
  await stillWorks();
});

test('a body without an end is not gathered', async () => {
  const { socket, received } = await dial(run.url);
  socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n`);
  const chunk = Buffer.from(`10000\r\n${'x'.repeat(65_536)}\r\n`);
  const flood = setInterval(() => socket.writable && socket.write(chunk), 1);
  expect(await received).toMatch(/^HTTP\/1\.1 (?:408|413) /);
  clearInterval(flood);
  await stillWorks();
});

test('slow headers and slow bodies get their time, and no more', async () => {
  const [headers, body] = await Promise.all([dial(run.url), dial(run.url)]);
  headers.socket.write('POST / HTTP/1.1\r\nHost: a\r\nX-');
  body.socket.write(`${head}Content-Length: 10\r\n\r\n{`);
  expect(await headers.received).toMatch(/^HTTP\/1\.1 408 /);
  expect(await body.received).toMatch(/^(?:HTTP\/1\.1 408 |$)/);
  await stillWorks();
});

test('whoever breaks off leaves nothing behind', async () => {
  const before = receiver.got.length;
  for (const bytes of [
    `${head}Content-Length: 10\r\n\r\n{`,
    'POST',
    `${head}Transfer-Encoding: chunked\r\n\r\n5\r\nab`,
  ]) {
    const { socket } = await dial(run.url);
    socket.write(bytes);
    socket.destroy();
    await once(socket, 'close');
  }
  await stillWorks();
  expect(receiver.got).toHaveLength(before + 1);
});

test('a compressed bomb is recorded as it is, and not opened', async () => {
  const bomb = gzipSync(Buffer.alloc(50_000_000), { level: 9 });
  const headers = [
    ['Content-Encoding', 'gzip'],
    ['Content-Type', 'application/json'],
  ] as const;
  const { status } = await call(`${run.url}/bomb`, { method: 'POST', body: bomb, headers });
  expect(status).toBe(200);
  expect(receiver.got.at(-1)?.body.equals(bomb)).toBe(true);
  await call(`${run.url}/bomb`, { method: 'POST', body: 'no gzip', headers });
  await call(`${run.url}/bomb`, { method: 'POST', body: 'x', headers: [['Content-Encoding', 'constructor']] });
  await stillWorks();
});

const strange: readonly (string | Uint8Array)[] = [
  '',
  'null',
  '"\\ud800"',
  '{"__proto__":{"type":"order.ready"},"constructor":1}',
  '{"type":"__proto__"}',
  '{"type":"order.ready","order":null}',
  '{"type":"order.ready","type":"order.placed"}',
  '1e999',
  `${'['.repeat(40_000)}${']'.repeat(40_000)}`,
  `{"type":"order.ready","order":${'{"a":'.repeat(15_000)}1${'}'.repeat(15_000)}}`,
  Uint8Array.from([0xff, 0xfe, 0x00, 0xc3, 0x28, 0xed, 0xa0, 0x80]),
  '\u{feff}{"type":"order.ready"}',
];

test('bodies of any kind go through and are recorded as they are', async () => {
  const sums = strange.map((body) => createHash('sha256').update(body).digest('hex'));
  for (const body of strange) expect((await post(`${run.url}/strange`, body)).status).toBe(200);
  const received = receiver.got.filter(({ url }) => url === '/strange');
  expect(received.map(({ body }) => createHash('sha256').update(body).digest('hex'))).toEqual(sums);
});

test('any bytes in any header value and any path go through, or are refused', { timeout: 60_000 }, async () => {
  const agent = new Agent({ keepAlive: true });
  const value = fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)) });
  const path = fc.string({
    unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
    maxLength: 40,
  });
  await fc.assert(
    fc.asyncProperty(path, value, fc.uint8Array({ maxLength: 300 }), async (target, header, body) => {
      const answer = await call(run.url, {
        method: 'POST',
        agent,
        body,
        headers: [['X-Any', Buffer.from(header.replaceAll('\u007f', ''), 'latin1').toString('latin1')]],
      });
      expect(answer.status).toBe(200);
      expect(receiver.got.at(-1)?.body.equals(body)).toBe(true);
      expect(receiver.got.at(-1)?.headers.find(([name]) => name === 'X-Any')?.[1]).toBe(
        header.replaceAll('\u007f', '').replaceAll(/^ +| +$/g, ''),
      );
      const text = await exchange(
        Buffer.from(`PUT /${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`, 'latin1'),
      );
      expect(text).toMatch(/^HTTP\/1\.1 200 /);
      expect(receiver.got.at(-1)?.url).toBe(`/${target}`);
    }),
    { numRuns: 60 },
  );
  agent.destroy();
});

test("a proxy's form of the request, and a host that is no host, are passed on", async () => {
  expect(
    await exchange(
      'POST http://evil.example/y?z HTTP/1.1\r\nHost: %%% \r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}',
    ),
  ).toMatch(/^HTTP\/1\.1 200 /);
  expect(receiver.got.at(-1)?.url).toBe('/y?z');
  expect(await exchange('CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n')).not.toMatch(/^HTTP\/1\.1 200/);
  expect(
    await exchange('GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade, close\r\nUpgrade: websocket\r\n\r\n'),
  ).toMatch(/^HTTP\/1\.1 200/);
  expect(receiver.got.at(-1)?.headers.some(([name]) => name === 'Upgrade')).toBe(false);
  await stillWorks();
});

test.for<readonly [name: string, bytes: string]>([
  ['a coding that is none', `${head}Transfer-Encoding: xchunked\r\nContent-Length: 2\r\n\r\n{}`],
  ['a coding after chunks', `${head}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`],
  ['two codings', `${head}Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n`],
  ['a space before the colon', `${head}Content-Length : 2\r\n\r\n{}`],
  ['a folded header', `${head}X-A: b\r\n Content-Length: 2\r\n\r\n`],
  ['a length with a sign', `${head}Content-Length: +2\r\n\r\n{}`],
  ['a length that is a list', `${head}Content-Length: 2, 3\r\n\r\n{}`],
  ['a length beyond all numbers', `${head}Content-Length: 99999999999999999999\r\n\r\n{}`],
  ['lines that end in LF alone', 'POST / HTTP/1.1\nHost: a\nContent-Length: 2\n\n{}'],
  ['a chunk size beyond all numbers', `${head}Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n`],
  ['a chunk that is longer than it says', `${head}Transfer-Encoding: chunked\r\n\r\n1\r\nabcd\r\n0\r\n\r\n`],
  ['a length and chunks, in capitals', `${head}CONTENT-LENGTH: 6\r\nTRANSFER-ENCODING: CHUNKED\r\n\r\n0\r\n\r\nG`],
  ['HTTP of another time', 'POST / HTTP/3.7\r\nHost: a\r\n\r\n'],
])('nothing is smuggled by %s', async ([, bytes]) => {
  const before = receiver.got.length;
  const { socket, received } = await dial(run.url);
  socket.end(Buffer.from(`${bytes}POST /smuggled HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n`, 'latin1'));
  const answers = (await received).match(/HTTP\/1\.1 \d+/g) ?? [];
  expect(answers).toHaveLength(1);
  expect(answers[0]).toMatch(/ 4\d\d$/);
  expect(receiver.got).toHaveLength(before);
  await stillWorks();
});

test('requests that come in one piece are answered in order, and each is a record', async () => {
  const before = receiver.got.length;
  const { socket, received } = await dial(run.url);
  const bodies = Array.from({ length: 50 }, (_, index) => JSON.stringify({ pipelined: index }));
  socket.end(
    bodies.map((body) => `${head}Content-Length: ${body.length}\r\n\r\n${body}`).join('') +
      'POST /chunks HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n2;a=b\r\n{}\r\n0\r\nX-T: 1\r\n\r\n',
  );
  expect((await received).match(/HTTP\/1\.1 200/g)).toHaveLength(51);
  const got = receiver.got.slice(before);
  expect(got.map(({ body }) => body.toString()).toSorted()).toEqual([...bodies, '{}'].toSorted());
  const chunks = got.find(({ url }) => url === '/chunks');
  expect(chunks?.headers.filter(([name]) => /trailer|transfer|x-t/i.test(name))).toEqual([]);
});

test('clients of HTTP/1.0, half-closed ones, and those that expect a word first', async () => {
  for (const bytes of [
    'POST /old HTTP/1.0\r\nContent-Length: 2\r\n\r\n{}',
    `${head}Connection: close\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n{}`,
    `${head}Content-Length: 2\r\n\r\n{}`,
  ]) {
    const { socket, received } = await dial(run.url);
    socket.end(bytes);
    expect(await received).toMatch(/HTTP\/1\.1 200 /);
    expect(receiver.got.at(-1)?.body.toString()).toBe('{}');
  }
  const unknown = await exchange(`${head}Connection: close\r\nExpect: magic\r\nContent-Length: 2\r\n\r\n{}`);
  expect(unknown).toMatch(/^HTTP\/1\.1 417 /);
  await stillWorks();
});

test('a thousand connections that say nothing keep nobody out', async () => {
  const silent = await Promise.all(Array.from({ length: 1000 }, () => dial(run.url)));
  for (const { socket } of silent.slice(0, 500)) socket.write('POST / HTTP/1.1\r\nHost: a\r\n');
  await stillWorks();
  const words = await Promise.all(silent.slice(0, 500).map(({ received }) => received));
  expect(new Set(words.map((text) => text.slice(0, 12)))).toEqual(new Set(['HTTP/1.1 408']));
  for (const { socket } of silent) socket.destroy();
  await stillWorks();
});

test('floods meet limits: deliveries a second, and bytes in memory', async () => {
  using other = temporaryFolder();
  const { promise: go, resolve: finish } = Promise.withResolvers<void>();
  await using slow = await startReceiver((response) => void go.then(() => response.end()));
  await using small = await startTestGateway(other.path, { forward: slow.url, memory: 150_000 });
  const body = JSON.stringify({ ...payload, pad: 'x'.repeat(60_000) });
  const answers = Array.from({ length: 6 }, () => post(small.url, body));
  await until(() => slow.got.length >= 2);
  await new Promise((resolve) => setTimeout(resolve, 100));
  // Two fill the memory; the others wait, unread.
  expect(slow.got.length).toBeLessThan(6);
  finish();
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 200));

  await using limited = await startTestGateway(other.path, { rate: 2, store: `${other.path}/rate.db` });
  const statuses = [];
  for (let index = 0; index < 6; index += 1) statuses.push((await post(limited.url)).status);
  expect(statuses.slice(0, 2)).toEqual([204, 204]);
  expect(statuses).toContain(429);
  expect((await limited.records()).length).toBe(statuses.filter((status) => status === 204).length);
});

test('afterwards everything that was taken is there, attested, and nothing else', async () => {
  const taken = receiver.got.length;
  expect(run.troubles).toEqual([]);
  const metrics = await call(`${run.gateway.adminUrl}/metrics`);
  expect(metrics.text).toMatch(/turned_away_total\{reason="too-large"\}/);
  const records = await run.records();
  expect(records).toHaveLength(taken);
  expect(records.map(({ body }) => Buffer.from(body).toString('hex')).toSorted()).toEqual(
    receiver.got.map(({ body }) => body.toString('hex')).toSorted(),
  );
  for (const record of records.slice(-20)) expect(attestationOf(record, run.store)).toBe('attested');
});
