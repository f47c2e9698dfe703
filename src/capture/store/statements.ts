import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Generated } from 'kysely';

/** What a database takes and gives. */
export type SqlValue = string | number | bigint | null | Uint8Array;

/** SQL with the values of its parameters. */
export interface Statement {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

/** What came of a statement. */
export interface StatementResult {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** How many rows were written. */
  readonly changes: number;
}

/** Runs statements on a database. */
export interface Executor {
  readonly dialect: 'sqlite' | 'postgres';
  /**
   * Runs statements one after the other, all in one transaction when they write. The transaction has reached the disk when
   * the promise resolves.
   *
   * @throws {StoreError} when the database cannot do it; then none of them has had an effect
   */
  run(statements: readonly Statement[], kind: 'read' | 'write'): Promise<readonly StatementResult[]>;
  /** Gives back to the file system, and overwrites, what has been removed. */
  tidy(): Promise<void>;
  close(): Promise<void>;
}

/** Table of the records. Texts that tell something are labels of the codec; times are in the id. */
export interface CaptureTable {
  id: string;
  vendor: string | null;
  contract: string | null;
  event: string | null;
  verdict: string;
  /** Bytes of `content`. */
  size: number;
  /** 1 when personal data has been taken out, else 0. */
  redacted: number;
  /** A keyed hash. */
  sameness: number | null;
  /** 1 when answered with a status from 200 to 299, 0 with another, null when not answered. */
  succeeded: number | null;
  /** JSON. */
  answer: string | null;
  /** JSON. */
  attestation: string | null;
  delivery: string | null;
  parcel: Uint8Array | null;
  owner: string | null;
  content: Uint8Array;
}

export interface MetaTable {
  key: string;
  value: string;
}

export interface ClaimTable {
  task: string;
  holder: string;
  /** Milliseconds since 1970. */
  until: Generated<number>;
}

export interface Tables {
  counterfoil_captures: CaptureTable;
  counterfoil_meta: MetaTable;
  counterfoil_claims: ClaimTable;
}

const dialects = {
  sqlite: {
    createAdapter: () => new SqliteAdapter(),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createIntrospector: (db: Kysely<unknown>) => new SqliteIntrospector(db),
  },
  postgres: {
    createAdapter: () => new PostgresAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (db: Kysely<unknown>) => new PostgresIntrospector(db),
  },
} as const;

/** Writes statements for one of the databases; it runs none. */
export function statementsFor(dialect: Executor['dialect']): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: { ...dialects[dialect], createDriver: () => new DummyDriver() } });
}

/** A query as a statement. */
export function compiled(query: {
  compile(): { readonly sql: string; readonly parameters: readonly unknown[] };
}): Statement {
  const { sql, parameters } = query.compile();
  return { sql, parameters: parameters as readonly SqlValue[] };
}
