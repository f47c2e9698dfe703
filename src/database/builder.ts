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
import type { Executor, SqlValue, Statement } from './executor.ts';

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
export function builderFor<Tables>(dialect: Executor['dialect']): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: { ...dialects[dialect], createDriver: () => new DummyDriver() } });
}

/** A query as a statement. */
export function compiled(query: {
  compile(): { readonly sql: string; readonly parameters: readonly unknown[] };
}): Statement {
  const { sql, parameters } = query.compile();
  return { sql, parameters: parameters as readonly SqlValue[] };
}
