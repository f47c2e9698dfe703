import { connect } from 'node:net';
import type { Socket } from 'node:net';

const connections = 32;

/**
 * Posts bodies as fast as a server answers them, on 32 connections, and says how many answers a second came. Speaks HTTP
 * by itself: the clients of Node.js would be the slower half.
 *
 * @param requests whole requests; they are sent in turn
 * @param seconds how long it counts, after half a second that does not count
 * @throws {Error} when an answer is no success
 */
export async function measureLoad(url: string, requests: readonly Buffer[], seconds: number): Promise<number> {
  let answers = 0;
  let isOver = false;
  const { hostname, port } = new URL(url);
  const sockets = Array.from({ length: connections }, () => connect(Number(port), hostname));
  const ends = sockets.map((socket, index) =>
    talk(socket, requests, index, () => {
      answers += 1;
      return isOver;
    }),
  );
  await pause(0.5);
  answers = 0;
  const start = performance.now();
  await Promise.race([pause(seconds), Promise.all(ends)]);
  const perSecond = (answers / (performance.now() - start)) * 1000;
  isOver = true;
  await Promise.all(ends);
  return perSecond;
}

/** A whole request with a JSON body. */
export function requestOf(path: string, headers: readonly (readonly [string, string])[], body: Uint8Array): Buffer {
  const lines = [
    `POST ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    ...headers.map(([name, value]) => `${name}: ${value}`),
    `Content-Length: ${body.byteLength}`,
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
}

function talk(socket: Socket, requests: readonly Buffer[], start: number, onAnswer: () => boolean): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let index = start;
  let received = '';
  const send = (): void => {
    index += 1;
    socket.write(requests[index % requests.length] ?? '');
  };
  socket.setNoDelay(true);
  socket.on('error', reject);
  socket.on('connect', send);
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1');
    const end = endOfAnswer(received);
    if (end === undefined) return;
    if (!received.startsWith('HTTP/1.1 2')) reject(new Error(`The server refuses: ${received}`));
    received = received.slice(end);
    if (!onAnswer()) return send();
    socket.destroy();
    resolve();
  });
  return promise;
}

function endOfAnswer(text: string): number | undefined {
  const head = text.indexOf('\r\n\r\n');
  if (head === -1) return undefined;
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? 0);
  return text.length >= head + 4 + length ? head + 4 + length : undefined;
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
