import { createServer } from 'node:net';
import type { Socket } from 'node:net';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { afterEach, describe, expect, test } from 'vitest';
import { payload, post } from '../../mock/server/support.ts';
import { postgresMissing, postgresPlace } from '../store/stores.ts';
import { readRecords, startReceiver, startTestGateway, temporaryFolder, until } from './support.ts';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

describe('when the store takes nothing', () => {
  /** A lock that another program holds longer than the gateway waits. */
  function lock(file: string): () => void {
    // The gateway itself writes now and then.
    const other = new DatabaseSync(file, { timeout: 5_000 });
    other.exec('BEGIN IMMEDIATE');
    return () => {
      other.exec('ROLLBACK');
      other.close();
    };
  }

  test('deliveries are passed on all the same, and it is told', async () => {
    using folder = temporaryFolder();
    await using receiver = await startReceiver();
    await using run = await startTestGateway(folder.path, { forward: receiver.url, storeTimeout: 0.2, adminPort: 0 });
    const unlock = lock(run.store);
    expect((await post(run.url)).status).toBe(200);
    expect(receiver.got).toHaveLength(1);
    await until(() => run.seen.length === 1);
    expect(run.seen[0]).toMatchObject({ recorded: false, answer: { status: 200 } });
    expect(run.troubles[0]).toMatch(/not recorded/);
    unlock();
    const metrics = (await import('../../mock/server/support.ts')).call(`${run.gateway.adminUrl}/metrics`);
    expect((await metrics).text).toMatch(/store_failures_total\{reason="unavailable"\} 1/);
  });

  test('deliveries are refused on demand, and the receiver never sees them', async () => {
    using folder = temporaryFolder();
    await using receiver = await startReceiver();
    await using run = await startTestGateway(folder.path, {
      forward: receiver.url,
      onStoreFailure: 'refuse',
      storeTimeout: 0.2,
    });
    const unlock = lock(run.store);
    expect(await post(run.url)).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    expect(receiver.got).toHaveLength(0);
    unlock();
    await until(async () => (await post(run.url)).status === 200);
    expect(receiver.got).toHaveLength(1);
  });

  test('nothing is acknowledged that only the gateway knows of', async () => {
    using folder = temporaryFolder();
    await using run = await startTestGateway(folder.path, { storeTimeout: 0.2 });
    const unlock = lock(run.store);
    expect((await post(run.url)).status).toBe(503);
    unlock();
  });

  test('a disk that is nearly full is not filled', async () => {
    using folder = temporaryFolder();
    await using run = await startTestGateway(folder.path, { reserve: 2 ** 60, adminPort: 0 });
    await until(async () => (await post(run.url)).status === 503);
    const { call } = await import('../../mock/server/support.ts');
    expect(await call(`${run.gateway.adminUrl}/healthz`)).toMatchObject({ status: 503, body: { store: 'full' } });
    expect(await call(`${run.gateway.adminUrl}/nothing`)).toMatchObject({ status: 404 });
  });
});

describe('when the receiver is down', () => {
  test('deliveries are held, in order, over a restart, and delivered as they came', async () => {
    using folder = temporaryFolder();
    const place = await startReceiver();
    await place.close();
    const options = {
      forward: place.url,
      onReceiverFailure: 'hold',
      heldPause: { first: 0.02, longest: 0.05 },
    } as const;
    const first = await startTestGateway(folder.path, options);
    const orders = [1, 2, 3].map((id) => ({ ...payload, id }));
    for (const order of orders) {
      const headers = [
        ['Authorization', 'Bearer abc'],
        ['X-Cafe-Signature', 'f00'],
      ] as const;
      expect((await post(`${first.url}/in?token=t`, order, headers)).status).toBe(202);
    }
    expect(first.gateway.held()).toBe(3);
    const waiting = await first.records();
    expect(waiting.map(({ delivery, answer }) => [delivery, answer?.status, answer?.by])).toEqual(
      orders.map(() => ['held', 202, 'gateway']),
    );
    expect(JSON.stringify(waiting)).not.toMatch(/Bearer abc|f00/);

    await using receiver = await startReceiver(undefined, place.port);
    await using second = await startTestGateway(folder.path, options);
    await until(() => receiver.got.length === 3);
    expect(receiver.got.map(({ body }) => (JSON.parse(body.toString()) as { id: number }).id)).toEqual([1, 2, 3]);
    expect(receiver.got[0]?.url).toBe('/in?token=t');
    expect(receiver.got[0]?.headers).toContainEqual(['Authorization', 'Bearer abc']);
    expect(receiver.got[0]?.headers).toContainEqual(['X-Cafe-Signature', 'f00']);
    await until(() => second.gateway.held() === 0);
    const records = await second.records();
    expect(records.map(({ delivery, answer }) => [delivery, answer?.status, answer?.by])).toEqual(
      orders.map(() => ['delivered', 200, 'receiver']),
    );
    const database = new DatabaseSync(second.store);
    expect(database.prepare('SELECT count(parcel) AS count FROM counterfoil_captures').get()).toEqual({ count: 0 });
    database.close();
  });

  test('what comes while others wait, waits behind them', async () => {
    using folder = temporaryFolder();
    let isUp = false;
    await using receiver = await startReceiver((response) => response.writeHead(isUp ? 200 : 503).end());
    await using run = await startTestGateway(folder.path, {
      forward: receiver.url,
      onReceiverFailure: 'hold',
      heldPause: { first: 0.3, longest: 0.3 },
    });
    expect((await post(run.url, { n: 1 })).status).toBe(202);
    isUp = true;
    expect((await post(run.url, { n: 2 })).status).toBe(202);
    await until(() => run.gateway.held() === 0);
    expect((await post(run.url, { n: 3 })).status).toBe(200);
    const delivered = receiver.got.map(({ body }) => body.toString());
    expect(delivered.slice(delivered.lastIndexOf('{"n":1}'))).toEqual(['{"n":1}', '{"n":2}', '{"n":3}']);
  });

  test('a held delivery that the receiver never takes is given up, and does not stop the others', async () => {
    using folder = temporaryFolder();
    let isUp = false;
    await using receiver = await startReceiver((response, { body }) => {
      const status = isUp ? (body.toString() === '{"n":1}' ? 400 : 200) : 503;
      response.writeHead(status).end();
    });
    await using run = await startTestGateway(folder.path, {
      forward: receiver.url,
      onReceiverFailure: 'hold',
      heldPause: { first: 0.02, longest: 0.05 },
    });
    await post(run.url, { n: 1 });
    await post(run.url, { n: 2 });
    isUp = true;
    await until(() => run.gateway.held() === 0);
    const records = await run.records();
    expect(records.map(({ answer, delivery }) => [answer?.status, delivery])).toEqual([
      [400, 'delivered'],
      [200, 'delivered'],
    ]);
  });
});

