import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeEach, describe } from 'vitest';
import type { RegistryStore } from '../../src/registry/domain/store.ts';
import { openRegistryStore } from '../../src/registry/store/open-registry-store.ts';
import type { OpenRegistryStoreOptions } from '../../src/registry/store/open-registry-store.ts';

/** Where PostgreSQL is looked for; `COUNTERFOIL_TEST_POSTGRES` names another one. */
const serverUrl = process.env['COUNTERFOIL_TEST_POSTGRES'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

const missing = await (async () => {
  const client = new pg.Client({ connectionString: serverUrl, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
    await client.end();
    return undefined;
  } catch (error) {
    return `no PostgreSQL answers at ${serverUrl}: ${error instanceof Error ? error.message || error.name : ''}`;
  }
})();

/** A place for stores of a suite. */
export interface StoreSuite {
  readonly kind: 'SQLite' | 'PostgreSQL';
  /** The location of the store that the running test has; each test begins with an empty one. */
  location(): string;
  /** Gives the running test another place, empty. */
  reset(): Promise<void>;
  /** Opens the store of the running test, made when it is not; closed after the test when the test has not. */
  open(options?: OpenRegistryStoreOptions): Promise<RegistryStore>;
  /** Another place of the same kind, empty. */
  another(): Promise<string>;
  /** A place of the other kind, empty; of the same kind where there is no server. */
  other(): Promise<string>;
}

/**
 * Runs a suite on each kind of store: a file in a temporary folder, and a database of its own on the server, dropped
 * afterwards. Where no server answers, that half is skipped by name; in CI it fails.
 */
export function describeStores(name: string, suite: (stores: StoreSuite) => void): void {
  describe(`${name}: SQLite`, () => {
    suite(placesIn('SQLite', sqlitePlaces(), missing === undefined ? postgresPlaces() : sqlitePlaces()));
  });
  describeOnServer(name, suite);
}

/** The half of `describeStores` that needs a server, by itself. */
export function describeOnServer(name: string, suite: (stores: StoreSuite) => void): void {
  const isSkipped = missing !== undefined && process.env['CI'] === undefined;
  describe.skipIf(isSkipped)(`${name}: PostgreSQL${missing === undefined ? '' : `: ${missing}`}`, () => {
    suite(placesIn('PostgreSQL', postgresPlaces(), sqlitePlaces()));
  });
}

interface Places {
  add(): Promise<string>;
  removeAll(): Promise<void>;
}

function placesIn(kind: StoreSuite['kind'], places: Places, others: Places): StoreSuite {
  let location = '';
  const opened = new Set<RegistryStore>();
  beforeEach(async () => {
    location = await places.add();
  });
  afterEach(async () => {
    for (const store of opened) await store.close().catch(() => {});
    opened.clear();
  });
  afterAll(async () => {
    await places.removeAll();
    await others.removeAll();
  }, 60_000);
  return {
    kind,
    location: () => location,
    async reset() {
      location = await places.add();
    },
    async open(options = {}) {
      // What a commit waits for changes nothing of what is told.
      const store = await openRegistryStore(location, { create: true, fsync: 'off', ...options });
      opened.add(store);
      return store;
    },
    another: () => places.add(),
    other: () => others.add(),
  };
}

function sqlitePlaces(): Places {
  let folder: string | undefined;
  let count = 0;
  return {
    add() {
      count += 1;
      folder ??= mkdtempSync(join(tmpdir(), 'counterfoil-registry-'));
      return Promise.resolve(join(folder, `registry-${count}.db`));
    },
    removeAll() {
      if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
      return Promise.resolve();
    },
  };
}

/** A database for the suite, and a namespace in it for each place: to make databases takes long. */
function postgresPlaces(): Places {
  let database: string | undefined;
  let count = 0;
  const urlOf = (path: string): URL => Object.assign(new URL(serverUrl), { pathname: `/${path}` });
  return {
    async add() {
      if (database === undefined) {
        const name = `counterfoil_registry_${process.pid}_${Math.random().toString(36).slice(2)}`;
        await onServer(`CREATE DATABASE ${name}`);
        database = name;
      }
      count += 1;
      const url = urlOf(database);
      await onServer(`CREATE SCHEMA place_${count}`, url.href);
      url.searchParams.set('options', `-c search_path=place_${count} -c synchronous_commit=off`);
      return url.href;
    },
    async removeAll() {
      if (database !== undefined) await onServer(`DROP DATABASE IF EXISTS ${database} WITH (FORCE)`);
      database = undefined;
    },
  };
}

/** Runs a statement on the server that tests use. */
export async function onServer(sql: string, url = serverUrl): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(sql);
  } finally {
    await client.end();
  }
}
