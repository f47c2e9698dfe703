import type { Kysely } from 'kysely';
import type { CaptureRecord } from '../record.ts';
import { leastIdAt } from '../record.ts';
import { codecFrom, samenessKeyFrom } from './codec.ts';
import type { Codec, StoreKeys } from './codec.ts';
import { readPages } from './read-pages.ts';
import { chunks, mostAtOnce, RecordRows } from './record-rows.ts';
import { openScribe } from './open-scribe.ts';
import { compiled } from '../../database/builder.ts';
import type { Executor, Statement } from '../../database/executor.ts';
import { statementsFor } from './statements.ts';
import type { CaptureTable, ClaimTable, Tables } from './statements.ts';
import type {
  Amendment,
  CaptureStore,
  Claim,
  NewRecord,
  RecordQuery,
  RetentionLimits,
  Scribe,
  ScribeOptions,
  SameDelivery,
  StoreStats,
} from './store.ts';

/** A store in a database that has been brought to the present schema. */
export class SqlStore implements CaptureStore {
  readonly location: string;
  readonly #executor: Executor;
  readonly #keys: StoreKeys;
  readonly #codec: Codec;
  readonly #rows: RecordRows;
  readonly #sql: Kysely<Tables>;

  constructor(location: string, executor: Executor, keys: StoreKeys) {
    this.location = location;
    this.#executor = executor;
    this.#keys = keys;
    this.#codec = codecFrom(keys);
    this.#rows = new RecordRows(executor.dialect, this.#codec, samenessKeyFrom(keys));
    this.#sql = statementsFor(executor.dialect);
  }

  openScribe(options: ScribeOptions): Promise<Scribe> {
    return openScribe(this.#executor, this.#keys, options);
  }

  async append(records: readonly NewRecord[], amendments: readonly Amendment[] = []): Promise<void> {
    const statements = [...this.#rows.inserts(records), ...amendments.map(this.#rows.amendment)];
    if (statements.length > 0) await this.#executor.run(statements, 'write');
  }

  amend(amendments: readonly Amendment[]): Promise<void> {
    return this.append([], amendments);
  }

  async get(id: string): Promise<CaptureRecord | undefined> {
    const query = this.#sql.selectFrom('counterfoil_captures').selectAll().where('id', '=', id);
    const [result] = await this.#executor.run([compiled(query)], 'read');
    const [row] = (result?.rows ?? []) as unknown as readonly CaptureTable[];
    return row === undefined ? undefined : this.#rows.recordOf(row);
  }

  async getSome(ids: readonly string[]): Promise<readonly CaptureRecord[]> {
    const from = this.#sql.selectFrom('counterfoil_captures').selectAll();
    const queries = chunks(ids, mostAtOnce).map((some) => compiled(from.where('id', 'in', some)));
    const results = queries.length === 0 ? [] : await this.#executor.run(queries, 'read');
    return results.flatMap(({ rows }) =>
      (rows as unknown as readonly CaptureTable[]).map((row) => this.#rows.recordOf(row)),
    );
  }

  read(query: RecordQuery = {}): AsyncGenerator<readonly CaptureRecord[], void, undefined> {
    return readPages(this.#executor, this.#codec, query, (row) => this.#rows.recordOf(row));
  }

  async replace(records: readonly CaptureRecord[]): Promise<number> {
    const updates = records.map((record) => {
      const { id, delivery: _d, parcel: _p, owner: _o, ...row } = this.#rows.rowOf({ record });
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

  async findSame(samenesses: readonly string[], since: number): Promise<ReadonlyMap<string, SameDelivery>> {
    const lookups = this.#rows.lookups(samenesses, since);
    const results = lookups.length === 0 ? [] : await this.#executor.run(lookups, 'read');
    return this.#rows.foundSame(
      samenesses,
      results.flatMap(({ rows }) => rows),
    );
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

  async claims(prefix: string): Promise<readonly Claim[]> {
    // The order of a language must not decide what begins so.
    const all = this.#sql.selectFrom('counterfoil_claims').selectAll();
    const [result] = await this.#executor.run([compiled(all)], 'read');
    return ((result?.rows ?? []) as unknown as readonly ClaimTable[])
      .map(({ task, holder, until }) => ({ task, holder, until: Number(until) }))
      .filter(({ task }) => task.startsWith(prefix));
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

  async countBefore(time: number): Promise<number> {
    const query = this.#sql
      .selectFrom('counterfoil_captures')
      .select(({ fn }) => fn.countAll().as('count'))
      .where('id', '<', leastIdAt(time));
    const [result] = await this.#executor.run([compiled(query)], 'read');
    return Number(result?.rows[0]?.['count'] ?? 0);
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
}
