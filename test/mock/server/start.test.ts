import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startMock } from '../../../src/api/mock.ts';
import type { MockOptions } from '../../../src/api/mock.ts';
import { cafeFolder, call, path, payload, post, startCafe } from './support.ts';

const program = join(import.meta.dirname, '../../support/counterfoil.ts');

test.for<readonly [name: string, options: MockOptions, message: RegExp]>([
  ['a contract that does not exist', { contracts: ['nowhere'] }, /"nowhere" is neither a file/],
  ['a secret of nobody', { secrets: { cafee: ['a'] } }, /secret of cafee, but no contract of it is served/],
  ['a URL that is none', { publicUrl: 'mock.example.com' }, /"mock.example.com" is no URL/],
  ['a URL with a query', { publicUrl: 'https://mock.example.com/?a' }, /is no URL/],
  ['an address of another machine', { host: '192.0.2.1' }, /192\.0\.2\.1:0 is no address of this machine/],
])('%s stops the start', async ([, options, message]) => {
  await expect(startMock({ contracts: [cafeFolder], engine: 'fast', ...options })).rejects.toThrow(message);
});

test('a port in use stops the start', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await expect(startCafe({ port })).rejects.toThrow(`127.0.0.1:${port} is in use by another program.`);
  other.close();
});

test('of versions with the same paths the newest is served, and the others are named', async () => {
  const folder = join(import.meta.dirname, '../../cli/bases/cafe-versions/asyncapi');
  await using mock = await startCafe({ contracts: [folder, cafeFolder] });
  expect(new Set(mock.endpoints.map((one) => one.path)).size).toBe(mock.endpoints.length);
});

test('it ends when what is being answered is answered, and cuts waits short', async () => {
  const mock = await startCafe({ faults: { delay: 60 }, timeouts: { headers: 5, request: 5, idle: 60, close: 5 } });
  const answers = [post(mock.url + path), post(mock.url + path)];
  const stream = call(`${mock.url}/__deliveries/stream`);
  while (!(await call(`${mock.url}/metrics`)).text.includes('counterfoil_mock_streams 1'));
  await mock.close();
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 200]);
  await stream;
  await mock.close();
  await expect(once(connect(Number(new URL(mock.url).port), '127.0.0.1'), 'connect')).rejects.toThrow(/ECONNREFUSED/);
});

test('it tells how it is', async () => {
  await using mock = await startCafe();
  await post(mock.url + path);
  await post(mock.url + path, { type: 'unheard of' });
  expect((await call(`${mock.url}/healthz`)).body).toEqual({ status: 'ok' });
  const { headers, text } = await call(`${mock.url}/metrics`);
  expect(headers['content-type']).toMatch(/^text\/plain; version=/);
  expect(text).toContain(
    'counterfoil_mock_deliveries_total{contract="cafe@1.0.0",event="order.ready",verdict="accepted",reason="",status="2xx"} 1',
  );
  expect(text).toContain('reason="unknown-event",status="4xx"} 1');
});

test.for([
  ['terminal', 'SIGTERM'],
  ['json', 'SIGINT'],
] as const)('the program, log %s: serves, tells, and ends at %s', async ([log, signal]) => {
  const env = { ...process.env, PORT: '0', CAFE: 'sesame-secret', NO_COLOR: '1' };
  const args = [program, 'mock', cafeFolder, '--engine', 'fast', '--secret', 'cafe=CAFE', '--log', log];
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'exit');
  let text = '';
  const until = async (pattern: RegExp): Promise<string> => {
    for (let found = pattern.exec(text); ; found = pattern.exec(text)) {
      if (found !== null) return found[1] ?? '';
      await Promise.race([once(child.stdout, 'data'), ended]);
    }
  };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const url = await until(/Listening on (http:\/\/127\.0\.0\.1:\d+)/);
  await post(url + path, { ...payload, personal: 'Ada Lovelace' });
  await until(log === 'json' ? /("reason":"signature")/ : /(refused {3}401)/);
  child.kill(signal);
  expect(await ended).toEqual([0, null]);
  expect(text).toContain('Ended.');
  expect(text).not.toMatch(/Ada Lovelace|sesame-secret/);
  const isLog = (line: string): boolean => Object.hasOwn(JSON.parse(line) as object, 'time');
  expect(log === 'terminal' || text.trimEnd().split('\n').every(isLog)).toBe(true);
});

test.for<readonly [options: readonly string[], told: RegExp]>([
  [['--host', '0.0.0.0'], /all addresses, port \d+, .* Open http:\/\/127\.0\.0\.1:\d+ in a browser/],
  [
    ['--url', 'https://mock.example.com/'],
    /Listening on http:\/\/127\.0\.0\.1:\d+ .*\n {2}https:\/\/mock\.example\.com\/cafe\/1 /,
  ],
])('the program says where a browser finds it: %s', async ([options, told]) => {
  const args = [program, 'mock', cafeFolder, '--engine', 'fast', '--port', '0', ...options];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) {
    text += String(chunk);
    if (text.includes('/cafe/1 ')) child.kill('SIGTERM');
  }
  expect(text).toMatch(told);
});
