import type { Migrations } from '../../database/migrate.ts';

/**
 * The schema of registries. Keys are texts and numbers, times are milliseconds since 1970, and what is nested is JSON in a
 * text: nothing that a database which speaks PostgreSQL's language might lack.
 */
export const migrations: Migrations = {
  meta: 'registry_meta',
  lock: 2,
  steps: [
    (dialect) => {
      const isSqlite = dialect === 'sqlite';
      const bytes = isSqlite ? 'BLOB' : 'BYTEA';
      const number = isSqlite ? 'INTEGER' : 'BIGINT';
      // Sorted by their characters' numbers: the order of a language would differ from server to server.
      const name = isSqlite ? 'TEXT' : 'TEXT COLLATE "C"';
      return [
        `CREATE TABLE registry_counters (name ${name} PRIMARY KEY, value ${number} NOT NULL, holder TEXT)`,
        "INSERT INTO registry_counters (name, value) VALUES ('schema', 0)",
        "INSERT INTO registry_counters (name, value) VALUES ('removal', 0)",
        `CREATE TABLE registry_defaults (name ${name} PRIMARY KEY, revision ${number} NOT NULL, config TEXT NOT NULL)`,
        "INSERT INTO registry_defaults (name, revision, config) VALUES ('all', 0, '{}')",
        `CREATE TABLE registry_schemas (
        id ${number} PRIMARY KEY, digest ${name} NOT NULL UNIQUE, text TEXT NOT NULL, refs TEXT NOT NULL,
        uses ${number} NOT NULL)`,
        `CREATE TABLE registry_references (
        id ${number} NOT NULL, name ${name} NOT NULL, subject ${name} NOT NULL, version ${number} NOT NULL,
        PRIMARY KEY (id, name))`,
        'CREATE INDEX registry_referrers ON registry_references (subject, version, id)',
        `CREATE TABLE registry_subjects (
        subject ${name} PRIMARY KEY, revision ${number} NOT NULL, last_version ${number} NOT NULL, config TEXT NOT NULL)`,
        `CREATE TABLE registry_versions (
        subject ${name} NOT NULL, version ${number} NOT NULL, id ${number} NOT NULL, deleted INTEGER NOT NULL,
        registered ${number} NOT NULL, PRIMARY KEY (subject, version))`,
        'CREATE INDEX registry_uses ON registry_versions (id, subject, version)',
        `CREATE TABLE registry_vendors (vendor ${name} PRIMARY KEY, revision ${number} NOT NULL)`,
        `CREATE TABLE registry_contracts (
        vendor ${name} NOT NULL, version ${name} NOT NULL, title TEXT NOT NULL, digest TEXT NOT NULL,
        state TEXT NOT NULL, successor TEXT, reason TEXT, visibility TEXT NOT NULL, published ${number} NOT NULL,
        events TEXT NOT NULL, PRIMARY KEY (vendor, version))`,
        `CREATE TABLE registry_texts (
        vendor ${name} NOT NULL, version ${name} NOT NULL, document TEXT NOT NULL, scenarios TEXT, derived TEXT NOT NULL,
        PRIMARY KEY (vendor, version))`,
        `CREATE TABLE registry_packages (
        name ${name} NOT NULL, version ${name} NOT NULL, integrity TEXT NOT NULL, shasum TEXT NOT NULL,
        manifest TEXT NOT NULL, tarball ${bytes} NOT NULL, PRIMARY KEY (name, version))`,
        `CREATE TABLE registry_tokens (
        id ${name} PRIMARY KEY, hash ${name} NOT NULL UNIQUE, name TEXT NOT NULL, role TEXT NOT NULL, vendors TEXT,
        created ${number} NOT NULL, expires ${number}, revoked ${number})`,
        `CREATE TABLE registry_audit (
        at ${number} NOT NULL, id ${name} NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, target TEXT NOT NULL,
        own INTEGER NOT NULL, PRIMARY KEY (at, id))`,
      ];
    },
  ],
};
