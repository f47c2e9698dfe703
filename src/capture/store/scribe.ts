import { attestAll } from '../attest.ts';
import { isSuccess } from '../record.ts';
import type { CaptureRecord } from '../record.ts';
import type { Statement } from '../../database/executor.ts';
import type { RecordRows } from './record-rows.ts';
import type { Entry, Link, NewRecord, ScribeOptions } from './store.ts';

/** What is asked of the database before entries can be written. */
export interface Inquiry {
  readonly unseen: readonly string[];
  readonly statements: readonly Statement[];
}

const mostRemembered = 20_000;

/** What a scribe does before and after it asks the database: wherever the database is, the same. */
export class Desk {
  readonly #rows: RecordRows;
  readonly #options: ScribeOptions;
  /** First records of late, with what became of them. */
  readonly #same = new Map<string, { readonly id: string; succeeded: boolean }>();
  readonly #samenesses = new Map<string, string>();

  constructor(rows: RecordRows, options: ScribeOptions) {
    this.#rows = rows;
    this.#options = options;
  }

  /** What must be known of former records. */
  ask(entries: readonly Entry[]): Inquiry {
    const unseen = new Set<string>();
    for (const entry of entries)
      if (entry.kind === 'new' && !this.#same.has(entry.added.sameness)) unseen.add(entry.added.sameness);
    if (unseen.size === 0) return { unseen: [], statements: [] };
    const list = [...unseen];
    return { unseen: list, statements: this.#rows.lookups(list, Date.now() - this.#options.sameWithin) };
  }

  /** The statements that write entries, linked and signed. */
  prepare(
    entries: readonly Entry[],
    { unseen }: Inquiry,
    rows: readonly Readonly<Record<string, unknown>>[],
  ): { readonly statements: readonly Statement[]; readonly links: readonly Link[] } {
    for (const [sameness, { id, succeeded }] of this.#rows.foundSame(unseen, rows))
      this.#remember(sameness, id, succeeded);
    const links = entries.map((entry) => this.#linkOf(entry));
    const records = entries.map((entry, index) => recordOf(entry, links[index] ?? none));
    const attestations = attestAll(records, this.#options.key);
    const added: NewRecord[] = [];
    const changes: Statement[] = [];
    for (const [index, entry] of entries.entries()) {
      const [record, attestation] = [records[index], attestations[index]];
      if (record === undefined || attestation === undefined) continue;
      if (entry.kind === 'change') {
        changes.push(this.#rows.amendment({ ...entry.change, id: record.id, attestation }));
        continue;
      }
      const { sameness, parcel, frame } = entry.added;
      added.push({
        record: { ...record, attestation },
        sameness,
        ...(parcel === undefined ? {} : { parcel }),
        // A record with a link is another one than was framed.
        ...(frame === undefined || links[index] !== none ? {} : { frame }),
      });
    }
    return { statements: [...this.#rows.inserts(added), ...changes], links };
  }

  /** Nothing was written: what is remembered may never have been. */
  forget(): void {
    this.#same.clear();
    this.#samenesses.clear();
  }

  #linkOf(entry: Entry): Link {
    if (entry.kind === 'change') {
      const same = this.#same.get(this.#samenesses.get(entry.record.id) ?? '');
      if (same !== undefined && isSuccess(entry.change.answer)) same.succeeded = true;
      return none;
    }
    const { record, sameness } = entry.added;
    const same = this.#same.get(sameness);
    if (same === undefined) {
      this.#remember(sameness, record.id, isSuccess(record.answer));
      return none;
    }
    const link = same.succeeded ? { duplicateOf: same.id } : { retryOf: same.id };
    if (isSuccess(record.answer)) same.succeeded = true;
    this.#samenesses.set(record.id, sameness);
    return link;
  }

  #remember(sameness: string, id: string, succeeded: boolean): void {
    for (const map of [this.#same, this.#samenesses]) {
      if (map.size < mostRemembered) continue;
      for (const key of [...map.keys()].slice(0, mostRemembered / 2)) map.delete(key);
    }
    this.#same.set(sameness, { id, succeeded });
    this.#samenesses.set(id, sameness);
  }
}

const none: Link = {};

function recordOf(entry: Entry, link: Link): CaptureRecord {
  if (entry.kind === 'new') return link === none ? entry.added.record : { ...entry.added.record, ...link };
  const { attestation: _, ...rest } = entry.record;
  const { answer, delivery } = entry.change;
  return { ...rest, ...(answer === undefined ? {} : { answer }), ...(delivery === undefined ? {} : { delivery }) };
}
