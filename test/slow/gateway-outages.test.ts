import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { drift } from '../../src/api/drift.ts';
import { cafeFolder, post } from '../mock/server/support.ts';
import { startProgram } from '../capture/gateway/start-program.ts';
import { attestationOf, readRecords, startReceiver, temporaryFolder, until } from '../capture/gateway/support.ts';

/** Sends a delivery that no other equals; 0 when nobody answers. */
async function send(url: string, number: number, pad = ''): Promise<number> {
  try {
    return (await post(url, { type: 'order.ready', number, pad })).status;
  } catch {
    return 0;
  }
}

function numberOf(body: Uint8Array): number {
  return (JSON.parse(Buffer.from(body).toString()) as { number: number }).number;
}

test('when files may not grow, what was acknowledged stays, and nothing else is acknowledged', async () => {
  using folder = temporaryFolder();
  // Of 512 bytes each: files of the gateway end at 2 MB.
  await using gateway = await startProgram(folder.path, ['--store', 'a.db', '--disk-reserve', '0'], 'ulimit -f 4000');
  const { url, child } = gateway;
  const statuses: number[] = [];
  for (let number = 0; number < 120; number += 1) statuses.push(await send(url, number, 'x'.repeat(50_000)));
  expect(new Set(statuses)).toEqual(new Set([204, 503]));
  child.kill('SIGKILL');
  await gateway.ended;
  const records = await readRecords(join(folder.path, 'a.db'));
  const acknowledged = statuses.flatMap((status, number) => (status === 204 ? [number] : []));
  const kept = new Set(records.map(({ body }) => numberOf(body)));
  expect(acknowledged.filter((number) => !kept.has(number))).toEqual([]);
  for (const record of records) expect(attestationOf(record, join(folder.path, 'a.db'))).toBe('attested');
});

/** A disk of 6 MB, where this process may mount one; else why not. */
function mountDisk(folder: string): string | undefined {
  const { status, stderr, error } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=6m', 'tmpfs', folder], {
    encoding: 'utf8',
  });
  return status === 0 ? undefined : (error?.message ?? stderr.trim().split('\n')[0] ?? 'mount fails');
}

const noDisk = (() => {
  using folder = temporaryFolder();
  const reason = mountDisk(folder.path);
  if (reason === undefined) spawnSync('umount', [folder.path]);
  return reason;
})();

describe.skipIf(noDisk !== undefined)(
  `a disk that is truly full${noDisk === undefined ? '' : `: skipped, no disk can be mounted (${noDisk})`}`,
  () => {
    test.for(['forward', 'refuse'] as const)('--on-store-failure %s, and room again', async (way) => {
      using folder = temporaryFolder();
      mountDisk(folder.path);
      try {
        await using receiver = await startReceiver();
        const options = ['--store', 'a.db', '--disk-reserve', '0', '--forward', receiver.url];
        const gateway = await startProgram(folder.path, [...options, '--on-store-failure', way]);
        const { url } = gateway;
        const failed = way === 'forward' ? 'NOT RECORDED' : '503 (own)';
        const statuses = new Map<number, number>();
        let number = 0;
        const one = async (): Promise<number> => {
          number += 1;
          statuses.set(number, await send(url, number, 'x'.repeat(50_000)));
          return statuses.get(number) ?? 0;
        };
        expect(await one()).toBe(200);
        // The disk fills, also with what somebody else writes.
        writeFileSync(join(folder.path, 'log'), Buffer.alloc(3_000_000));
        await until(async () => {
          await one();
          return gateway.shown().includes(failed);
        });
        for (let count = 0; count < 10; count += 1) await one();
        expect(gateway.shown()).toMatch(/trouble: A delivery is not recorded: .*(?:full|space)/);
        expect(new Set(statuses.values())).toEqual(new Set(way === 'forward' ? [200] : [200, 503]));
        rmSync(join(folder.path, 'log'));
        const shownBefore = gateway.shown().length;
        await until(async () => {
          await new Promise((resolve) => setTimeout(resolve, 200));
          const status = await one();
          const recent = gateway.shown().slice(shownBefore).trimEnd().split('\n').at(-1) ?? '';
          return (
            status === 200 && / 200 /.test(recent) && !recent.includes('NOT RECORDED') && !recent.includes('trouble')
          );
        });
        const last = number;
        gateway.child.kill('SIGTERM');
        expect(await gateway.ended).toBe(0);

        const store = join(folder.path, 'a.db');
        const records = await readRecords(store);
        const kept = new Set(records.map(({ body }) => numberOf(body)));
        expect(kept.has(last)).toBe(true);
        for (const record of records) expect(attestationOf(record, store)).toBe('attested');
        const got = receiver.got.map(({ body }) => numberOf(body));
        // What the receiver has seen was acknowledged, and with `refuse` it is also in the store.
        expect(got).toEqual([...statuses].flatMap(([own, status]) => (status === 200 ? [own] : [])));
        expect(got.some((own) => !kept.has(own))).toBe(way === 'forward');
      } finally {
        spawnSync('umount', ['-l', folder.path]);
      }
    });
  },
);

