import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import { conflict, StoreError } from './store-error.ts';
import type { SqlValue, Statement, StatementResult } from './executor.ts';

/** A statement, and whether it gives rows: to ask takes as long as a short statement. */
interface Prepared {
  readonly statement: StatementSync;
  readonly isQuery: boolean;
}

export interface SqliteOptions {
  readonly file: string;
  /** `on`: a commit is on the disk; `off`: it survives the end of the process, but not that of the machine. */
  readonly fsync: 'on' | 'off';
}

/** Statements are the same few texts, but for lists of changing length. */
const mostPrepared = 100;

/** A SQLite file, used by one thread. */
export class SqliteDatabase {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, Prepared>();

  /** @throws {StoreError} when the file is no SQLite database, or cannot be written */
  constructor({ file, fsync }: SqliteOptions) {
    try {
      this.#database = new DatabaseSync(file, { timeout: 10_000 });
      // In this order: the first decides the layout of a new file. What is removed is overwritten.
      for (const pragma of [
        'auto_vacuum = INCREMENTAL',
        'journal_mode = WAL',
        `synchronous = ${fsync === 'on' ? 'FULL' : 'NORMAL'}`,
        'secure_delete = ON',
        'cache_size = -16384',
        'temp_store = MEMORY',
      ]) {
        this.#database.exec(`PRAGMA ${pragma}`);
      }
    } catch (error) {
      throw asStoreError(error);
    }
  }

  run(statements: readonly Statement[], kind: 'read' | 'write'): StatementResult[] {
    try {
      if (kind === 'read') return statements.map((statement) => this.#runOne(statement));
      this.#database.exec('BEGIN IMMEDIATE');
      const results = statements.map((statement) => {
        const result = this.#runOne(statement);
        const { changes } = statement;
        if (changes !== undefined && result.changes !== changes) throw conflict(result.changes, changes);
        return result;
      });
      this.#database.exec('COMMIT');
      return results;
    } catch (error) {
      this.#rollBack();
      throw asStoreError(error);
    }
  }

  tidy(): void {
    try {
      this.#database.exec('PRAGMA incremental_vacuum');
      this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } catch (error) {
      throw asStoreError(error);
    }
  }

  close(): void {
    this.#prepared.clear();
    this.#database.close();
  }

  #runOne({ sql, parameters }: Statement): StatementResult {
    const { statement, isQuery } = this.#prepare(sql);
    const values = parameters as readonly Exclude<SqlValue, Uint8Array>[];
    if (isQuery) return { rows: statement.all(...values), changes: 0 };
    return { rows: [], changes: Number(statement.run(...values).changes) };
  }

  #prepare(sql: string): Prepared {
    const known = this.#prepared.get(sql);
    if (known !== undefined) return known;
    if (this.#prepared.size >= mostPrepared) this.#prepared.clear();
    const statement = this.#database.prepare(sql);
    const prepared = { statement, isQuery: statement.columns().length > 0 };
    this.#prepared.set(sql, prepared);
    return prepared;
  }

  #rollBack(): void {
    if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
  }
}

/** SQLite's primary result codes, by what they mean for a store. Source: sqlite.org, Result and Error Codes. */
const reasons = new Map<number, StoreError['reason']>([
  [5, 'unavailable'],
  [6, 'unavailable'],
  [8, 'unavailable'],
  [10, 'unavailable'],
  [11, 'broken'],
  [13, 'full'],
  [14, 'unavailable'],
  [26, 'broken'],
]);

/** Extended codes of a key that exists. */
const keyExists: ReadonlySet<number> = new Set([1555, 2067]);

function asStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const { errcode = 0, message } = error as { readonly errcode?: number; readonly message: string };
  if (keyExists.has(errcode)) return new StoreError('conflict', message, error);
  return new StoreError(reasons.get(errcode & 0xff) ?? 'broken', message, error);
}
