import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listCaptures } from '../../../src/api/captures-find.ts';
import { exportCaptures } from '../../../src/api/captures.ts';
import { Undertaking } from '../../../src/capture/exchange/undertaking.ts';
import { openStore } from '../../../src/capture/store/open-store.ts';
import { postgresMissing, postgresPlace, recordAt, sqlitePlace } from './stores.ts';
import type { StorePlace } from './stores.ts';

const root = join(import.meta.dirname, '../../..');

/** Runs the program with the rights of a user: root writes wherever it likes, unless it gives up the power to. */
function counterfoil(cwd: string, ...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const program = [process.execPath, join(root, 'test/support/counterfoil.ts'), ...args];
  const [command = '', ...rest] =
    process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search', ...program] : program;
  const { status, stdout, stderr } = spawnSync(command, rest, { cwd, encoding: 'utf8' });
  return { status, stdout, stderr };
}

async function fill(location: string): Promise<void> {
  const store = await openStore(location, { create: true });
  await store.append([{ record: recordAt(1) }, { record: recordAt(2) }]);
  await store.close();
}

describe.skipIf(process.platform === 'win32')('a file that may only be read (Windows has no such modes)', () => {
  let place: StorePlace;
  let folder: string;
  let work: string;
  beforeAll(async () => {
    place = await sqlitePlace();
    work = dirname(place.location);
    folder = join(work, 'kept');
    mkdirSync(folder);
    await fill(join(folder, 'captures.db'));
  });
  afterAll(async () => {
    chmodSync(folder, 0o700);
    await place.remove();
  });

  function close(): void {
    chmodSync(join(folder, 'captures.db'), 0o400);
    chmodSync(folder, 0o500);
  }

  function reopen(): void {
    chmodSync(folder, 0o700);
    chmodSync(join(folder, 'captures.db'), 0o600);
  }

  test('is listed, shown, searched, exported and held against contracts; nothing is left beside it', () => {
    close();
    const source = ['--store', 'kept/captures.db'];
    const list = counterfoil(work, 'captures', 'list', ...source, '--format', 'json');
    expect(list).toMatchObject({ status: 0, stderr: '' });
    const { captures } = JSON.parse(list.stdout) as { captures: { id: string }[] };
    expect(captures).toHaveLength(2);
    expect(counterfoil(work, 'captures', 'show', captures[0]?.id ?? '', ...source)).toMatchObject({ status: 0 });
    expect(counterfoil(work, 'captures', 'grep', '/n=1', ...source)).toMatchObject({ status: 0 });
    expect(counterfoil(work, 'captures', 'export', ...source, '--out', 'out.ndjson')).toMatchObject({ status: 0 });
    expect(existsSync(join(work, 'out.ndjson'))).toBe(true);
    const drift = counterfoil(work, 'drift', 'kept/captures.db', '--contract', 'qminder', '--format', 'json');
    expect(drift.stderr).toBe('');
    expect(JSON.parse(drift.stdout)).toMatchObject({ captures: 2 });
    expect(existsSync(join(folder, 'captures.db-wal'))).toBe(false);
    reopen();
  });

  test('nothing is erased from it, which is said', () => {
    close();
    const erase = ['captures', 'erase', '--store', 'kept/captures.db', '--where', '/n=1', '--yes'];
    expect(counterfoil(work, ...erase)).toMatchObject({
      status: 3,
      stderr: expect.stringMatching(/^error: The store failed: it may only be read\.\nWhat to do: /),
    });
    reopen();
  });

  test('what was killed in the middle of an import is left out, for who may write takes it out', async () => {
    const location = join(folder, 'captures.db');
    const store = await openStore(location);
    const begun = recordAt(3);
    const undertaking = new Undertaking(store);
    await undertaking.announce([begun.id]);
    await store.append([{ record: begun }]);
    const head = (await store.claims('import:')).find(({ holder }) => holder === 'head');
    await store.claim(head?.task ?? '', 'head', -1);
    await store.close();
    close();
    const list = counterfoil(work, 'captures', 'list', '--store', 'kept/captures.db', '--format', 'json');
    expect((JSON.parse(list.stdout) as { captures: object[] }).captures).toHaveLength(2);
    reopen();
    expect((await listCaptures({ store: location })).captures).toHaveLength(2);
    const after = await openStore(location);
    expect(await after.get(begun.id)).toBeUndefined();
    await after.close();
  });

  test('what a writer has not yet put into it is not passed over', async () => {
    const location = join(folder, 'captures.db');
    const store = await openStore(location);
    await store.append([{ record: recordAt(4) }]);
    const copy = join(work, 'copy');
    mkdirSync(copy);
    for (const name of [basename(location), `${basename(location)}-wal`])
      copyFileSync(join(folder, name), join(copy, name));
    await store.close();
    chmodSync(copy, 0o500);
    const list = counterfoil(work, 'captures', 'list', '--store', 'copy/captures.db');
    chmodSync(copy, 0o700);
    rmSync(copy, { recursive: true });
    expect(list).toMatchObject({ status: 3, stderr: expect.stringContaining('captures.db-wal, which cannot be read') });
  });

  test('of an older schema it says so, and what to do', async () => {
    const location = join(folder, 'captures.db');
    const { DatabaseSync } = await import('node:sqlite');
    const change = (version: number): void => {
      const database = new DatabaseSync(location);
      database.exec(`UPDATE counterfoil_meta SET value = '${version}' WHERE key = 'schema'`);
      database.close();
    };
    change(0);
    close();
    const list = counterfoil(work, 'captures', 'list', '--store', 'kept/captures.db');
    reopen();
    change(99);
    const later = counterfoil(work, 'captures', 'list', '--store', 'kept/captures.db');
    change(1);
    expect(list).toMatchObject({
      status: 3,
      stderr: expect.stringMatching(
        /^error: kept\/captures\.db was written by an older counterfoil \(schema 0, not 1\) .*may only be read\.\nWhat to do: Open it once/,
      ),
    });
    expect(later).toMatchObject({ status: 3, stderr: expect.stringContaining('newer counterfoil (schema 99, not 1)') });
  });
});

describe.skipIf(postgresMissing !== undefined)(
  `a role that may only select (${postgresMissing ?? 'PostgreSQL'})`,
  () => {
    let place: StorePlace;
    const role = `counterfoil_reader_${process.pid}`;
    let reader: string;

    async function onStore(sql: string): Promise<void> {
      const client = new pg.Client({ connectionString: place.location });
      await client.connect();
      await client.query(sql);
      await client.end();
    }

    beforeAll(async () => {
      place = await postgresPlace();
      await fill(place.location);
      await onStore(
        `CREATE ROLE ${role} LOGIN PASSWORD 'reads'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role}`,
      );
      const url = new URL(place.location);
      url.username = role;
      url.password = 'reads';
      reader = url.href;
    });
    afterAll(async () => {
      await onStore(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
      await place.remove();
    });

    test('reads what is there, and cannot make a store', async () => {
      expect((await listCaptures({ store: reader })).captures).toHaveLength(2);
      const out = join(dirname((await sqlitePlace()).location), 'out.ndjson');
      expect(await exportCaptures({ store: reader, to: 'ndjson', out })).toMatchObject({ written: 2 });
      rmSync(dirname(out), { recursive: true });
      await onStore(`UPDATE counterfoil_meta SET value = '0' WHERE key = 'schema'`);
      await expect(listCaptures({ store: reader })).rejects.toThrow(
        /written by an older counterfoil .*permission denied/,
      );
      await onStore(`UPDATE counterfoil_meta SET value = '1' WHERE key = 'schema'`);
    });
  },
);
