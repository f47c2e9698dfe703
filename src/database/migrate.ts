import { RunError } from '../findings/run-error.ts';
import type { Executor, Statement } from './executor.ts';
import { StoreError } from './store-error.ts';

type Dialect = Executor['dialect'];

/** The schema of a kind of store. */
export interface Migrations {
  /** Table of keys and values that holds the version, as `schema`. */
  readonly meta: string;
  /** Number of the lock that programs hold while they migrate, other for each kind of store. */
  readonly lock: number;
  /**
   * One list of statements for each version of the schema, oldest first. Versions are only added: a store of any former
   * version is brought forward, and never back.
   */
  readonly steps: readonly ((dialect: Dialect) => readonly string[])[];
}

/**
 * Brings a store's tables to the present version, or makes them. Programs that start at the same time do it once. A store
 * of the present version is only read, so that whoever may not write can open it.
 *
 * @throws {RunError} when a newer program has written the store, or it would have to be brought forward and may only be read
 */
export async function migrate(
  executor: Executor,
  location: string,
  { meta, lock: number, steps }: Migrations,
): Promise<void> {
  const { dialect } = executor;
  const version = steps.length;
  const text = dialect === 'sqlite' ? 'TEXT' : 'TEXT COLLATE "C"';
  const createMeta: Statement = {
    sql: `CREATE TABLE IF NOT EXISTS ${meta} (key ${text} PRIMARY KEY, value TEXT NOT NULL)`,
    parameters: [],
  };
  if (await hasTable(executor, meta)) {
    const found = await readVersion(executor, meta);
    if (found === version) return;
    if (found > version) throw newer(location, found, version);
  }
  const lock = dialect === 'postgres' ? [{ sql: `SELECT pg_advisory_xact_lock(4020, ${number})`, parameters: [] }] : [];
  try {
    await executor.run([...lock, createMeta], 'write');
    await bringForward(executor, location, { meta, lock: number, steps }, lock);
  } catch (error) {
    if (!(error instanceof StoreError) || !(await hasTable(executor, meta).catch(() => false))) throw error;
    throw older(location, await readVersion(executor, meta), version, error);
  }
}

async function bringForward(
  executor: Executor,
  location: string,
  { meta, steps }: Migrations,
  lock: readonly Statement[],
): Promise<void> {
  const { dialect } = executor;
  for (;;) {
    const found = await readVersion(executor, meta);
    if (found === steps.length) return;
    const next = steps[found];
    if (next === undefined) throw newer(location, found, steps.length);
    const remember = [
      found === 0
        ? `INSERT INTO ${meta} (key, value) VALUES ('schema', '1')`
        : `UPDATE ${meta} SET value = '${found + 1}' WHERE key = 'schema' AND value = '${found}'`,
    ];
    try {
      await executor.run(
        [...lock, ...[...next(dialect), ...remember].map((sql) => ({ sql, parameters: [] }))],
        'write',
      );
    } catch (error) {
      // Another program may have made the step meanwhile.
      if ((await readVersion(executor, meta)) <= found) throw error;
    }
  }
}

async function hasTable(executor: Executor, name: string): Promise<boolean> {
  const sql =
    executor.dialect === 'sqlite'
      ? `SELECT count(*) AS count FROM sqlite_schema WHERE name = '${name}'`
      : `SELECT count(to_regclass('${name}')) AS count`;
  const [result] = await executor.run([{ sql, parameters: [] }], 'read');
  return Number(result?.rows[0]?.['count'] ?? 0) > 0;
}

async function readVersion(executor: Executor, meta: string): Promise<number> {
  const sql = `SELECT value FROM ${meta} WHERE key = 'schema'`;
  const [result] = await executor.run([{ sql, parameters: [] }], 'read');
  return Number(result?.rows[0]?.['value'] ?? 0);
}

function newer(location: string, found: number, version: number): RunError {
  return new RunError('input', `${location} was written by a newer counterfoil (schema ${found}, not ${version}).`, {
    help: 'Use that version or a later one: a store is never taken back to an older schema.',
  });
}

function older(location: string, found: number, version: number, cause: StoreError): RunError {
  const why = cause.message.replace(/\.$/, '');
  return new RunError(
    'input',
    `${location} was written by an older counterfoil (schema ${found}, not ${version}) and cannot be brought forward: ${why}.`,
    {
      help: 'Open it once where it may be written, or with a role that may make tables; after that it can be read from anywhere.',
    },
  );
}
