import { DatabaseSync } from 'node:sqlite';
import type { Executor, SqlValue, Statement, StatementResult } from './executor.ts';
import { StoreError } from './store-error.ts';

/**
 * A SQLite file that may only be read. What is to write says so and does nothing.
 *
 * @param location as `readerLocation` gives it
 * @throws {StoreError} when it cannot be read as it is
 */
export function openSqliteReader(location: string | URL): Executor {
  const database = opened(location);
  return {
    dialect: 'sqlite',
    run: (statements, kind) =>
      kind === 'read'
        ? answered(() => runOn(database, statements))
        : Promise.reject(new StoreError('unavailable', 'it may only be read')),
    snapshot: () =>
      answered(() => {
        const own = opened(location);
        own.exec('BEGIN');
        return {
          read: (statements: readonly Statement[]) => answered(() => runOn(own, statements)),
          end: () => answered(() => own.close()),
        };
      }),
    tidy: () => Promise.reject(new StoreError('unavailable', 'it may only be read')),
    close: () => answered(() => database.close()),
  };
}

function opened(location: string | URL): DatabaseSync {
  try {
    const database = new DatabaseSync(location, { readOnly: true, timeout: 10_000 });
    database.exec('PRAGMA cache_size = -16384');
    // Opening alone reads nothing.
    database.prepare('SELECT count(*) FROM sqlite_schema').get();
    return database;
  } catch (error) {
    const failure = asStoreError(error);
    if (typeof location === 'string' && failure.reason === 'unavailable')
      throw new StoreError(
        'unavailable',
        `a part of it stands in ${location}-wal, which cannot be read where nothing may be written (${failure.message})`,
        error,
      );
    throw failure;
  }
}

function runOn(database: DatabaseSync, statements: readonly Statement[]): StatementResult[] {
  return statements.map(({ sql, parameters }) => ({
    rows: database.prepare(sql).all(...(parameters as readonly Exclude<SqlValue, Uint8Array>[])),
    changes: 0,
  }));
}

/** As a promise, with what fails as a `StoreError`. */
async function answered<Result>(work: () => Result): Promise<Result> {
  try {
    return await Promise.resolve(work());
  } catch (error) {
    throw asStoreError(error);
  }
}

/** 11 is a damaged file, 26 one that is none of SQLite's. Source: sqlite.org, Result and Error Codes. */
function asStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const { errcode = 0, message } = error as { readonly errcode?: number; readonly message: string };
  const isBroken = [1, 11, 26].includes(errcode & 0xff);
  return new StoreError(isBroken ? 'broken' : 'unavailable', message, error);
}
