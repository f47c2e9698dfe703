import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { FastifyPluginAsync } from 'fastify';
import { expect, test } from 'vitest';
import { readNetworks } from '../../src/serve/access/networks.ts';
import { serverOn } from './support.ts';
import type { TestServer } from './support.ts';

const json = { 'content-type': 'application/json' };

async function echo({ server }: TestServer, payload: string, headers: Record<string, string> = json) {
  return server.inject({ method: 'POST', url: '/test/echo', headers, payload });
}

test('every answer has the headers that keep browsers from using it otherwise', async () => {
  const { server } = await serverOn();
  for (const url of ['/healthz', '/test/read/cafe', '/test/admin/cafe', '/nowhere', '/test/bug', '/openapi.json']) {
    const { headers } = await server.inject(url);
    expect([url, headers['content-security-policy']]).toEqual([
      url,
      "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    ]);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-frame-options']).toBe('DENY');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['strict-transport-security']).toBeUndefined();
  }
});

test('with TLS in front, browsers are told to stay with it', async () => {
  const { server } = await serverOn({ publicUrl: 'https://registry.example.com' });
  const headers = { host: 'registry.example.com' };
  const answer = await server.inject({ url: '/healthz', headers });
  expect(answer.headers['strict-transport-security']).toMatch(/^max-age=\d+/);
});

test('a bug is told of without its stack, its message or what it quotes', async () => {
  const { server, log } = await serverOn();
  const answer = await server.inject('/test/bug');
  expect(answer.statusCode).toBe(500);
  expect(answer.json()).toEqual({
    title: 'Internal Server Error',
    status: 500,
    detail: 'The server has failed, which is a bug; its log says more.',
  });
  const lines = log.filter((line) => line.includes('"bug"'));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('support.ts');
  expect(lines[0]).not.toContain('the body of somebody');
});

test('neither tokens nor bodies nor queries are logged', async () => {
  const test = await serverOn({ anonymous: 'none' });
  const { server, log } = test;
  const secret = await test.token({ role: 'writer' });
  const authorization = `Bearer ${secret}`;
  const basic = Buffer.from(`me:${secret}`).toString('base64');
  await server.inject({
    method: 'POST',
    url: '/test/echo?q=query-of-anna',
    headers: { ...json, authorization },
    payload: '{"name":"anna@corp.example"}',
  });
  await server.inject({
    method: 'POST',
    url: '/test/echo',
    headers: { ...json, authorization: `Basic ${basic}` },
    payload: '{"broken anna@corp.example',
  });
  await server.inject({ url: '/test/read/x', headers: { authorization: `Bearer ${secret.slice(0, -2)}` } });
  await server.inject({ url: '/test/read/x', headers: { authorization: 'Bearer of-another-kind' } });
  await server.inject({ url: '/test/bug?q=query-of-anna', headers: { authorization, 'x-name': 'header-of-anna' } });
  const text = log.join('');
  expect(log.length).toBeGreaterThanOrEqual(5);
  for (const never of [secret, secret.slice(0, 20), basic, 'of-another-kind', 'anna', 'me:'])
    expect([never, text.includes(never)]).toEqual([never, false]);
});

test('bodies have a largest size, are JSON, and nest only so deep', async () => {
  const test = await serverOn({ limit: 1000 });
  const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
  expect((await echo(test, JSON.stringify('x'.repeat(990)))).statusCode).toBe(200);
  expect((await echo(test, JSON.stringify('x'.repeat(1000)))).statusCode).toBe(413);
  expect((await echo(test, deep(200))).statusCode).toBe(200);
  const tooDeep = await echo(test, deep(201));
  expect([tooDeep.statusCode, tooDeep.json<{ detail: string }>().detail]).toEqual([
    400,
    'The body nests more than 200 levels deep.',
  ]);
  // Brackets in a text are no nesting, however its quotation marks are escaped.
  expect((await echo(test, JSON.stringify(`\\"${'['.repeat(250)}\\`))).statusCode).toBe(200);
  const broken = await echo(test, '{"secret": nonsense');
  expect([broken.statusCode, broken.json<{ detail: string }>().detail]).toEqual([400, 'The body is not JSON.']);
  expect((await echo(test, '')).statusCode).toBe(400);
  expect((await echo(test, '{"__proto__":{"role":"admin"}}')).statusCode).toBe(400);
  expect((await echo(test, '{"constructor":{"prototype":{"role":"admin"}}}')).statusCode).toBe(400);
  expect((await echo(test, 'a=b', { 'content-type': 'application/x-www-form-urlencoded' })).statusCode).toBe(415);
  expect((await echo(test, '{}', { 'content-type': 'application/vnd.schemaregistry.v1+json' })).statusCode).toBe(200);
  expect((await echo(test, '{}', { 'content-type': 'application/jsonnet' })).statusCode).toBe(415);
});

test('a body that is not UTF-8 is refused, and nothing is put in its place', async () => {
  const { server } = await serverOn();
  const payload = Buffer.from('{"title":"\xff"}', 'latin1');
  const answer = await server.inject({ method: 'POST', url: '/test/echo', headers: json, payload });
  expect([answer.statusCode, answer.json<{ detail: string }>().detail]).toEqual([400, 'The body is not UTF-8.']);
});

test('readers without a token have only so much compared, at the same time and in a minute', async () => {
  let now = 0;
  const waiting: (() => void)[] = [];
  const compares: FastifyPluginAsync = async (scope) => {
    scope.post('/compatibility/subjects/:subject/versions', async () => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return {};
    });
  };
  const { server, token } = await serverOn({
    rate: 1_000,
    workLimit: { atOnce: 2, work: 1_000, now: () => now },
    plugins: [compares],
  });
  const authorization = `Bearer ${await token({ role: 'reader' })}`;
  const ask = async (headers: Record<string, string> = {}, remoteAddress = '192.0.2.1') => {
    const answer = await server.inject({
      method: 'POST',
      url: '/compatibility/subjects/x/versions',
      headers,
      remoteAddress,
    });
    return answer.statusCode;
  };
  const finish = async (count: number): Promise<void> => {
    await expect.poll(() => waiting.length).toBe(count);
    for (const end of waiting.splice(0)) end();
  };
  const two = [ask(), ask()];
  await expect.poll(() => waiting.length).toBe(2);
  expect(await ask()).toBe(429);
  const others = [ask({}, '192.0.2.2'), ask({ authorization }), ask({ authorization }), ask({ authorization })];
  now = 600;
  await finish(6);
  expect(await Promise.all([...two, ...others])).toEqual([200, 200, 200, 200, 200, 200]);
  // Two times 600 ms are more than a second; a minute later all is well.
  expect(await ask()).toBe(429);
  now = 60_000;
  const later = ask();
  await finish(1);
  expect(await later).toBe(200);
});

test('a page of a stranger neither reads nor writes, by a name of its own or from its own origin', async () => {
  const { server } = await serverOn({ anonymous: 'write' });
  const status = async (headers: Record<string, string>, url = '/test/write/cafe'): Promise<number> =>
    (await server.inject({ method: 'POST', url, headers })).statusCode;
  expect(await status({ host: '127.0.0.1:4030' })).toBe(200);
  expect(await status({ host: 'localhost:4030', origin: 'http://localhost:4030' })).toBe(200);
  expect(await status({ host: 'evil.example' })).toBe(403);
  expect(await status({ host: '127.0.0.1:4030', origin: 'https://evil.example' })).toBe(403);
  expect(await status({ host: '127.0.0.1:4030', origin: 'null' })).toBe(403);
  const asked = await server.inject({
    method: 'OPTIONS',
    url: '/test/write/cafe',
    headers: { host: '127.0.0.1:4030', origin: 'https://evil.example', 'access-control-request-method': 'POST' },
  });
  expect(asked.headers['access-control-allow-origin']).toBeUndefined();
  // What checks its health has a name of its own.
  expect((await server.inject({ url: '/healthz', headers: { host: '10.2.3.4:4030' } })).statusCode).toBe(200);
});

test('too many requests are refused, by address, and by token wherever it comes from', async () => {
  const { server, token } = await serverOn({ rate: 3 });
  const authorization = `Bearer ${await token({ role: 'reader' })}`;
  const ask = async (remoteAddress: string, headers: Record<string, string> = {}): Promise<number> =>
    (await server.inject({ url: '/test/read/cafe', remoteAddress, headers })).statusCode;
  expect([await ask('192.0.2.1'), await ask('192.0.2.1'), await ask('192.0.2.1')]).toEqual([200, 200, 200]);
  const refused = await server.inject({ url: '/test/read/cafe', remoteAddress: '192.0.2.1' });
  expect(refused.statusCode).toBe(429);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect(await ask('192.0.2.2')).toBe(200);
  expect(await ask('192.0.2.1', { authorization })).toBe(200);
  expect(await ask('192.0.2.2', { authorization })).toBe(200);
  expect(await ask('192.0.2.3', { authorization })).toBe(200);
  expect(await ask('192.0.2.4', { authorization })).toBe(429);
  expect((await server.inject({ url: '/healthz', remoteAddress: '192.0.2.1' })).statusCode).toBe(200);
});

test('the address that counts is the one that a trusted proxy names, and nobody else', async () => {
  const { server } = await serverOn({ rate: 1, isProxy: readNetworks('--trust-proxy', ['10.0.0.1']) });
  const ask = async (remoteAddress: string, from: string): Promise<number> =>
    (await server.inject({ url: '/test/read/cafe', remoteAddress, headers: { 'x-forwarded-for': from } })).statusCode;
  expect([await ask('10.0.0.1', '192.0.2.1'), await ask('10.0.0.1', '192.0.2.2')]).toEqual([200, 200]);
  expect(await ask('10.0.0.1', '192.0.2.1')).toBe(429);
  expect([await ask('10.0.0.2', '192.0.2.8'), await ask('10.0.0.2', '192.0.2.9')]).toEqual([200, 429]);
});

test('who guesses is stopped after twenty wrong credentials, and who has a token that was good is not', async () => {
  const { server, token } = await serverOn();
  const good = { authorization: `Bearer ${await token({ role: 'reader' })}` };
  const other = { authorization: `Bearer ${await token({ role: 'reader' })}` };
  const ask = async (headers: Record<string, string>, remoteAddress = '192.0.2.1'): Promise<number> =>
    (await server.inject({ url: '/test/read/cafe', headers, remoteAddress })).statusCode;
  expect(await ask(good)).toBe(200);
  const guesses = [];
  for (let count = 0; count < 22; count += 1)
    guesses.push(await ask({ authorization: `Bearer cf_${String(count).padStart(43, 'x')}` }));
  expect(guesses).toEqual([...Array.from({ length: 20 }, () => 401), 429, 429]);
  expect(await ask(good)).toBe(200);
  expect(await ask(other)).toBe(429);
  expect(await ask(other, '192.0.2.2')).toBe(200);
});

test.each([
  '/test/read/..%2f..%2fetc%2fpasswd',
  '/test/read/%27%3B%20DROP%20TABLE%20registry_tokens%3B--',
  '/admin/tokens/%27%20OR%20%271%27%3D%271',
  '/admin/tokens/..%2F..%2F..%2Fetc%2Fpasswd',
  '/test/read/%00',
  '/test/read/%zz',
  '/..%5c..%5cwindows',
  `/admin/tokens/${'a'.repeat(3000)}`,
  '/admin/audit?limit=1;DELETE%20FROM%20registry_audit',
  '/admin/audit?before=2020-01-01T00:00:00Z%27--',
  '/admin/audit?limit=99999999999999999999',
  '/admin/audit?limit[$gt]=1',
])('a hostile path changes nothing, and is told nothing: %s', async (url) => {
  const { server, store, token } = await serverOn();
  const authorization = `Bearer ${await token({ role: 'admin' })}`;
  for (const method of ['GET', 'DELETE'] as const) {
    const answer = await server.inject({ method, url, headers: { authorization } });
    expect([url, answer.statusCode < 500]).toEqual([url, true]);
    expect(answer.body).not.toMatch(/sqlite|registry_|root:|\bat .*\.ts/i);
  }
  expect(await store.listTokens()).toHaveLength(1);
  expect(await store.listAudit({ limit: 10 })).toHaveLength(1);
});

test('headers that are too large, and what is no HTTP, are answered and end the connection', async () => {
  const { server } = await serverOn();
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;
  const speak = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(text));
      let got = '';
      socket.on('data', (chunk) => (got += chunk.toString('latin1')));
      socket.on('close', () => resolve(got));
      socket.on('error', reject);
    });
  expect(await speak(`GET / HTTP/1.1\r\nHost: localhost\r\nX-Large: ${'x'.repeat(17_000)}\r\n\r\n`)).toMatch(
    /^HTTP\/1\.1 431 /,
  );
  expect(await speak('\u0016\u0003\u0001\u0002\u0000\u0001\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
  expect(await speak('GET / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n')).toMatch(
    /^HTTP\/1\.1 400 /,
  );
});

