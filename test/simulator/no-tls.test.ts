import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { sendDelivery } from '../../src/sending/send-delivery.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function hostOf(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const delivery = { method: 'POST', headers: [], body: Buffer.from('{}') } as const;

it('says that an https URL leads to a port that speaks http', async () => {
  const host = await hostOf(createHttpServer((_, response) => response.end()));
  expect(await sendDelivery({ ...delivery, url: `https://${host}/` })).toMatchObject({
    status: undefined,
    failure: 'broken',
    isNoTls: true,
    message: `${host} speaks http, not https`,
  });
});

it('takes a connection that ends for what it is', async () => {
  const host = await hostOf(createServer((socket) => socket.once('data', () => socket.end())));
  const answer = await sendDelivery({ ...delivery, url: `https://${host}/` });
  expect(answer).toMatchObject({ status: undefined, failure: 'broken' });
  expect(answer).not.toHaveProperty('isNoTls');
  expect(answer.status === undefined ? answer.message : '').toMatch(/^[^\n]+$/);
});
