import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { expect, test } from 'vitest';
import { dial, post } from '../../mock/server/support.ts';
import type { GatewayOptions } from '../../../src/api/gateway.ts';
import { startReceiver, startTestGateway, temporaryFolder } from './support.ts';
import type { TestGateway } from './support.ts';

/** A receiver that does what it likes with its connections. */
async function startBare(serve: (socket: Socket, connection: number) => void) {
  let connections = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    serve(socket, (connections += 1));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.dispose]() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Sends a delivery to a gateway before such a receiver, and tells what the vendor got and what was recorded. */
async function through(
  serve: (socket: Socket, connection: number) => void,
  deliver: (run: TestGateway) => Promise<string>,
  options: GatewayOptions = {},
) {
  using folder = temporaryFolder();
  using receiver = await startBare(serve);
  await using run = await startTestGateway(folder.path, { forward: receiver.url, receiverTimeout: 0.3, ...options });
  const got = await deliver(run);
  const answers = (await run.records()).map(({ answer }) => ({
    status: answer?.status,
    by: answer?.by,
    failure: answer?.failure,
  }));
  return { got, answers, troubles: run.troubles };
}

/** Everything that comes back for a delivery, until the connection ends. */
async function deliver({ url }: TestGateway): Promise<string> {
  const { socket, received } = await dial(url);
  socket.write('POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}');
  return received;
}

test.for<readonly [name: string, head: string, failure: 'broken' | 'timeout', isCut: boolean]>([
  ['a length', 'Content-Length: 100\r\n\r\nhalf', 'broken', true],
  ['chunks', 'Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n', 'broken', true],
  ['a length, and stands still', 'Content-Length: 100\r\n\r\nhalf', 'timeout', false],
])('an answer with %s that is cut off is passed on as far as it came, and recorded as that', async (row) => {
  const [, head, failure, isCut] = row;
  const { got, answers } = await through((socket) => {
    socket.once('data', () => {
      socket.write(`HTTP/1.1 200 OK\r\n${head}`);
      if (isCut) setTimeout(() => socket.destroy(), 50);
    });
  }, deliver);
  expect(got).toMatch(/^HTTP\/1\.1 200 OK[\s\S]*\r\n\r\n(?:4\r\n)?half(?:\r\n)?$/);
  expect(answers).toEqual([{ status: 200, by: 'receiver', failure }]);
});

test('a vendor that leaves in the middle of an answer is no failure of the receiver', async () => {
  const { answers } = await through(
    (socket) => {
      const pad = 'x'.repeat(65_536);
      socket.once('data', () => {
        socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n${pad}`);
        const more = setInterval(() => socket.write(pad), 5);
        socket.once('close', () => clearInterval(more));
      });
    },
    async ({ url, logged }) => {
      const { socket } = await dial(url);
      socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}');
      await once(socket, 'data');
      socket.destroy();
      await logged(1);
      return '';
    },
  );
  expect(answers).toEqual([{ status: 200, by: 'receiver', failure: undefined }]);
});

test.for<readonly [name: string, answer: string, word: RegExp]>([
  ['is no HTTP', 'SSH-2.0-OpenSSH\r\n', /Expected HTTP/],
  ['has no status of HTTP', 'HTTP/1.1 099 No\r\nContent-Length: 0\r\n\r\n', /status 99/],
  [
    'speaks of another protocol',
    'HTTP/1.1 101 Go\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n',
    /switches to another protocol/,
  ],
  ['has two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', /Content-Length/],
])('an answer that %s is none: 502, and it is told once', async ([, answer, word]) => {
  const { got, answers, troubles } = await through(
    (socket) => socket.on('data', () => socket.write(answer)),
    async (run) => (await deliver(run)) + (await deliver(run)),
  );
  expect(got.match(/HTTP\/1\.1 502 Bad Gateway/g)).toHaveLength(2);
  expect(got).toContain('The receiver has ended the connection without an answer.');
  const failed = { status: 502, by: 'gateway', failure: 'broken' };
  expect(answers).toEqual([failed, failed]);
  expect(troubles).toHaveLength(1);
  expect(troubles[0]).toMatch(word);
});

test('an answer that comes before the body was read is passed on, however the receiver ends the connection', async () => {
  const refusal = 'HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno';
  for (const end of ['end', 'destroy', 'reset'] as const) {
    const { got, answers } = await through(
      (socket) =>
        socket.once('data', () => {
          socket.pause();
          if (end === 'end') socket.end(refusal);
          else socket.write(refusal, () => (end === 'destroy' ? socket.destroy() : socket.resetAndDestroy()));
        }),
      async ({ url }) => {
        const { status, text } = await post(url, Buffer.alloc(2_000_000, 'a'));
        return `${status} ${text}`;
      },
    );
    // What was still on its way to a receiver that resets the connection may take the answer with it.
    const isLost = end === 'reset' && got.startsWith('502');
    expect(isLost ? '413 no' : got).toBe('413 no');
    expect(answers[0]).toMatchObject(isLost ? { status: 502, failure: 'broken' } : { status: 413, by: 'receiver' });
  }
});

test('a kept connection that the receiver ends is tried once more on a new one; one that it dies on late is not', async () => {
  let seen = 0;
  const dyingAfter = (pause: number) => (socket: Socket) => {
    let requests = 0;
    socket.on('data', () => {
      seen += 1;
      requests += 1;
      if (requests === 1) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
      else setTimeout(() => socket.destroy(), pause);
    });
  };
  const twice = async ({ url }: TestGateway): Promise<string> => {
    const first = await post(url, { n: 1 });
    const second = await post(url, { n: 2 });
    return `${first.status} ${second.status}`;
  };
  const atOnce = await through(dyingAfter(0), twice);
  expect([atOnce.got, seen]).toEqual(['200 200', 3]);
  seen = 0;
  const late = await through(dyingAfter(1_100), twice, { receiverTimeout: 5 });
  expect([late.got, seen]).toEqual(['200 502', 2]);
});

test('a large answer comes back byte for byte, with its headers in order, and so does one with large headers', async () => {
  const large = randomBytes(20_000_000);
  const cookies = Array.from({ length: 40 }, (_, index) => ['Set-Cookie', `${index}=${'c'.repeat(200)}`]);
  using folder = temporaryFolder();
  await using receiver = await startReceiver((response, { url }) => {
    if (url === '/headers') response.writeHead(200, [...cookies.flat(), 'X-Last', 'b\tc', 'Content-Length', '0']).end();
    else response.writeHead(200, ['X-B', '1', 'X-A', '2', 'x-b', '3', 'Content-Length', '20000000']).end(large);
  });
  await using run = await startTestGateway(folder.path, { forward: receiver.url });
  const agent = new Agent();
  const ask = async (path: string): Promise<IncomingMessage> => {
    const sent = request(`${run.url}${path}`, { method: 'POST', agent, maxHeaderSize: 100_000 }).end('{}');
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    return answer;
  };
  const answer = await ask('/large');
  const sum = createHash('sha256');
  for await (const chunk of answer) sum.update(chunk as Buffer);
  expect(sum.digest('hex')).toBe(createHash('sha256').update(large).digest('hex'));
  expect(answer.rawHeaders.slice(0, 8)).toEqual(['X-B', '1', 'X-A', '2', 'x-b', '3', 'Content-Length', '20000000']);
  const headers = await ask('/headers');
  expect(headers.rawHeaders.slice(0, 82)).toEqual([...cookies.flat(), 'X-Last', 'b\tc']);
  headers.resume();
  agent.destroy();
});
