import { compiled } from '../../database/builder.ts';
import type { Executor } from '../../database/executor.ts';
import type {
  RegistryStore,
  SchemaReference,
  StoredSchema,
  SubjectConfig,
  SubjectState,
  SubjectVersion,
} from '../domain/store.ts';
import type { Row } from './rows.ts';
import { rowsOf } from './rows.ts';
import type { Sql } from './tables.ts';

/** Greater than every text that begins with a prefix, when it follows the prefix. */
const last = '\u{10ffff}';

/** What is read of subjects, versions and schemas. */
export class SubjectReader {
  readonly #executor: Executor;
  readonly #sql: Sql;

  constructor(executor: Executor, sql: Sql) {
    this.#executor = executor;
    this.#sql = sql;
  }

  async listSubjects({ prefix = '', deleted = false }: Parameters<RegistryStore['listSubjects']>[0] = {}): Promise<
    string[]
  > {
    let query = this.#sql.selectFrom('registry_versions').select('subject').distinct().orderBy('subject');
    if (prefix !== '') query = query.where('subject', '>=', prefix).where('subject', '<', prefix + last);
    if (!deleted) query = query.where('deleted', '=', 0);
    return (await rowsOf(this.#executor, query)).map((row) => String(row['subject']));
  }

  async getSubject(subject: string): Promise<SubjectState> {
    const own = this.#sql.selectFrom('registry_subjects').select(['revision', 'config']).where('subject', '=', subject);
    const all = this.#sql.selectFrom('registry_defaults').select(['revision', 'config']);
    // Revisions first: what is written between the reads is then written after them, and a write judged by them fails.
    const [state, defaults, versions] = await this.#executor.run(
      [compiled(own), compiled(all), compiled(this.#versions().where('subject', '=', subject).orderBy('version'))],
      'read',
    );
    const [row, defaultRow] = [state?.rows[0], defaults?.rows[0]];
    return {
      revision: Number(row?.['revision'] ?? 0),
      globalRevision: Number(defaultRow?.['revision'] ?? 0),
      versions: (versions?.rows ?? []).map(versionOf),
      config: configOf(row),
      globalConfig: configOf(defaultRow),
    };
  }

  async getGlobalConfig(): Promise<{ readonly revision: number; readonly config: SubjectConfig }> {
    const [row] = await rowsOf(
      this.#executor,
      this.#sql.selectFrom('registry_defaults').select(['revision', 'config']),
    );
    return { revision: Number(row?.['revision'] ?? 0), config: configOf(row) };
  }

  async getSchema(id: number): Promise<StoredSchema | undefined> {
    const query = this.#sql.selectFrom('registry_schemas').selectAll().where('id', '=', id);
    return schemaOf((await rowsOf(this.#executor, query))[0]);
  }

  async findSchema(digest: string): Promise<StoredSchema | undefined> {
    const query = this.#sql.selectFrom('registry_schemas').selectAll().where('digest', '=', digest);
    return schemaOf((await rowsOf(this.#executor, query))[0]);
  }

  async listUses(id: number): Promise<SubjectVersion[]> {
    const query = this.#versions().where('id', '=', id).orderBy('subject').orderBy('version');
    return (await rowsOf(this.#executor, query)).map(versionOf);
  }

  async listReferrers(subject: string, version: number): Promise<number[]> {
    const query = this.#sql
      .selectFrom('registry_references')
      .select('id')
      .distinct()
      .where('subject', '=', subject)
      .where('version', '=', version)
      .orderBy('id');
    return (await rowsOf(this.#executor, query)).map((row) => Number(row['id']));
  }

  async listVersions({
    prefix = '',
    deleted = false,
    latestOnly = false,
    offset,
    limit,
  }: Parameters<RegistryStore['listVersions']>[0]): Promise<SubjectVersion[]> {
    let query = this.#versions().orderBy('id').orderBy('subject').orderBy('version');
    if (prefix !== '') query = query.where('subject', '>=', prefix).where('subject', '<', prefix + last);
    if (!deleted) query = query.where('deleted', '=', 0);
    if (latestOnly) {
      query = query.where(({ eb, selectFrom }) => {
        const newest = selectFrom('registry_versions as other')
          .select(({ fn }) => fn.max('other.version').as('version'))
          .whereRef('other.subject', '=', 'registry_versions.subject');
        return eb('version', '=', deleted ? newest : newest.where('other.deleted', '=', 0));
      });
    }
    // SQLite skips rows only where their number is limited.
    if (limit !== undefined || offset !== undefined) query = query.limit(limit ?? 2_147_483_647);
    if (offset !== undefined) query = query.offset(offset);
    return (await rowsOf(this.#executor, query)).map(versionOf);
  }

  /** How often schemas have been removed for good. */
  async countRemovals(): Promise<number> {
    const query = this.#sql.selectFrom('registry_counters').select('value').where('name', '=', 'removal');
    return Number((await rowsOf(this.#executor, query))[0]?.['value'] ?? 0);
  }

  /** A subject's newest version, removed ones not among them. */
  newestVersion(subject: string) {
    return this.#versions()
      .where('subject', '=', subject)
      .where(
        'version',
        '=',
        this.#sql.selectFrom('registry_subjects').select('last_version').where('subject', '=', subject),
      );
  }

  #versions() {
    return this.#sql.selectFrom('registry_versions').select(['subject', 'version', 'id', 'deleted', 'registered']);
  }
}

export function versionOf(row: Row): SubjectVersion {
  return {
    subject: String(row['subject']),
    version: Number(row['version']),
    id: Number(row['id']),
    deleted: Number(row['deleted']) === 1,
    registered: Number(row['registered']),
  };
}

export function schemaOf(row: Row | undefined): StoredSchema | undefined {
  if (row === undefined) return undefined;
  return {
    id: Number(row['id']),
    digest: String(row['digest']),
    text: String(row['text']),
    references: JSON.parse(String(row['refs'])) as readonly SchemaReference[],
  };
}

export function configOf(row: Row | undefined): SubjectConfig {
  return JSON.parse(row === undefined ? '{}' : String(row['config'])) as SubjectConfig;
}
