import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { RunError } from '../../findings/run-error.ts';
import { derive } from './codec.ts';
import type { StoreKeys } from './codec.ts';
import { migrate } from '../../database/migrate.ts';
import { migrations } from './migrations.ts';
import { openPostgres } from '../../database/postgres.ts';
import { SqlStore } from './sql-store.ts';
import { openSqlite } from '../../database/sqlite.ts';
import { openSqliteReader } from '../../database/sqlite-reader.ts';
import { compiled } from '../../database/builder.ts';
import type { Executor } from '../../database/executor.ts';
import { isServerStore, isWritable, prepareFile, readerLocation, showLocation } from '../../database/locate.ts';
import { statementsFor } from './statements.ts';
import { StoreError } from '../../database/store-error.ts';
import type { CaptureStore } from './store.ts';

export interface OpenStoreOptions {
  /** Folder that a relative path starts from; the working folder when absent. */
  readonly cwd?: string;
  /** Makes the store when there is none; false when absent. */
  readonly create?: boolean;
  /** Whether writing waits for the disk; `on` when absent. */
  readonly fsync?: 'on' | 'off';
  /** 32 bytes that the records are sealed with. A store is sealed from its beginning, or never. */
  readonly key?: Uint8Array;
}

/**
 * Opens a store of captures. One that may only be read (a file, or a folder, that may not be written; a role of PostgreSQL
 * that may only select) is opened for reading when none is to be made: what would write fails then.
 *
 * @param location a path or `file:` URL of a SQLite file, or a `postgres://` URL
 * @throws {RunError} when there is no such store, it is none of captures, a newer program has written it, or the key does
 *   not fit
 */
export async function openStore(location: string, options: OpenStoreOptions = {}): Promise<CaptureStore> {
  const { create = false, fsync = 'on', key } = options;
  if (key !== undefined && key.byteLength !== 32)
    throw new RunError('usage', `The key of a store has 32 bytes, not ${key.byteLength}.`, {
      help: 'openssl rand -base64 32 makes one.',
    });
  const shown = showLocation(location);
  let executor: Executor | undefined;
  try {
    executor = isServerStore(location)
      ? openPostgres({ url: location, fsync, tables: ['counterfoil_captures'] })
      : await openFile(prepareFile(location, options.cwd ?? '', create, 'counterfoil gateway'), create, fsync);
    if (!create || executor.dialect === 'sqlite') await demandStore(executor, shown, create);
    await migrate(executor, shown, migrations);
    return new SqlStore(shown, executor, await readKeys(executor, shown, key));
  } catch (error) {
    await executor?.close().catch(() => {});
    if (!(error instanceof StoreError)) throw error;
    if (!create && /is not a database/.test(error.message))
      throw new RunError('input', `${shown} is no store of captures.`, {
        help: 'A file of captures is named without --store; counterfoil captures import puts it into a store.',
      });
    throw new RunError('input', `The store ${shown} cannot be opened: ${error.message}.`.replace(/\.\.$/, '.'), {
      help: isServerStore(location)
        ? `Check the URL and the password in it, and that the server runs and lets you ${create ? 'make tables' : 'in'}.`
        : 'Check that it is a store of captures, and that it and its folder may be written.',
    });
  }
}

function openFile(file: string, create: boolean, fsync: 'on' | 'off'): Executor | Promise<Executor> {
  return create || isWritable(file) ? openSqlite({ file, fsync }) : openSqliteReader(readerLocation(file));
}

/** Nobody makes tables in a file of something else, and whoever only reads makes none. */
async function demandStore(executor: Executor, shown: string, mayBeEmpty: boolean): Promise<void> {
  const sql =
    executor.dialect === 'sqlite'
      ? "SELECT count(*) AS count FROM sqlite_schema WHERE name = 'counterfoil_meta'"
      : "SELECT count(to_regclass('counterfoil_meta')) AS count";
  const [result] = await executor.run([{ sql, parameters: [] }], 'read');
  if (Number(result?.rows[0]?.['count'] ?? 0) > 0) return;
  const others =
    "SELECT count(*) AS count FROM sqlite_schema WHERE name NOT LIKE 'counterfoil%' AND name NOT LIKE 'sqlite%'";
  const [found] = mayBeEmpty ? await executor.run([{ sql: others, parameters: [] }], 'read') : [];
  if (!mayBeEmpty || Number(found?.rows[0]?.['count'] ?? 0) > 0)
    throw new RunError('input', `${shown} is no store of captures.`, { help: 'counterfoil gateway makes one.' });
}

async function readKeys(executor: Executor, shown: string, key: Uint8Array | undefined): Promise<StoreKeys> {
  const sql = statementsFor(executor.dialect);
  const all = compiled(sql.selectFrom('counterfoil_meta').selectAll());
  const salt = randomBytes(32).toString('base64');
  const made = (name: string, value: string) =>
    compiled(
      sql
        .insertInto('counterfoil_meta')
        .values({ key: name, value })
        .onConflict((one) => one.doNothing()),
    );
  // The salt is the first thing that is written: a store without it is new, and may be sealed.
  const first = [made('salt', salt), ...(key === undefined ? [] : [made(`seal:${salt}`, checkOf(key, salt))])];
  const [before] = await executor.run([all], 'read');
  if (!before?.rows.some((row) => row['key'] === 'salt')) await executor.run(first, 'write');
  const [result] = await executor.run([all], 'read');
  const meta = new Map((result?.rows ?? []).map((row) => [String(row['key']), String(row['value'])]));
  const found = meta.get('salt') ?? '';
  const check = meta.get(`seal:${found}`);
  if (check === undefined && key !== undefined)
    throw new RunError('usage', `${shown} is not sealed, and a key was given.`, {
      help: 'A store is sealed from its beginning: leave the key out, or begin another store.',
    });
  if (check !== undefined && key === undefined)
    throw new RunError('usage', `${shown} is sealed, and no key was given.`, {
      help: 'Name the environment variable with its key: --store-key-env NAME (of a gateway: --encrypt-key-env NAME).',
    });
  if (check !== undefined && key !== undefined && !sameBytes(check, checkOf(key, found)))
    throw new RunError('usage', `The key is not the one that ${shown} is sealed with.`, {
      help: 'Give the key that the store was begun with.',
    });
  return { salt: found, key };
}

function checkOf(key: Uint8Array, salt: string): string {
  return createHmac('sha256', derive(key, salt, 'check'))
    .update('counterfoil')
    .digest('base64');
}

function sameBytes(one: string, other: string): boolean {
  return one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other));
}
