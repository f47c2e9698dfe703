import { compiled } from '../../database/builder.ts';
import type { Executor, Statement } from '../../database/executor.ts';
import type { Json } from '../../util/json.ts';
import type { StoredPackage } from '../domain/store.ts';
import { rowsOf } from './rows.ts';
import type { Row } from './rows.ts';
import type { Sql } from './tables.ts';

export async function readPackages(
  executor: Executor,
  sql: Sql,
  name: string,
): Promise<Omit<StoredPackage, 'tarball'>[]> {
  const query = sql
    .selectFrom('registry_packages')
    .select(['name', 'version', 'integrity', 'shasum', 'manifest'])
    .where('name', '=', name)
    .orderBy('version');
  return (await rowsOf(executor, query)).map(describedOf);
}

export async function readPackage(
  executor: Executor,
  sql: Sql,
  name: string,
  version: string,
): Promise<StoredPackage | undefined> {
  const [row] = await rowsOf(executor, packageQuery(sql, name, version));
  return row === undefined ? undefined : packageOf(row);
}

/** Keeps a package unless there is one with its name and version. @returns what is kept */
export async function keepPackage(executor: Executor, sql: Sql, built: StoredPackage): Promise<StoredPackage> {
  const { name, version } = built;
  const results = await executor.run([insertPackage(sql, built), compiled(packageQuery(sql, name, version))], 'write');
  const row = results.at(-1)?.rows[0];
  return row === undefined ? built : packageOf(row);
}

export function insertPackage(
  sql: Sql,
  { name, version, integrity, shasum, manifest, tarball }: StoredPackage,
): Statement {
  return compiled(
    sql
      .insertInto('registry_packages')
      .values({ name, version, integrity, shasum, manifest: JSON.stringify(manifest), tarball })
      .onConflict((one) => one.doNothing()),
  );
}

function packageQuery(sql: Sql, name: string, version: string) {
  return sql.selectFrom('registry_packages').selectAll().where('name', '=', name).where('version', '=', version);
}

function describedOf(row: Row): Omit<StoredPackage, 'tarball'> {
  return {
    name: String(row['name']),
    version: String(row['version']),
    integrity: String(row['integrity']),
    shasum: String(row['shasum']),
    manifest: JSON.parse(String(row['manifest'])) as Json,
  };
}

export function packageOf(row: Row): StoredPackage {
  // PostgreSQL's driver gives a `Buffer`, SQLite's bytes without its methods.
  return { ...describedOf(row), tarball: Uint8Array.from(row['tarball'] as Uint8Array) };
}
