import { createHmac, createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { CaptureRecord } from '../record.ts';
import { leastIdAt } from '../record.ts';
import type { Codec } from './codec.ts';
import { readPages } from './read-pages.ts';
import { compiled } from '../../database/builder.ts';
import type { Executor, SqlValue, Statement } from '../../database/executor.ts';
import { statementsFor } from './statements.ts';
import type { CaptureTable, Tables } from './statements.ts';
import type { Amendment, CaptureStore, NewRecord, RecordQuery, RetentionLimits, StoreStats } from './store.ts';

/** Values of one statement: PostgreSQL takes 65,535 parameters. */
const mostAtOnce = 500;

/** A store in a database that has been brought to the present schema. */
export class SqlStore implements CaptureStore {
  readonly location: string;
  readonly #executor: Executor;
  readonly #codec: Codec;
  readonly #samenessKey: KeyObject;
  readonly #sql: Kysely<Tables>;
  readonly #hashed = new Map<string, number>();
  #insertOne: string | undefined;

  /** @param samenessKey of the store: samenesses are kept as keyed hashes */
  constructor(location: string, executor: Executor, codec: Codec, samenessKey: Uint8Array) {
    this.location = location;
    this.#executor = executor;
    this.#codec = codec;
    // As an object: from bytes, a key is made anew for each text, which takes six times as long.
    this.#samenessKey = createSecretKey(samenessKey);
    this.#sql = statementsFor(executor.dialect);
  }

  async append(records: readonly NewRecord[], amendments: readonly Amendment[] = []): Promise<void> {
    const statements = [...this.#inserts(records.map((one) => this.#rowOf(one))), ...amendments.map(this.#amendment)];
    if (statements.length > 0) await this.#executor.run(statements, 'write');
  }

  amend(amendments: readonly Amendment[]): Promise<void> {
    return this.append([], amendments);
  }

  async get(id: string): Promise<CaptureRecord | undefined> {
    const query = this.#sql.selectFrom('counterfoil_captures').selectAll().where('id', '=', id);
    const [result] = await this.#executor.run([compiled(query)], 'read');
    const [row] = (result?.rows ?? []) as unknown as readonly CaptureTable[];
    return row === undefined ? undefined : this.#recordOf(row);
  }

  read(query: RecordQuery = {}): AsyncGenerator<readonly CaptureRecord[], void, undefined> {
    return readPages(this.#executor, this.#codec, query, (row) => this.#recordOf(row));
  }

  async replace(records: readonly CaptureRecord[]): Promise<number> {
    const updates = records.map((record) => {
      const { id, delivery: _d, parcel: _p, owner: _o, ...row } = this.#rowOf({ record });
      return compiled(this.#sql.updateTable('counterfoil_captures').set(row).where('id', '=', id));
    });
    return this.#change(updates);
  }

  async erase(ids: readonly string[]): Promise<number> {
    const erased = await this.#change(
      chunks(ids, mostAtOnce).map((some) =>
        compiled(this.#sql.deleteFrom('counterfoil_captures').where('id', 'in', some)),
      ),
    );
    if (erased > 0) await this.#executor.tidy();
    return erased;
  }

  async findSame(
    samenesses: readonly string[],
    since: number,
  ): Promise<ReadonlyMap<string, { readonly id: string; readonly succeeded: boolean }>> {
    const wanted = new Map(samenesses.map((text) => [this.#sameness(text), text]));
    const found = new Map<string, { readonly id: string; readonly succeeded: boolean }>();
    for (const some of chunks([...wanted.keys()], mostAtOnce)) {
      const query = this.#sql
        .selectFrom('counterfoil_captures')
        .select(({ fn }) => ['sameness', fn.min('id').as('id'), fn.max('succeeded').as('succeeded')])
        .where('sameness', 'in', some)
        .where('id', '>=', leastIdAt(since))
        .groupBy('sameness');
      const [result] = await this.#executor.run([compiled(query)], 'read');
      for (const { sameness, id, succeeded } of result?.rows ?? []) {
        const text = wanted.get(Number(sameness));
        if (text !== undefined) found.set(text, { id: String(id), succeeded: Number(succeeded ?? 0) === 1 });
      }
    }
    return found;
  }

  async listHeld(
    owner: string,
    limit: number,
  ): Promise<readonly { readonly id: string; readonly parcel: Uint8Array }[]> {
    const query = this.#held(owner).select(['id', 'parcel']).orderBy('id').limit(limit);
    const [result] = await this.#executor.run([compiled(query)], 'read');
    return ((result?.rows ?? []) as readonly Pick<CaptureTable, 'id' | 'parcel'>[]).flatMap(({ id, parcel }) =>
      parcel === null ? [] : [{ id, parcel }],
    );
  }

  async countHeld(owner: string): Promise<number> {
    const query = this.#held(owner).select(({ fn }) => fn.countAll().as('count'));
    const [result] = await this.#executor.run([compiled(query)], 'read');
    return Number(result?.rows[0]?.['count'] ?? 0);
  }

  async claim(task: string, holder: string, seconds: number): Promise<boolean> {
    const now = Date.now();
    const claim = this.#sql
      .insertInto('counterfoil_claims')
      .values({ task, holder, until: now + seconds * 1000 })
      .onConflict((conflict) =>
        conflict
          .column('task')
          .doUpdateSet({ holder, until: now + seconds * 1000 })
          .where(({ eb, or }) =>
            or([eb('counterfoil_claims.until', '<', now), eb('counterfoil_claims.holder', '=', holder)]),
          ),
      );
    return (await this.#change([compiled(claim)])) === 1;
  }

  async release(task: string, holder: string): Promise<void> {
    const gone = this.#sql.deleteFrom('counterfoil_claims').where('task', '=', task).where('holder', '=', holder);
    await this.#change([compiled(gone)]);
  }

  async retain({ before, bytes }: RetentionLimits, forgetBefore?: number): Promise<number> {
    let removed = 0;
    if (forgetBefore !== undefined) await this.#forget(forgetBefore);
    if (before !== undefined) removed += await this.#removeOldest(leastIdAt(before));
    if (bytes !== undefined) removed += await this.#removeOver(bytes);
    if (removed > 0) await this.#executor.tidy();
    return removed;
  }

  async stats(): Promise<StoreStats> {
    const from = this.#sql.selectFrom('counterfoil_captures');
    const all = from.select(({ fn }) => [fn.countAll().as('records'), fn.sum('size').as('bytes')]);
    const ends = from.select(({ fn }) => [fn.min('id').as('oldest'), fn.max('id').as('newest')]);
    const held = from.select(({ fn }) => fn.countAll().as('held')).where('delivery', '=', 'held');
    const results = await this.#executor.run([compiled(all), compiled(ends), compiled(held)], 'read');
    const [counts, range, waiting] = results.map(({ rows }) => rows[0] ?? {});
    const { oldest, newest } = (range ?? {}) as { readonly oldest?: string | null; readonly newest?: string | null };
    return {
      records: Number(counts?.['records'] ?? 0),
      bytes: Number(counts?.['bytes'] ?? 0),
      held: Number(waiting?.['held'] ?? 0),
      ...(typeof oldest === 'string' ? { oldest } : {}),
      ...(typeof newest === 'string' ? { newest } : {}),
    };
  }

  close(): Promise<void> {
    return this.#executor.close();
  }

  #held(owner: string) {
    return this.#sql.selectFrom('counterfoil_captures').where('delivery', '=', 'held').where('owner', '=', owner);
  }

  async #change(statements: readonly Statement[]): Promise<number> {
    if (statements.length === 0) return 0;
    const results = await this.#executor.run(statements, 'write');
    return results.reduce((sum, { changes }) => sum + changes, 0);
  }

  async #forget(before: number): Promise<void> {
    const forgotten = this.#sql
      .updateTable('counterfoil_captures')
      .set({ sameness: null })
      .where('sameness', 'is not', null)
      .where('id', '<', leastIdAt(before));
    await this.#change([compiled(forgotten)]);
  }

  /** Page by page, so that deliveries that come meanwhile do not wait for all of it. */
  async #removeOldest(below: string): Promise<number> {
    for (let removed = 0; ;) {
      const ids = await this.#oldest(below);
      if (ids.length === 0) return removed;
      removed += await this.#remove(ids.map(({ id }) => id));
    }
  }

  async #removeOver(bytes: number): Promise<number> {
    let over = (await this.stats()).bytes - bytes;
    let removed = 0;
    while (over > 0) {
      const ids: string[] = [];
      for (const { id, size } of await this.#oldest('~')) {
        if (over <= 0) break;
        over -= size;
        ids.push(id);
      }
      if (ids.length === 0) return removed;
      removed += await this.#remove(ids);
    }
    return removed;
  }

  async #oldest(below: string): Promise<readonly Pick<CaptureTable, 'id' | 'size'>[]> {
    const query = this.#sql
      .selectFrom('counterfoil_captures')
      .select(['id', 'size'])
      .where('id', '<', below)
      .where(({ eb, or }) => or([eb('delivery', 'is', null), eb('delivery', '!=', 'held')]))
      .orderBy('id')
      .limit(mostAtOnce);
    const [result] = await this.#executor.run([compiled(query)], 'read');
    return (result?.rows ?? []) as readonly Pick<CaptureTable, 'id' | 'size'>[];
  }

  #remove(ids: readonly string[]): Promise<number> {
    return this.#change([compiled(this.#sql.deleteFrom('counterfoil_captures').where('id', 'in', ids))]);
  }

  /** One statement a row for SQLite, which compiles it once; few statements for a server that is far away. */
  #inserts(rows: readonly CaptureTable[]): Statement[] {
    if (this.#executor.dialect === 'postgres')
      return chunks(rows, mostAtOnce).map((some) =>
        compiled(this.#sql.insertInto('counterfoil_captures').values([...some])),
      );
    return rows.map((row) => {
      this.#insertOne ??= compiled(this.#sql.insertInto('counterfoil_captures').values(row)).sql;
      return { sql: this.#insertOne, parameters: Object.values(row) as SqlValue[] };
    });
  }

  readonly #amendment = ({ id, answer, delivery, parcel, attestation }: Amendment): Statement => {
    const isWaiting = delivery === 'held';
    const changes: Partial<CaptureTable> = {
      ...(answer === undefined ? {} : { answer: JSON.stringify(answer), succeeded: succeeded(answer) }),
      ...(attestation === undefined ? {} : { attestation: JSON.stringify(attestation) }),
      ...(delivery === undefined ? {} : { delivery }),
      ...(parcel === undefined ? {} : { parcel: parcel.bytes, owner: parcel.owner }),
      ...(delivery === undefined || isWaiting ? {} : { parcel: null, owner: null }),
    };
    return compiled(
      this.#sql
        .updateTable('counterfoil_captures')
        .set({ id, ...changes })
        .where('id', '=', id),
    );
  };

  /** Always the same members in the same order: `#inserts` relies on it. */
  #rowOf({ record, sameness, parcel }: NewRecord): CaptureTable {
    const { id, vendor, contract, event, verdict, answer, delivery, attestation, redactions } = record;
    const content = this.#codec.encode(record);
    const label = (text: string | undefined): string | null => (text === undefined ? null : this.#codec.label(text));
    return {
      id,
      vendor: label(vendor),
      contract: label(contract),
      event: label(event),
      verdict,
      size: content.byteLength,
      redacted: redactions === undefined ? 0 : 1,
      sameness: sameness === undefined ? null : this.#sameness(sameness),
      succeeded: answer === undefined ? null : succeeded(answer),
      answer: answer === undefined ? null : JSON.stringify(answer),
      attestation: attestation === undefined ? null : JSON.stringify(attestation),
      delivery: delivery ?? null,
      parcel: parcel?.bytes ?? null,
      owner: parcel?.owner ?? null,
      content,
    };
  }

  #recordOf({ id, content, answer, delivery, attestation }: CaptureTable): CaptureRecord {
    return {
      id,
      ...this.#codec.decode(id, content),
      ...(answer === null ? {} : { answer: JSON.parse(answer) as NonNullable<CaptureRecord['answer']> }),
      ...(delivery === null ? {} : { delivery: delivery as NonNullable<CaptureRecord['delivery']> }),
      ...(attestation === null
        ? {}
        : { attestation: JSON.parse(attestation) as NonNullable<CaptureRecord['attestation']> }),
    };
  }

  /** 48 bits: few bytes for each entry of an index whose pages are hit at random keep commits short. */
  #sameness(text: string): number {
    const known = this.#hashed.get(text);
    if (known !== undefined) return known;
    const hashed = createHmac('sha256', this.#samenessKey).update(text).digest().readUIntBE(0, 6);
    // Each is asked for twice in short order: when it is looked for, and when it is written.
    if (this.#hashed.size >= 2000) this.#hashed.clear();
    this.#hashed.set(text, hashed);
    return hashed;
  }
}

function succeeded({ status = 0 }: NonNullable<CaptureRecord['answer']>): number {
  return status >= 200 && status < 300 ? 1 : 0;
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let start = 0; start < items.length; start += size) parts.push(items.slice(start, start + size));
  return parts;
}