test('held deliveries outlive their gateway, however it ends, and reach the receiver in order', async () => {
  using folder = temporaryFolder();
  const place = await startReceiver();
  await place.close();
  const options = ['--store', 'a.db', '--forward', place.url, '--on-receiver-failure', 'hold'];
  const numbers: number[] = [];
  const hold = async (url: string): Promise<void> => {
    for (let count = 0; count < 20; count += 1) {
      numbers.push(numbers.length);
      expect(await send(url, numbers.length - 1)).toBe(202);
    }
  };
  for (const signal of ['SIGKILL', 'SIGTERM', 'SIGKILL'] as const) {
    await using gateway = await startProgram(folder.path, options);
    await hold(gateway.url);
    gateway.child.kill(signal);
    await gateway.ended;
  }
  await using gateway = await startProgram(folder.path, options);
  expect(gateway.shown()).toContain('60 held deliveries wait for the receiver.');
  await using receiver = await startReceiver(undefined, place.port);
  const start = performance.now();
  await until(() => receiver.got.length >= numbers.length);
  // A gateway that was killed leaves its claim on what it held, which the next one waits for.
  expect(performance.now() - start).toBeLessThan(30_000);
  expect(receiver.got.map(({ body }) => numberOf(body))).toEqual(numbers);
  await until(() => (gateway.shown().match(/held delivered, answer 200/g) ?? []).length === numbers.length);
  expect(await send(gateway.url, numbers.length)).toBe(200);
  gateway.child.kill('SIGTERM');
  expect(await gateway.ended).toBe(0);
  const records = await readRecords(join(folder.path, 'a.db'));
  expect(records.map(({ delivery, answer }) => `${delivery ?? 'at once'} ${answer?.status}`)).toEqual([
    ...numbers.map(() => 'delivered 200'),
    'at once 200',
  ]);
});

test('a gateway that is killed while it delivers what it held loses nothing, and repeats at most what was under way', async () => {
  using folder = temporaryFolder();
  const place = await startReceiver();
  await place.close();
  const options = ['--store', 'a.db', '--forward', place.url, '--on-receiver-failure', 'hold'];
  const first = await startProgram(folder.path, options);
  for (let number = 0; number < 40; number += 1) expect(await send(first.url, number)).toBe(202);
  await using receiver = await startReceiver((response) => void setTimeout(() => response.end(), 20), place.port);
  await until(() => receiver.got.length >= 10);
  first.child.kill('SIGKILL');
  await first.ended;
  const before = receiver.got.length;
  await using second = await startProgram(folder.path, options);
  await until(() => second.shown().includes('Listening') && receiver.got.some(({ body }) => numberOf(body) === 39));
  const got = receiver.got.map(({ body }) => numberOf(body));
  const again = got.slice(before);
  expect(again).toEqual(Array.from({ length: again.length }, (_, index) => 40 - again.length + index));
  expect(again.length).toBeLessThanOrEqual(40 - before + 1);
  expect(new Set(got).size).toBe(40);
});

