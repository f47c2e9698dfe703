import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { drift } from '../../src/api/drift.ts';
import { cafeFolder, post } from '../mock/server/support.ts';
import { attestationOf, readRecords, startReceiver, temporaryFolder, until } from '../capture/gateway/support.ts';

const program = join(import.meta.dirname, '../support/counterfoil.ts');

interface Started {
  readonly url: string;
  readonly child: ChildProcess;
}

/** Starts a gateway as a program of its own, in a shell that sets its limits first. */
async function start(folder: string, options: readonly string[], limits = ':'): Promise<Started> {
  const args = [program, 'gateway', '--port', '0', '--admin-port', 'off', '--contract', cafeFolder, ...options];
  const child = spawn('sh', ['-c', `${limits}; exec "$@"`, 'sh', process.execPath, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let shown = '';
  child.stdout.on('data', (chunk: Buffer) => (shown = (shown + chunk.toString()).slice(0, 10_000)));
  await until(() => /Listening on http:\/\/[^\s,]+/.test(shown));
  return { child, url: /Listening on (http:\/\/[^\s,]+)/.exec(shown)?.[1] ?? '' };
}

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

test('when the disk is full, what was acknowledged stays, and nothing else is acknowledged', async () => {
  using folder = temporaryFolder();
  // Of 512 bytes each: files of the gateway end at 2 MB.
  const { url, child } = await start(folder.path, ['--store', 'a.db', '--disk-reserve', '0'], 'ulimit -f 4000');
  const statuses: number[] = [];
  for (let number = 0; number < 120; number += 1) statuses.push(await send(url, number, 'x'.repeat(50_000)));
  expect(new Set(statuses)).toEqual(new Set([204, 503]));
  child.kill('SIGKILL');
  await once(child, 'close');
  const records = await readRecords(join(folder.path, 'a.db'));
  const acknowledged = statuses.flatMap((status, number) => (status === 204 ? [number] : []));
  const kept = new Set(records.map(({ body }) => numberOf(body)));
  expect(acknowledged.filter((number) => !kept.has(number))).toEqual([]);
  for (const record of records) expect(attestationOf(record, join(folder.path, 'a.db'))).toBe('attested');
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
      const first = await start(folder.path, guarded);
      children.push(first.child);
      const second = await start(folder.path, guarded);
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