describe.skipIf(postgresMissing !== undefined)(
  `PostgreSQL${postgresMissing === undefined ? '' : `: ${postgresMissing}`}`,
  () => {
    test("several gateways write to one store, and know of each other's deliveries", async () => {
      using folder = temporaryFolder();
      const place = await postgresPlace();
      closers.push(() => place.remove());
      await using receiver = await startReceiver();
      const options = { forward: receiver.url, store: place.location } as const;
      const one = await startTestGateway(folder.path, options);
      const other = await startTestGateway(folder.path, options);
      await Promise.all(
        Array.from({ length: 40 }, (_, index) => post(index % 2 === 0 ? one.url : other.url, { ...payload, n: index })),
      );
      await one.logged(20);
      await post(other.url, { ...payload, n: 0 });
      await one.gateway.close();
      await other.gateway.close();
      const records = await readRecords(place.location);
      expect(records).toHaveLength(41);
      const repeated = records.filter(({ duplicateOf }) => duplicateOf !== undefined);
      expect(repeated).toHaveLength(1);
      expect(records.find(({ id }) => id === repeated[0]?.duplicateOf)?.body).toEqual(repeated[0]?.body);
    });

    test('a server that goes away costs no delivery that a receiver takes, and is used again when it is back', async () => {
      using folder = temporaryFolder();
      const place = await postgresPlace();
      closers.push(() => place.remove());
      const gate = await gateTo(new URL(place.location));
      closers.push(() => gate.close());
      const through = new URL(place.location);
      through.port = String(gate.port);
      await using receiver = await startReceiver();
      const options = { forward: receiver.url, store: through.href, storeTimeout: 1 } as const;
      await using run = await startTestGateway(folder.path, options);
      expect((await post(run.url)).status).toBe(200);
      gate.shut();
      expect((await post(run.url)).status).toBe(200);
      expect(receiver.got).toHaveLength(2);
      await until(() => run.seen.some(({ recorded }) => !recorded));
      gate.open();
      await until(async () => {
        await post(run.url);
        return run.seen.at(-1)?.recorded === true;
      });
      const client = new pg.Client({ connectionString: place.location });
      await client.connect();
      const { rows } = await client.query<{ count: number }>('SELECT count(*)::int AS count FROM counterfoil_captures');
      await client.end();
      expect(rows[0]?.count).toBeGreaterThanOrEqual(2);
    });
  },
);

/** A way to a server that can be shut. */
async function gateTo(target: URL): Promise<{
  readonly port: number;
  shut(): void;
  open(): void;
  close(): Promise<void>;
}> {
  const { connect } = await import('node:net');
  const sockets = new Set<Socket>();
  let isOpen = true;
  const server = createServer((socket) => {
    socket.on('error', () => {});
    if (!isOpen) {
      socket.destroy();
      return;
    }
    const onward = connect(Number(target.port === '' ? 5432 : target.port), target.hostname);
    onward.on('error', () => {});
    for (const one of [socket, onward]) {
      sockets.add(one);
      one.on('close', () => sockets.delete(one));
    }
    socket.pipe(onward).pipe(socket);
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    shut() {
      isOpen = false;
      cut();
    },
    open() {
      isOpen = true;
    },
    async close() {
      cut();
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      await closed.promise;
    },
  };
}
