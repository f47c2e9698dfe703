import { afterAll, beforeAll, expect, test } from 'vitest';
import { dial } from '../../mock/server/support.ts';
import { startReceiver, startTestGateway, temporaryFolder } from './support.ts';
import type { TestGateway, TestReceiver } from './support.ts';

const folder = temporaryFolder();
let receiver: TestReceiver;
let run: TestGateway;

beforeAll(async () => {
  receiver = await startReceiver((response, { url }) => void setTimeout(() => response.end(`ok ${url}`), 50));
  const timeouts = { headers: 0.3, request: 0.6, idle: 3, close: 1 };
  run = await startTestGateway(folder.path, { forward: receiver.url, limit: 1000, timeouts });
});
afterAll(async () => {
  await run[Symbol.asyncDispose]();
  await receiver.close();
  folder[Symbol.dispose]();
});

function delivery(path: string, more = ''): string {
  return `POST ${path} HTTP/1.1\r\nHost: a\r\n${more}Content-Length: 2\r\n\r\n{}`;
}
const head = 'POST /last HTTP/1.1\r\nHost: a\r\n';

test.for<readonly [name: string, bytes: string, status: number]>([
  ['no HTTP', '\u0000\u0001garbage\r\n\r\n', 400],
  ['no HTTP, and more of it', `GARBAGE\r\n\r\n${'x'.repeat(200_000)}`, 400],
  ['a length that is none', `${head}Content-Length: x\r\n\r\n`, 400],
  ['a chunk that is none', `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n`, 400],
  ['headers that are too large', `${head}X: ${'b'.repeat(30_000)}\r\n\r\n`, 431],
  ['headers that never end', `${head}X-`, 408],
  ['a body that never ends', `${head}Content-Length: 10\r\n\r\n{`, 408],
  ['a tunnel', 'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n', 405],
  ['a body that is too large, and no HTTP', `${head}Content-Length: 2000\r\n\r\n${'x'.repeat(2_000)}GARBAGE`, 413],
])('what comes before %s on a connection gets its answers first', async ([, bytes, status]) => {
  for (const isHalfClosed of [false, true]) {
    const before = receiver.got.length;
    const { socket, received } = await dial(run.url);
    const sent = Buffer.from(`${delivery('/1')}${delivery('/2')}${bytes}`, 'latin1');
    if (isHalfClosed) socket.end(sent);
    else socket.write(sent);
    const text = await received;
    const answers = Array.from(text.matchAll(/HTTP\/1\.1 (\d+)/g), ([, code]) => Number(code));
    // What was not whole when its sender had said everything is no request.
    const expected = isHalfClosed && status === 408 ? 400 : status;
    expect(answers.slice(0, 3)).toEqual([200, 200, expected]);
    expect(text).toMatch(/ok \/1[\s\S]*ok \/2/);
    expect(receiver.got.slice(before).map(({ url }) => url)).toEqual(['/1', '/2']);
  }
});

test('after an answer that ends the connection there is no other', async () => {
  const { socket, received } = await dial(run.url);
  socket.write(`${delivery('/1', 'Connection: close\r\n')}GARBAGE\r\n\r\n`);
  expect((await received).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200']);
});

test('each delivery that was answered is a record', async () => {
  const taken = receiver.got.length;
  expect(run.troubles).toEqual([]);
  expect(await run.records()).toHaveLength(taken);
});
