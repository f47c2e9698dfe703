/** What a database takes and gives. */
export type SqlValue = string | number | bigint | null | Uint8Array;

/** SQL with the values of its parameters. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
  /** How many rows it must write. With another number the transaction ends without effect, as a conflict. */
  readonly changes?: number;
}

/** What came of a statement. */
export interface StatementResult {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** How many rows were written. */
  readonly changes: number;
}

/** A database as it was at one moment, whatever is written meanwhile. */
export interface Snapshot {
  read(statements: readonly Statement[]): Promise<readonly StatementResult[]>;
  end(): Promise<void>;
}

/** Runs statements on a database. */
export interface Executor {
  readonly dialect: 'sqlite' | 'postgres';
  /**
   * Runs statements one after the other, all in one transaction when they write. The transaction has reached the disk when
   * the promise resolves.
   *
   * @throws {StoreError} when the database cannot do it, or with `conflict` when a statement writes another number of rows
   *   than it must, or a key that exists; then none of them has had an effect
   */
  run(statements: readonly Statement[], kind: 'read' | 'write'): Promise<readonly StatementResult[]>;
  /**
   * Puts code of its caller beside the database, where the database has a thread of its own: what would go to and fro for
   * each statement is then one way. Undefined where there is no such thread.
   *
   * @param module exports `createHandler(database, settings)`, which gives a function of bytes; loaded in the thread
   * @param settings can be cloned from thread to thread
   * @returns asks the function; the memory of what it is given changes hands. Rejects with `StoreError`
   */
  extend?(module: URL, settings: unknown): Promise<(bytes: Uint8Array<ArrayBuffer>) => Promise<unknown>>;
  /**
   * For reading much in pieces that belong together. It takes a connection until it is ended.
   *
   * @throws {StoreError} when the database cannot do it
   */
  snapshot(): Promise<Snapshot>;
  /** Gives back to the file system, and overwrites, what has been removed. */
  tidy(): Promise<void>;
  close(): Promise<void>;
}
