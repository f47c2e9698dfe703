import { compiled } from '../../database/builder.ts';
import type { Executor } from '../../database/executor.ts';
import { isServerStore, prepareFile, showLocation } from '../../database/locate.ts';
import { migrate } from '../../database/migrate.ts';
import { openPostgres } from '../../database/postgres.ts';
import { openSqlite } from '../../database/sqlite.ts';
import { StoreError } from '../../database/store-error.ts';
import { RunError } from '../../findings/run-error.ts';
import type { RegistryStore } from '../domain/store.ts';
import { migrations } from './migrations.ts';
import { SqlRegistryStore } from './sql-registry-store.ts';
import { statementsFor } from './tables.ts';

export interface OpenRegistryStoreOptions {
  /** Folder that a relative path starts from; the working folder when absent. */
  readonly cwd?: string;
  /** Makes the store when there is none; false when absent. */
  readonly create?: boolean;
  /** Whether writing waits for the disk; `on` when absent. */
  readonly fsync?: 'on' | 'off';
  /** Milliseconds since 1970; the machine's clock when absent. */
  readonly now?: () => number;
}

/**
 * Opens a registry's store, and brings its tables to the present version.
 *
 * @param location a path or `file:` URL of a SQLite file, or a `postgres://` URL
 * @throws {RunError} when there is no such store, it is none of a registry, or a newer program has written it
 */
export async function openRegistryStore(
  location: string,
  options: OpenRegistryStoreOptions = {},
): Promise<RegistryStore> {
  const { create = false, fsync = 'on', now = Date.now } = options;
  const shown = showLocation(location);
  let executor: Executor | undefined;
  try {
    executor = isServerStore(location)
      ? openPostgres({ url: location, fsync, tables: ['registry_versions'] })
      : await openSqlite({ file: prepareFile(location, options.cwd ?? '', create, 'counterfoil serve'), fsync });
    await demandRegistry(executor, shown, create);
    if (!(await isPresent(executor))) await migrate(executor, shown, migrations);
    return new SqlRegistryStore(shown, executor, now);
  } catch (error) {
    await executor?.close().catch(() => {});
    if (!(error instanceof StoreError)) throw error;
    throw new RunError('input', `The store ${shown} cannot be opened: ${error.message}.`.replace(/\.\.$/, '.'), {
      help: isServerStore(location)
        ? 'Check the URL, and that the server runs and lets you make tables.'
        : 'Check that it is a store of a registry, and that it and its folder may be written.',
    });
  }
}

/** A file belongs to one kind of store; a database on a server may hold other tables beside the registry's. */
async function demandRegistry(executor: Executor, shown: string, create: boolean): Promise<void> {
  const tables = await tableNames(executor);
  if (tables.has('registry_meta')) return;
  const isFree = executor.dialect === 'postgres' || tables.size === 0;
  if (isFree && create) return;
  const kind =
    tables.has('counterfoil_meta') && executor.dialect === 'sqlite' ? 'a store of captures, not' : 'no store';
  throw new RunError('input', `${shown} is ${kind} of a registry.`, {
    help: 'counterfoil serve makes one; --store names it.',
  });
}

async function tableNames(executor: Executor): Promise<ReadonlySet<string>> {
  const sql =
    executor.dialect === 'sqlite'
      ? "SELECT name FROM sqlite_schema WHERE type = 'table'"
      : "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = current_schema() AND table_name IN ('registry_meta', 'counterfoil_meta')";
  const [result] = await executor.run([{ sql, parameters: [] }], 'read');
  return new Set((result?.rows ?? []).map((row) => String(row['name'])));
}

/** Then the program needs no right to make tables. */
async function isPresent(executor: Executor): Promise<boolean> {
  if (!(await tableNames(executor)).has('registry_meta')) return false;
  const query = statementsFor(executor.dialect).selectFrom('registry_meta').select('value').where('key', '=', 'schema');
  const [result] = await executor.run([compiled(query)], 'read');
  return Number(result?.rows[0]?.['value'] ?? 0) === migrations.steps.length;
}
