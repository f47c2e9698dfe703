import { RunError } from '../../checks/run-error.ts';
import type { Executor, Statement } from './statements.ts';

type Dialect = Executor['dialect'];

/**
 * One list of statements for each version of the schema, oldest first. Versions are only added: a store of any former
 * version is brought forward, and never back.
 */
const migrations: readonly ((dialect: Dialect) => readonly string[])[] = [
  (dialect) => {
    const isSqlite = dialect === 'sqlite';
    const bytes = isSqlite ? 'BLOB' : 'BYTEA';
    const number = isSqlite ? 'INTEGER' : 'BIGINT';
    // Ids are compared by their characters; the order of a language would put them otherwise.
    const id = isSqlite ? 'TEXT' : 'TEXT COLLATE "C"';
    return [
      `CREATE TABLE counterfoil_captures (
        id ${id} PRIMARY KEY, vendor TEXT, contract TEXT, event TEXT, verdict TEXT NOT NULL, size INTEGER NOT NULL,
        redacted INTEGER NOT NULL, sameness ${number}, succeeded INTEGER, answer TEXT, attestation TEXT, delivery TEXT,
        parcel ${bytes}, owner TEXT, content ${bytes} NOT NULL)`,
      'CREATE INDEX counterfoil_sizes ON counterfoil_captures (id, size)',
      'CREATE INDEX counterfoil_events ON counterfoil_captures (vendor, event, id)',
      'CREATE INDEX counterfoil_same ON counterfoil_captures (sameness) WHERE sameness IS NOT NULL',
      "CREATE INDEX counterfoil_held ON counterfoil_captures (owner, id) WHERE delivery = 'held'",
      `CREATE TABLE counterfoil_claims (task TEXT PRIMARY KEY, holder TEXT NOT NULL, until ${number} NOT NULL)`,
    ];
  },
];

const readVersion: Statement = { sql: "SELECT value FROM counterfoil_meta WHERE key = 'schema'", parameters: [] };

/** Version of the schema that this program writes. */
export const schemaVersion = migrations.length;

/**
 * Brings a store's tables to the present version, or makes them.
 *
 * @param version present version, for tests
 * @throws {RunError} when a newer program has written the store
 */
export async function migrate(executor: Executor, location: string, version = schemaVersion): Promise<void> {
  const { dialect } = executor;
  const text = dialect === 'sqlite' ? 'TEXT' : 'TEXT COLLATE "C"';
  const createMeta: Statement = {
    sql: `CREATE TABLE IF NOT EXISTS counterfoil_meta (key ${text} PRIMARY KEY, value TEXT NOT NULL)`,
    parameters: [],
  };
  // Two programs that start at the same time must not both make the tables.
  const lock = dialect === 'postgres' ? [{ sql: 'SELECT pg_advisory_xact_lock(4020, 1)', parameters: [] }] : [];
  await executor.run([...lock, createMeta], 'write');
  for (;;) {
    const [result] = await executor.run([readVersion], 'read');
    const found = Number(result?.rows[0]?.['value'] ?? 0);
    if (found === version) return;
    if (found > version || !Number.isInteger(found)) throw newer(location, found, version);
    const next = migrations[found];
    if (next === undefined) throw newer(location, found, version);
    const step = await runStep(executor, [...lock, ...next(dialect).map((sql) => ({ sql, parameters: [] }))], found);
    if (step !== undefined) throw step;
  }
}

/** One step; nothing happens when another program has made it meanwhile. */
async function runStep(executor: Executor, statements: readonly Statement[], found: number): Promise<unknown> {
  const remember: Statement =
    found === 0
      ? { sql: "INSERT INTO counterfoil_meta (key, value) VALUES ('schema', '1')", parameters: [] }
      : { sql: `UPDATE counterfoil_meta SET value = '${found + 1}' WHERE key = 'schema'`, parameters: [] };
  try {
    await executor.run([...statements, remember], 'write');
    return undefined;
  } catch (error) {
    const [result] = await executor.run([readVersion], 'read');
    return Number(result?.rows[0]?.['value'] ?? 0) > found ? undefined : error;
  }
}

function newer(location: string, found: number, version: number): RunError {
  return new RunError('input', `${location} was written by a newer counterfoil (schema ${found}, not ${version}).`, {
    help: 'Use that version or a later one: a store is never taken back to an older schema.',
  });
}
