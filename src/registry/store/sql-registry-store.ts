import { compiled } from '../../database/builder.ts';
import type { Executor, Statement, StatementResult } from '../../database/executor.ts';
import { StoreError } from '../../database/store-error.ts';
import type { Json } from '../../util/json.ts';
import type * as domain from '../domain/store.ts';
import { auditLine, auditOf } from './audit.ts';
import { contractStatements, readContracts, readTexts, readVendor } from './contracts.ts';
import { keepPackage, readPackage, readPackages } from './packages.ts';
import { SubjectReader, versionOf } from './read-subjects.ts';
import { rowsOf } from './rows.ts';
import { statementsFor } from './tables.ts';
import type { Sql } from './tables.ts';
import { insertToken, readToken, readTokens, revocation } from './tokens.ts';
import { exportLines } from './export.ts';
import { importLines, isImporting } from './import.ts';
import { ensureSubject, subjectStatements } from './write-subject.ts';

/** A registry in a database. The class is the same for both; `Executor` and the statements know which it is. */
export class SqlRegistryStore extends SubjectReader implements domain.RegistryStore {
  readonly location: string;
  readonly #executor: Executor;
  readonly #sql: Sql;
  readonly #now: () => number;

  /**
   * @param location for people
   * @param now milliseconds since 1970
   */
  constructor(location: string, executor: Executor, now: () => number) {
    const sql = statementsFor(executor.dialect);
    super(executor, sql);
    this.location = location;
    this.#executor = executor;
    this.#sql = sql;
    this.#now = now;
  }

  async writeSubject(write: domain.SubjectWrite, by: domain.By): Promise<domain.SubjectVersion | undefined> {
    const statements = subjectStatements(this.#sql, write, this.#now());
    const isNew = write.change.kind === 'register';
    const written = isNew ? [compiled(this.newestVersion(write.subject))] : [];
    const results = await this.#write([...statements, ...written], by);
    const row = isNew ? results.at(statements.length)?.rows[0] : undefined;
    return row === undefined ? undefined : versionOf(row);
  }

  async writeConfig(
    subject: string | undefined,
    revision: number,
    config: domain.SubjectConfig,
    by: domain.By,
  ): Promise<void> {
    const change = { revision: revision + 1, config: JSON.stringify(config) };
    const put =
      subject === undefined
        ? this.#sql.updateTable('registry_defaults').set(change).where('revision', '=', revision)
        : this.#sql
            .updateTable('registry_subjects')
            .set(change)
            .where('subject', '=', subject)
            .where('revision', '=', revision);
    const first = subject !== undefined && revision === 0 ? [ensureSubject(this.#sql, subject)] : [];
    await this.#write([...first, { ...compiled(put), changes: 1 }], by);
  }

  listContracts(): Promise<readonly domain.ContractEntry[]> {
    return readContracts(this.#executor, this.#sql);
  }

  getVendor(vendor: string): Promise<domain.VendorState> {
    return readVendor(this.#executor, this.#sql, vendor);
  }

  getContract(vendor: string, version: string): Promise<domain.ContractTexts | undefined> {
    return readTexts(this.#executor, this.#sql, vendor, version);
  }

  async writeContract(write: domain.ContractWrite, by: domain.By): Promise<void> {
    await this.#write(contractStatements(this.#sql, write), by);
  }

  listPackages(name: string): Promise<readonly Omit<domain.StoredPackage, 'tarball'>[]> {
    return readPackages(this.#executor, this.#sql, name);
  }

  getPackage(name: string, version: string): Promise<domain.StoredPackage | undefined> {
    return readPackage(this.#executor, this.#sql, name, version);
  }

  addPackage(built: domain.StoredPackage): Promise<domain.StoredPackage> {
    return keepPackage(this.#executor, this.#sql, built);
  }

  listTokens(): Promise<readonly domain.TokenEntry[]> {
    return readTokens(this.#executor, this.#sql);
  }

  findToken(hash: string): Promise<domain.TokenEntry | undefined> {
    return readToken(this.#executor, this.#sql, hash);
  }

  async addToken(token: domain.TokenEntry, hash: string, by: domain.By): Promise<void> {
    await this.#write([insertToken(this.#sql, token, hash)], by);
  }

  async revokeToken(id: string, at: number, by: domain.By): Promise<boolean> {
    try {
      await this.#write([revocation(this.#sql, id, at)], by);
      return true;
    } catch (error) {
      if (error instanceof StoreError && error.reason === 'conflict') return false;
      throw error;
    }
  }

  async listAudit({ before, limit }: Parameters<domain.RegistryStore['listAudit']>[0]): Promise<domain.AuditEntry[]> {
    const lines = this.#sql
      .selectFrom('registry_audit')
      .select(['at', 'actor', 'action', 'target'])
      .orderBy('at', 'desc')
      .orderBy('id', 'desc');
    const earlier = before === undefined ? lines : lines.where('at', '<', before);
    const page = (await rowsOf(this.#executor, earlier.limit(limit))).map(auditOf);
    const oldest = page.at(-1);
    if (oldest === undefined || page.length < limit) return page;
    // The page that follows begins before this millisecond: all of it belongs here.
    const whole = (await rowsOf(this.#executor, lines.where('at', '=', oldest.at))).map(auditOf);
    return [...page.filter(({ at }) => at > oldest.at), ...whole];
  }

  export(): AsyncGenerator<Json, void, undefined> {
    return exportLines(this.#executor, this.#sql);
  }

  import(lines: AsyncIterable<Json>, by: domain.By): Promise<void> {
    const done = auditLine(this.#sql, this.#now(), by, 1);
    return importLines(this.#executor, this.#sql, this.location, lines, done);
  }

  async ping(): Promise<void> {
    if (await isImporting(this.#executor, this.#sql))
      throw new StoreError('unavailable', 'an import into it has begun and not ended');
  }

  close(): Promise<void> {
    return this.#executor.close();
  }

  #write(statements: readonly Statement[], by: domain.By): Promise<readonly StatementResult[]> {
    return this.#executor.run([...statements, auditLine(this.#sql, this.#now(), by)], 'write');
  }
}
