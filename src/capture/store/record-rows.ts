import { createHmac, createSecretKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Kysely } from 'kysely';
import { compiled } from '../../database/builder.ts';
import type { Executor, SqlValue, Statement } from '../../database/executor.ts';
import { isSuccess, leastIdAt } from '../record.ts';
import type { CaptureRecord } from '../record.ts';
import type { Codec } from './codec.ts';
import { statementsFor } from './statements.ts';
import type { CaptureTable, Tables } from './statements.ts';
import type { Amendment, NewRecord, SameDelivery } from './store.ts';

/** Values of one statement: PostgreSQL takes 65,535 parameters. */
export const mostAtOnce = 500;

/** Records as rows of a database, and the statements that write them. Runs nothing. */
export class RecordRows {
  readonly #dialect: Executor['dialect'];
  readonly #codec: Codec;
  readonly #samenessKey: KeyObject;
  readonly #sql: Kysely<Tables>;
  readonly #hashed = new Map<string, number>();
  #insertOne: string | undefined;

  /** @param samenessKey of the store: samenesses are kept as keyed hashes */
  constructor(dialect: Executor['dialect'], codec: Codec, samenessKey: Uint8Array) {
    this.#dialect = dialect;
    this.#codec = codec;
    // As an object: from bytes, a key is made anew for each text, which takes six times as long.
    this.#samenessKey = createSecretKey(samenessKey);
    this.#sql = statementsFor(dialect);
  }

  /** One statement a row for SQLite, which compiles it once; few statements for a server that is far away. */
  inserts(records: readonly NewRecord[]): Statement[] {
    const rows = records.map((one) => this.rowOf(one));
    if (this.#dialect === 'postgres')
      return chunks(rows, mostAtOnce).map((some) =>
        compiled(this.#sql.insertInto('counterfoil_captures').values([...some])),
      );
    return rows.map((row) => {
      this.#insertOne ??= compiled(this.#sql.insertInto('counterfoil_captures').values(row)).sql;
      return { sql: this.#insertOne, parameters: Object.values(row) as SqlValue[] };
    });
  }

  readonly amendment = ({ id, answer, delivery, parcel, attestation }: Amendment): Statement => {
    const isWaiting = delivery === 'held';
    const changes: Partial<CaptureTable> = {
      ...(answer === undefined ? {} : { answer: JSON.stringify(answer), succeeded: Number(isSuccess(answer)) }),
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

  /** What asks for the first records with these samenesses that were received at `since` or later. */
  lookups(samenesses: readonly string[], since: number): Statement[] {
    const hashes = [...new Set(samenesses.map((text) => this.#sameness(text)))];
    return chunks(hashes, mostAtOnce).map((some) =>
      compiled(
        this.#sql
          .selectFrom('counterfoil_captures')
          .select(({ fn }) => ['sameness', fn.min('id').as('id'), fn.max('succeeded').as('succeeded')])
          .where('sameness', 'in', some)
          .where('id', '>=', leastIdAt(since))
          .groupBy('sameness'),
      ),
    );
  }

  /** What `lookups` has found, by sameness. */
  foundSame(
    samenesses: readonly string[],
    rows: readonly Readonly<Record<string, unknown>>[],
  ): ReadonlyMap<string, SameDelivery> {
    const found = new Map<string, SameDelivery>();
    if (rows.length === 0) return found;
    const wanted = new Map(samenesses.map((text) => [this.#sameness(text), text]));
    for (const { sameness, id, succeeded: best } of rows) {
      const text = wanted.get(Number(sameness));
      if (text !== undefined) found.set(text, { id: String(id), succeeded: Number(best ?? 0) === 1 });
    }
    return found;
  }

  /** Always the same members in the same order: `inserts` relies on it. */
  rowOf({ record, sameness, parcel, frame }: NewRecord): CaptureTable {
    const { id, vendor, contract, event, verdict, answer, delivery, attestation, redactions } = record;
    const content = this.#codec.encode(record, frame);
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
      succeeded: answer === undefined ? null : Number(isSuccess(answer)),
      answer: answer === undefined ? null : JSON.stringify(answer),
      attestation: attestation === undefined ? null : JSON.stringify(attestation),
      delivery: delivery ?? null,
      parcel: parcel?.bytes ?? null,
      owner: parcel?.owner ?? null,
      content,
    };
  }

  recordOf({ id, content, answer, delivery, attestation }: CaptureTable): CaptureRecord {
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

export function chunks<T>(items: readonly T[], size: number): T[][] {
  const parts: T[][] = [];
  for (let start = 0; start < items.length; start += size) parts.push(items.slice(start, start + size));
  return parts;
}
