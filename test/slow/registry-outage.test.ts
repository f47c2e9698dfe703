import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { CachedStore } from '../../src/registry/store/cached-store.ts';
import { openRegistryStore } from '../../src/registry/store/open-registry-store.ts';
import { exported, outcome, register } from '../registry/store/writes.ts';

/** Programs of a PostgreSQL that a test may start and end as it likes. */
const programs = findPrograms();

const reason = programs === undefined ? ': no programs of PostgreSQL are installed' : '';

describe.skipIf(reason !== '')(`a server that goes away and comes back${reason}`, () => {
  const cluster = programs === undefined ? undefined : new Cluster(programs);
  afterAll(() => cluster?.remove());

  test('fails what is asked meanwhile, loses nothing, and is used again when it answers', async () => {
    if (cluster === undefined) return;
    await cluster.make();
    const store = await openRegistryStore(cluster.url, { create: true });
    const cached = new CachedStore(store, { lookAfter: 0 });
    expect(await register(cached, 'a', '1')).toMatchObject({ version: 1, id: 1 });
    await cached.getSchema(1);
    cluster.stop();
    expect(await outcome(register(cached, 'a', '2'))).toBe('unavailable');
    expect(await outcome(cached.getSubject('a'))).toBe('unavailable');
    expect(await outcome(cached.getSchema(1))).toBe('unavailable');
    expect(await outcome(cached.ping())).toBe('unavailable');
    expect(await outcome(exported(cached))).toBe('unavailable');
    await expect(openRegistryStore(cluster.url)).rejects.toThrow(/cannot be opened/);
    cluster.start();
    await cached.ping();
    expect(await register(cached, 'a', '2')).toMatchObject({ version: 2, id: 2 });
    expect((await cached.getSchema(1))?.id).toBe(1);
    await cached.close();
  }, 180_000);

  test('that is restarted under load keeps what it has acknowledged', async () => {
    if (cluster === undefined) return;
    const store = await openRegistryStore(cluster.url);
    const told: (readonly [string, number, number])[] = [];
    const over = new AbortController();
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let step = 0; !over.signal.aborted; step += 1) {
        try {
          const { version, id } = await register(store, `s${writer}`, `${writer} ${step}`);
          told.push([`s${writer}`, version, id]);
        } catch {
          await wait(20);
        }
      }
    });
    for (let round = 0; round < 3; round += 1) {
      await wait(400);
      cluster.stop('immediate');
      await wait(100);
      cluster.start();
      await wait(600);
    }
    over.abort();
    await Promise.all(writers);
    const kept = new Map(
      (await store.listVersions({})).map(({ subject, version, id }) => [`${subject}/${version}`, id]),
    );
    expect(told.length).toBeGreaterThan(20);
    expect(told.filter(([subject, version, id]) => kept.get(`${subject}/${version}`) !== id)).toEqual([]);
    expect(new Set(told.map(([, , id]) => id)).size).toBe(told.length);
    await store.close();
  }, 180_000);
});

/** A PostgreSQL of our own below the folder for temporary files. */
class Cluster {
  url = '';
  readonly #programs: string;
  readonly #folder: string;
  #port = 0;

  constructor(programs: string) {
    this.#programs = programs;
    this.#folder = mkdtempSync(join(tmpdir(), 'counterfoil-cluster-'));
  }

  async make(): Promise<void> {
    // It refuses to run as root.
    if (process.getuid?.() === 0) chownSync(this.#folder, idOf('-u'), idOf('-g'));
    this.#run('initdb', '-D', this.#data, '-U', 'postgres', '-A', 'trust', '-N');
    this.#port = await freePort();
    this.url = `postgres://postgres@127.0.0.1:${this.#port}/postgres`;
    this.start();
  }

  start(): void {
    const options = `-p ${this.#port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='${this.#folder}' -c max_connections=20 -c shared_buffers=16MB`;
    this.#run('pg_ctl', '-D', this.#data, '-w', '-l', join(this.#folder, 'log'), '-o', options, 'start');
  }

  /** @param mode `immediate`: without the end of what is under way, as in a crash */
  stop(mode: 'fast' | 'immediate' = 'fast'): void {
    this.#run('pg_ctl', '-D', this.#data, '-w', '-m', mode, 'stop');
  }

  remove(): void {
    try {
      this.stop('immediate');
    } catch {
      // It does not run.
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get #data(): string {
    return join(this.#folder, 'data');
  }

  #run(program: string, ...args: string[]): void {
    const user = process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {};
    execFileSync(join(this.#programs, program), args, { stdio: 'ignore', cwd: this.#folder, timeout: 60_000, ...user });
  }
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Where Debian keeps them; undefined where there are none. */
function findPrograms(): string | undefined {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base) : [];
  return versions.map((version) => join(base, version, 'bin')).find((folder) => existsSync(join(folder, 'initdb')));
}