const binaries = (() => {
  try {
    const root = '/usr/lib/postgresql';
    const [version] = readdirSync(root).toSorted((one, other) => Number(other) - Number(one));
    return version === undefined ? undefined : join(root, version, 'bin');
  } catch {
    return undefined;
  }
})();

/** PostgreSQL does not run as root. */
const owner = (() => {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = ['-u', '-g'].map((flag) =>
    Number(spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout),
  );
  return { uid, gid };
})();

/** A server of its own, to be stopped and started. */
async function makeCluster(folder: string) {
  const data = join(folder, 'data');
  mkdirSync(data);
  chmodSync(folder, 0o755);
  if (owner.uid !== undefined && owner.gid !== undefined) chownSync(data, owner.uid, owner.gid);
  const made = spawnSync(join(binaries ?? '', 'initdb'), ['-D', data, '-A', 'trust', '-U', 'postgres', '--no-sync'], {
    ...owner,
    cwd: data,
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(made.stderr);
  const socket = createServer().listen(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address() as AddressInfo;
  socket.close();
  const settings = ['-D', data, '-p', String(port), '-k', data, '-h', '127.0.0.1'];
  let child: ChildProcess | undefined;
  const isReady = (): boolean =>
    spawnSync(join(binaries ?? '', 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)]).status === 0;
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async start() {
      child = spawn(join(binaries ?? '', 'postgres'), settings, { ...owner, cwd: data, stdio: 'ignore' });
      await until(isReady);
    },
    /** At once, as when the machine is reset: connections end, and nothing is tidied up. */
    async stop() {
      child?.kill('SIGQUIT');
      if (child !== undefined && child.exitCode === null) await once(child, 'close');
    },
  };
}

test.skipIf(binaries === undefined)(
  'two gateways on one PostgreSQL: one is killed, the server goes and comes back, and nothing acknowledged is lost',
  async () => {
    using folder = temporaryFolder();
    const cluster = await makeCluster(folder.path);
    await cluster.start();
    const children: ChildProcess[] = [];
    try {
      await using receiver = await startReceiver();
      const options = ['--store', cluster.url, '--key', 'gateway.key', '--forward', receiver.url];
      const guarded = [...options, '--on-store-failure', 'refuse', '--store-timeout', '1'];
      const first = await startProgram(folder.path, guarded);
      children.push(first.child);
      const second = await startProgram(folder.path, guarded);
      children.push(second.child);
      const acknowledged: number[] = [];
      let number = 0;
      const load = async (url: string, holds: () => boolean): Promise<void> => {
        while (holds()) {
          const own = (number += 1);
          if ((await send(url, own)) === 200) acknowledged.push(own);
        }
      };
      let isKilled = false;
      const loads = [first, first, second, second].map(({ url }) => load(url, () => !isKilled));
      await until(() => acknowledged.length > 100);
      first.child.kill('SIGKILL');
      isKilled = true;
      await Promise.all(loads);

      // What one gateway has recorded, the other knows.
      // The last number may be that of a delivery that the killed one had not recorded.
      const repeated = acknowledged.at(-1) ?? 0;
      await send(second.url, (number += 1));
      await send(second.url, repeated);

      await cluster.stop();
      expect(await send(second.url, (number += 1))).toBe(503);
      await cluster.start();
      await until(async () => (await send(second.url, (number += 1))) === 200);
      acknowledged.push(number);

      const records = await readRecords(cluster.url);
      const kept = new Map(records.map((record) => [numberOf(record.body), record]));
      expect(acknowledged.filter((one) => !kept.has(one))).toEqual([]);
      const { length } = records;
      for (const record of records) expect(attestationOf(record, join(folder.path, 'gateway'))).toBe('attested');
      const same = records.filter(({ body }) => numberOf(body) === repeated);
      expect(same[1]?.duplicateOf ?? same[1]?.retryOf).toBe(same[0]?.id);

      const seen = await drift([cluster.url], { contracts: [cafeFolder], cwd: folder.path });
      expect(seen.captures).toBe(length);
      expect(seen.findings.length).toBeGreaterThan(0);
    } finally {
      for (const child of children) child.kill('SIGKILL');
      await cluster.stop();
    }
  },
);
