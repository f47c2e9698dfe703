import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dial } from '../../mock/server/support.ts';
import { startReceiver, startTestGateway, temporaryFolder } from './support.ts';
import type { TestGateway, TestReceiver } from './support.ts';

const folder = temporaryFolder();
let receiver: TestReceiver;
let run: TestGateway;

beforeAll(async () => {
  receiver = await startReceiver();
  run = await startTestGateway(folder.path, { forward: `${receiver.url}/base`, limit: 1000 });
});
afterAll(async () => {
  await run[Symbol.asyncDispose]();
  await receiver.close();
  folder[Symbol.dispose]();
});

async function exchange(bytes: string): Promise<string> {
  const { socket, received } = await dial(run.url);
  socket.write(Buffer.from(bytes, 'latin1'));
  return received;
}

const host = 'Host: a\r\nConnection: close\r\n';
const body = 'Content-Length: 2\r\n\r\n{}';

test.for<readonly [target: string, path: string]>([
  ['/', '/base'],
  ['/?x=1', '/base?x=1'],
  ['/a?b#c', '/base/a?b#c'],
  ['//b/c', '/base//b/c'],
  ['/../..', '/base/../..'],
  ['/%00%ff%zz', '/base/%00%ff%zz'],
  ['/"<>\\^`{|}', '/base/"<>\\^`{|}'],
  ['*', '*'],
  ['http://b', '/base'],
  ['http://b?x=1', '/base?x=1'],
  ['https://[::1]:3/c', '/base/c'],
  ['ftp://b/c', '/base/c'],
])('the target %s becomes %s', async ([target, path]) => {
  expect(await exchange(`POST ${target} HTTP/1.1\r\n${host}${body}`)).toMatch(/^HTTP\/1\.1 200 /);
  expect(receiver.got.at(-1)?.url).toBe(path);
});

test.for(['b', '?x=1', '/ b', '/\u00e9', 'mailto:b', ''])('the target "%s" is none', async (target) => {
  expect(await exchange(`POST ${target} HTTP/1.1\r\n${host}${body}`)).toMatch(/^HTTP\/1\.1 400 /);
});

test.for(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'DELETE', 'PATCH', 'QUERY', 'PROPFIND', 'M-SEARCH', 'PURGE'])(
  'the method %s is passed on, with a body and without',
  async (method) => {
    const before = receiver.got.length;
    expect(await exchange(`${method} /m HTTP/1.1\r\n${host}\r\n`)).toMatch(/^HTTP\/1\.1 200 /);
    expect(await exchange(`${method} /m HTTP/1.1\r\n${host}${body}`)).toMatch(/^HTTP\/1\.1 200 /);
    expect(receiver.got.slice(before).map((got) => `${got.method} ${got.body.toString()}`)).toEqual([
      `${method} `,
      `${method} {}`,
    ]);
  },
);

test.for<readonly [name: string, bytes: string, status: number]>([
  ['two hosts', `POST / HTTP/1.1\r\n${host}HOST: b\r\n${body}`, 400],
  ['the same host twice', `POST / HTTP/1.1\r\n${host}Host: a\r\n${body}`, 400],
  ['a method that is none', `FOO / HTTP/1.1\r\n${host}${body}`, 400],
  ['a method in lower case', `post / HTTP/1.1\r\n${host}${body}`, 400],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
  ['a control character in a header', `POST / HTTP/1.1\r\n${host}X: a\u0001b\r\n${body}`, 400],
  ['a name that is none', `POST / HTTP/1.1\r\n${host}X-\u00e9: a\r\n${body}`, 400],
  [
    'an endless chunk extension',
    `POST / HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n2;${'a'.repeat(20_000)}\r\n{}`,
    413,
  ],
  [
    'trailers without number',
    `POST / HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n${'X: y\r\n'.repeat(5000)}\r\n`,
    431,
  ],
])('%s: refused', async ([, bytes, status]) => {
  const before = receiver.got.length;
  expect(await exchange(bytes)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(receiver.got).toHaveLength(before);
});

test('as many headers as are taken all arrive; none is dropped in silence', async () => {
  const withHeaders = (count: number): string => `POST / HTTP/1.1\r\n${'a:\r\n'.repeat(count)}${host}${body}`;
  expect(await exchange(withHeaders(900))).toMatch(/^HTTP\/1\.1 200 /);
  expect(receiver.got.at(-1)?.headers.filter(([name]) => name === 'a')).toHaveLength(900);
  expect(await exchange(withHeaders(1100))).toMatch(/^HTTP\/1\.1 431 /);
});

test('who asks before sending a body that is too large is told at once, and others are told to go on', async () => {
  const expecting = `POST / HTTP/1.1\r\n${host}Expect: 100-continue\r\n`;
  expect(await exchange(`${expecting}Content-Length: 1001\r\n\r\n`)).toMatch(/^HTTP\/1\.1 413 /);
  const { socket, received } = await dial(run.url);
  socket.write(`${expecting}Content-Length: 2\r\n\r\n`);
  await once(socket, 'data');
  socket.write('{}');
  expect(await received).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /);
});

test('a body in the smallest of chunks arrives whole', async () => {
  const chunks = '1\r\na\r\n'.repeat(1000);
  expect(await exchange(`POST / HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`)).toMatch(
    /^HTTP\/1\.1 200 /,
  );
  expect(receiver.got.at(-1)?.body.toString()).toBe('a'.repeat(1000));
});

test('an empty file of secrets is refused at the start, and changes nothing later', async () => {
  using other = temporaryFolder();
  const file = join(other.path, 'secrets');
  writeFileSync(file, '# none\n');
  await expect(startTestGateway(other.path, { secrets: [], secretFile: file })).rejects.toThrow(/holds no secret/);
  writeFileSync(file, 'cafe=one\n');
  await using own = await startTestGateway(other.path, { secrets: [], secretFile: file });
  writeFileSync(file, '');
  own.gateway.reloadSecrets();
  expect(own.troubles[0]).toMatch(/stay as they were: The file of secrets .* holds no secret/);
});

test('afterwards each delivery that the receiver got is a record', async () => {
  const taken = receiver.got.length;
  expect(run.troubles).toEqual([]);
  expect(await run.records()).toHaveLength(taken);
});
