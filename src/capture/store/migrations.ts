import type { Migrations } from '../../database/migrate.ts';

/** The schema of stores of captures. */
export const migrations: Migrations = {
  meta: 'counterfoil_meta',
  lock: 1,
  steps: [
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
  ],
};