test('a client that is too slow with its headers or its body is not waited for', async () => {
  const { server } = await serverOn({ timeouts: { headers: 0.3, request: 0.6, idle: 5, close: 1 } });
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;
  const stall = (text: string): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.write(text));
      let got = '';
      socket.on('data', (chunk) => (got += chunk.toString('latin1')));
      socket.on('close', () => resolve(got));
    });
  const slow = await Promise.all([
    stall('GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-'),
    stall(
      'POST /test/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
    ),
  ]);
  expect(slow.map((text) => text.slice(0, 12))).toEqual(['HTTP/1.1 408', 'HTTP/1.1 408']);
});

test('requests are counted by route and not by path', async () => {
  const { server } = await serverOn();
  for (const vendor of ['cafe', 'bank', 'other']) await server.inject(`/test/read/${vendor}`);
  await server.inject('/nowhere/at/all');
  await server.inject({ url: '/test/read/x', headers: { authorization: 'Bearer wrong' } });
  const { body, headers } = await server.inject('/metrics');
  expect(headers['content-type']).toMatch(/^text\/plain/);
  expect(body).toContain(
    'counterfoil_registry_requests_total{method="GET",route="/test/:action/:vendor",status="2xx"} 3',
  );
  expect(body).toContain('counterfoil_registry_requests_total{method="GET",route="none",status="4xx"} 1');
  expect(body).toContain('counterfoil_registry_turned_away_total{reason="credentials"} 1');
  expect(body).not.toContain('nowhere');
});
