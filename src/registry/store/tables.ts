import type { Kysely } from 'kysely';
import { builderFor } from '../../database/builder.ts';
import type { Executor } from '../../database/executor.ts';

/** A number that may be asked for in the middle of a write. PostgreSQL gives large numbers as texts: read with `Number`. */
interface CounterTable {
  /** `schema`: the last id that was given; `removal`: how often schemas have been removed. */
  name: string;
  value: number;
  /** The write that has moved it last. */
  holder: string | null;
}

/** What is configured for all subjects: one row, `all`. */
interface DefaultTable {
  name: string;
  revision: number;
  /** JSON of a `SubjectConfig`. */
  config: string;
}

interface SchemaTable {
  id: number;
  digest: string;
  text: string;
  /** JSON of the references. */
  refs: string;
  /** How many versions have it, deleted ones too. */
  uses: number;
}

interface ReferenceTable {
  /** Of the schema that refers. */
  id: number;
  name: string;
  subject: string;
  version: number;
}

/** Rows stay when a subject has nothing left: its numbers are never used again. */
interface SubjectTable {
  subject: string;
  revision: number;
  last_version: number;
  /** JSON of a `SubjectConfig`. */
  config: string;
}

export interface VersionTable {
  subject: string;
  version: number;
  id: number;
  /** 0 or 1. */
  deleted: number;
  registered: number;
}

interface VendorTable {
  vendor: string;
  revision: number;
}

export interface ContractTable {
  vendor: string;
  version: string;
  title: string;
  digest: string;
  state: string;
  successor: string | null;
  reason: string | null;
  visibility: string;
  published: number;
  /** JSON. */
  events: string;
}

/** All JSON. */
interface TextTable {
  vendor: string;
  version: string;
  document: string;
  scenarios: string | null;
  derived: string;
}

export interface PackageTable {
  name: string;
  version: string;
  integrity: string;
  shasum: string;
  /** JSON. */
  manifest: string;
  tarball: Uint8Array;
}

export interface TokenTable {
  id: string;
  hash: string;
  name: string;
  role: string;
  /** JSON. */
  vendors: string | null;
  created: number;
  expires: number | null;
  revoked: number | null;
}

interface AuditTable {
  at: number;
  /** Sorts lines of the same millisecond. */
  id: string;
  actor: string;
  action: string;
  target: string;
  /** 1 for a line about this store itself, which exports leave out; else 0. */
  own: number;
}

interface MetaTable {
  key: string;
  value: string;
}

export interface Tables {
  registry_meta: MetaTable;
  registry_counters: CounterTable;
  registry_defaults: DefaultTable;
  registry_schemas: SchemaTable;
  registry_references: ReferenceTable;
  registry_subjects: SubjectTable;
  registry_versions: VersionTable;
  registry_vendors: VendorTable;
  registry_contracts: ContractTable;
  registry_texts: TextTable;
  registry_packages: PackageTable;
  registry_tokens: TokenTable;
  registry_audit: AuditTable;
}

export type Sql = Kysely<Tables>;

/** Writes statements on the tables of a registry. */
export function statementsFor(dialect: Executor['dialect']): Sql {
  return builderFor(dialect);
}
