import pg from 'pg';
import { conflict, StoreError } from './store-error.ts';
import type { Executor, Snapshot, Statement, StatementResult } from './executor.ts';

export interface PostgresOptions {
  /** `postgres://` URL. */
  readonly url: string;
  /** `on`: a commit is on the server's disk; `off`: it may be lost when the server ends. */
  readonly fsync: 'on' | 'off';
  /** What `tidy` cleans up. */
  readonly tables: readonly string[];
}

/** A server that says nothing for so long counts as down, in milliseconds. */
const patience = 10_000;

/** PostgreSQL, by a few connections. Nothing is connected before the first statement. */
export function openPostgres({ url, fsync, tables }: PostgresOptions): Executor {
  const pool = new pg.Pool({
    connectionString: url,
    max: 4,
    connectionTimeoutMillis: 5_000,
    query_timeout: patience,
    allowExitOnIdle: true,
    application_name: 'counterfoil',
    ...(fsync === 'off' ? { options: '-c synchronous_commit=off' } : {}),
  });
  // A connection that ends while nobody uses it is made anew when somebody does.
  pool.on('error', () => {});
  // One that ends while it is used fails its statement; without a listener it would end the process as well.
  pool.on('connect', (client) => void client.on('error', () => {}));

  async function connect(): Promise<pg.PoolClient> {
    try {
      return await pool.connect();
    } catch (error) {
      throw asStoreError(error);
    }
  }

  async function run(statements: readonly Statement[], kind: 'read' | 'write'): Promise<StatementResult[]> {
    const client = await connect();
    let isUsable = true;
    const isTransaction = kind === 'write' && statements.length > 1;
    try {
      if (isTransaction) await client.query('BEGIN');
      const results = await runOn(client, statements);
      if (isTransaction) await client.query('COMMIT');
      return results;
    } catch (error) {
      isUsable = isAnswered(error) && (!isTransaction || (await isRolledBack(client)));
      throw asStoreError(error);
    } finally {
      // A connection in a state that nobody knows is ended, and its transaction with it.
      client.release(!isUsable);
    }
  }

  async function snapshot(): Promise<Snapshot> {
    const client = await connect();
    const read = async (statements: readonly Statement[]): Promise<StatementResult[]> => {
      try {
        return await runOn(client, statements);
      } catch (error) {
        throw asStoreError(error);
      }
    };
    try {
      await read([{ sql: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', parameters: [] }]);
    } catch (error) {
      client.release(true);
      throw error;
    }
    // Without a commit: there is nothing to keep, and the connection may be in any state.
    return { read, end: () => Promise.resolve(client.release(true)) };
  }

  return {
    dialect: 'postgres',
    run,
    snapshot,
    tidy: async () => void (await run([{ sql: `VACUUM ${tables.join(', ')}`, parameters: [] }], 'read')),
    close: () => pool.end(),
  };
}

async function runOn(client: pg.PoolClient, statements: readonly Statement[]): Promise<StatementResult[]> {
  const results: StatementResult[] = [];
  for (const { sql, parameters, changes } of statements) {
    const { rows, rowCount } = await client.query<Record<string, unknown>>(sql, [...parameters]);
    results.push({ rows, changes: rowCount ?? 0 });
    if (changes !== undefined && rowCount !== changes) throw conflict(rowCount ?? 0, changes);
  }
  return results;
}

/** Whether the server has answered, and will go on: what failed is a statement, and not the connection. Source: PostgreSQL, appendix A. */
function isAnswered(error: unknown): boolean {
  if (error instanceof StoreError) return true;
  const { code = '', severity } = error as { readonly code?: string; readonly severity?: string };
  return severity === 'ERROR' && /^[0-9A-Z]{5}$/.test(code) && !/^(?:08|57P|58|XX)/.test(code);
}

async function isRolledBack(client: pg.PoolClient): Promise<boolean> {
  return client.query('ROLLBACK').then(
    () => true,
    () => false,
  );
}

/** By SQLSTATE: 23505 is a key that exists, class 40 a transaction that another one made impossible. Source: PostgreSQL, appendix A. */
function asStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const { code = '', message } = error as { readonly code?: string; readonly message: string };
  const text = message === '' ? `it cannot be reached (${code})` : message;
  if (code === '53100') return new StoreError('full', text, error);
  if (code === '23505' || code.startsWith('40')) return new StoreError('conflict', text, error);
  const isOurs = /^(?:22|23|42|XX)/.test(code);
  return new StoreError(isOurs ? 'broken' : 'unavailable', text, error);
}
