import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import { openStore } from '../../../src/capture/store/open-store.ts';
import { openRegistryStore } from '../../../src/registry/store/open-registry-store.ts';
import { describeOnServer, describeStores, onServer } from '../stores.ts';
import { register } from './writes.ts';

describe('files that are no registry', () => {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-open-'));
  const at = (name: string): string => join(folder, name);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('there is none', async () => {
    await expect(openRegistryStore(at('none.db'))).rejects.toMatchObject({
      kind: 'input',
      message: expect.stringContaining('There is no store') as string,
      help: expect.stringContaining('counterfoil serve') as string,
    });
    expect(existsSync(at('none.db'))).toBe(false);
  });

  test('another SQLite database stays as it is', async () => {
    const other = new DatabaseSync(at('other.db'));
    other.exec('CREATE TABLE mine (a)');
    for (const create of [false, true])
      await expect(openRegistryStore(at('other.db'), { create })).rejects.toThrow(/is no store of a registry/);
    expect(other.prepare('SELECT name FROM sqlite_schema').all()).toMatchObject([{ name: 'mine' }]);
    other.close();
  });

  test('a store of captures', async () => {
    await (await openStore(at('captures.db'), { create: true })).close();
    for (const create of [false, true])
      await expect(openRegistryStore(at('captures.db'), { create })).rejects.toThrow(/a store of captures, not/);
  });

  test('a registry is no store of captures', async () => {
    await (await openRegistryStore(at('registry.db'), { create: true })).close();
    await expect(openStore(at('registry.db'))).rejects.toThrow(/no store of captures/);
  });

  test('a folder, and a file of something else', async () => {
    mkdirSync(at('folder'));
    writeFileSync(at('text.db'), 'nothing of the kind, however long it is'.repeat(100));
    await expect(openRegistryStore(at('folder'), { create: true })).rejects.toThrow(/is a folder/);
    await expect(openRegistryStore(at('text.db'), { create: true })).rejects.toThrow(
      /cannot be opened.*not a database/,
    );
    await expect(openRegistryStore(at('folder/not/there.db'), { create: true })).rejects.toThrow(/cannot be made/);
  });

  test('an empty file becomes one', async () => {
    writeFileSync(at('empty.db'), '');
    await expect(openRegistryStore(at('empty.db'))).rejects.toThrow(/is no store of a registry/);
    const store = await openRegistryStore(at('empty.db'), { create: true });
    expect(await store.listSubjects()).toEqual([]);
    await store.close();
  });
});

describeStores('opening', (stores) => {
  test('keeps what was written, and makes nothing without leave', async () => {
    const isServer = stores.kind === 'PostgreSQL';
    await expect(openRegistryStore(stores.location())).rejects.toThrow(
      isServer ? /no store of a registry/ : /no store/,
    );
    const store = await stores.open();
    await register(store, 'a', '1');
    await store.close();
    const again = await stores.open({ create: false });
    expect(await again.listSubjects()).toEqual(['a']);
  });

  test('migrates once when eight start at the same time', async () => {
    const all = await Promise.all(Array.from({ length: 8 }, () => stores.open()));
    const ids = await Promise.all(all.map(async (store, index) => (await register(store, `s${index}`, `${index}`)).id));
    expect(ids.toSorted((one, other) => one - other)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('refuses what a newer program has written', async () => {
    const store = await stores.open();
    await store.close();
    const sql = "UPDATE registry_meta SET value = '99' WHERE key = 'schema'";
    if (stores.kind === 'PostgreSQL') await onServer(sql, stores.location());
    else {
      const database = new DatabaseSync(stores.location());
      database.exec(sql);
      database.close();
    }
    await expect(stores.open()).rejects.toThrow(/newer counterfoil \(schema 99, not 1\)/);
  });

  test('shows no password', async () => {
    const store = await stores.open();
    const { pathname } = new URL(stores.location(), 'file:///');
    expect(store.location).toContain(pathname);
    expect(store.location).not.toContain('search_path');
  });
});

describeOnServer('opening without rights', (stores) => {
  test('needs none to make tables once they are there', async () => {
    const role = `counterfoil_role_${process.pid}`;
    const url = new URL(stores.location());
    const namespace = /search_path=(\w+)/.exec(url.searchParams.get('options') ?? '')?.[1] ?? '';
    await onServer(`CREATE ROLE ${role} LOGIN PASSWORD 'pw'`, stores.location());
    try {
      await onServer(`GRANT USAGE ON SCHEMA ${namespace} TO ${role}`, stores.location());
      Object.assign(url, { username: role, password: 'pw' });
      const denied = openRegistryStore(url.href, { create: true });
      await expect(denied).rejects.toMatchObject({
        kind: 'input',
        message: expect.stringMatching(/permission denied/) as string,
        help: expect.stringMatching(/lets you make tables/) as string,
      });
      await expect(denied).rejects.not.toThrow(/pw/);
      await (await stores.open()).close();
      const granted = `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${namespace} TO ${role}`;
      await onServer(granted, stores.location());
      const store = await openRegistryStore(url.href);
      expect(await register(store, 'a', '1')).toMatchObject({ id: 1 });
      await store.close();
    } finally {
      await onServer(`DROP OWNED BY ${role}`, stores.location());
      await onServer(`DROP ROLE ${role}`, stores.location());
    }
  });
});
