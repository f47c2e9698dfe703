import { expect, test } from 'vitest';
import { Capacity } from '../../../src/capture/gateway/limits.ts';
import { call, dial, payload, post } from '../../mock/server/support.ts';
import { startTestGateway, temporaryFolder, until } from './support.ts';

test('senders that declare much and send little keep nobody out', async () => {
  using folder = temporaryFolder();
  await using run = await startTestGateway(folder.path, { memory: 4_000_000 });
  const slow = await Promise.all(Array.from({ length: 400 }, () => dial(run.url)));
  for (const { socket } of slow) socket.write('POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n{');
  await new Promise((resolve) => setTimeout(resolve, 100));
  const start = performance.now();
  expect((await post(run.url, payload)).status).toBe(204);
  expect(performance.now() - start).toBeLessThan(5_000);
  const quick = performance.now();
  for (let count = 0; count < 20; count += 1) expect((await post(run.url, { ...payload, count })).status).toBe(204);
  expect(performance.now() - quick).toBeLessThan(3_000);
  for (const { socket } of slow) socket.destroy();
  expect(await run.records()).toHaveLength(21);
});

test('who breaks off in the middle of a body leaves no room behind, whether it was read or waited', async () => {
  using folder = temporaryFolder();
  await using run = await startTestGateway(folder.path, { memory: 400_000, adminPort: 0 });
  const head = 'POST / HTTP/1.1\r\nHost: a\r\n';
  const begun = [
    `${head}Content-Length: 300000\r\n\r\n{`,
    `${head}Transfer-Encoding: chunked\r\n\r\n5\r\nab`,
    `${head}Content-Length: 3000\r\n\r\n${'x'.repeat(2000)}`,
  ];
  for (const leave of ['end', 'destroy', 'resetAndDestroy'] as const) {
    const sockets = await Promise.all([...begun, ...begun].map(async (bytes) => ({ bytes, ...(await dial(run.url)) })));
    for (const { socket, bytes } of sockets) socket.write(bytes);
    await new Promise((resolve) => setTimeout(resolve, 50));
    for (const { socket } of sockets) socket[leave]();
    await Promise.all(sockets.map(({ received }) => received));
  }
  await until(async () => {
    const { text } = await call(`${run.gateway.adminUrl}/metrics`);
    return /_body_bytes 0$/m.test(text) && /_waiting 0$/m.test(text);
  });
  expect((await post(run.url)).status).toBe(204);
  expect(run.troubles).toEqual([]);
});

test('room is kept for bodies as they are, and given back', async () => {
  const capacity = new Capacity(1_000_000, 10_000);
  const rooms = Array.from({ length: 3 }, () => capacity.admit(250_000));
  expect(capacity.held).toBe(750_000);
  const fourth = capacity.admit(undefined);
  expect(fourth).toBeInstanceOf(Promise);
  const [first, second, third] = await Promise.all(rooms.map(async (one) => one));
  // Read, and less than was declared: the one that waits may go on.
  first?.use(100_000);
  const room = await fourth;
  expect(capacity.held).toBe(600_000 + 256 * 1024);
  const fifth = capacity.admit(200_000);
  expect(capacity.waiting).toBe(1);
  // The others are slow, and keep little; what has been read keeps its room.
  await until(() => capacity.waiting === 0);
  const last = await fifth;
  expect(capacity.held).toBe(100_000 + 3 * 4096 + 200_000);
  for (const one of [first, second, third, room, last]) one?.leave();
  expect(capacity.held).toBe(0);
});

test('who waits too long gets no room', async () => {
  const capacity = new Capacity(100, 30);
  const only = await capacity.admit(100);
  only?.use(100);
  expect(await capacity.admit(100)).toBeUndefined();
  expect(capacity.waiting).toBe(0);
  only?.leave();
  expect(await capacity.admit(1_000)).toBeDefined();
});
