import { attestAll } from '../attest.ts';
import type { AttestationKey } from '../attest.ts';
import type { CaptureRecord } from '../record.ts';
import { StoreError } from '../../database/store-error.ts';
import type { Amendment, CaptureStore, NewRecord, Parcel } from '../store/store.ts';

/** A record before it is linked and signed. */
export interface Draft extends NewRecord {
  readonly sameness: string;
}

/** What becomes known of a record that was written. */
export interface Change {
  readonly answer?: CaptureRecord['answer'];
  readonly delivery?: CaptureRecord['delivery'];
  readonly parcel?: Parcel;
}

export interface WriterOptions {
  readonly store: CaptureStore;
  readonly key: AttestationKey;
  /** How far back deliveries that are the same are looked for, in milliseconds. */
  readonly sameWithin: number;
  /** Told of each commit: records, seconds. */
  readonly onCommit?: (records: number, seconds: number) => void;
}

interface Job {
  readonly draft?: Draft;
  readonly amendment?: { readonly record: CaptureRecord; readonly change: Change };
  readonly resolve: (record: CaptureRecord) => void;
  readonly reject: (error: StoreError) => void;
}

const mostTogether = 512;
const mostRemembered = 20_000;
/** After a failure, how long nothing is tried, in milliseconds: nobody waits for a store that is known to be down. */
const rest = 1_000;

/**
 * Writes records in groups: what comes while the disk is busy goes with the next commit. Of two groups at a time, one is
 * being signed and one written.
 */
export class RecordWriter {
  readonly #options: WriterOptions;
  #queue: Job[] = [];
  #isRunning = false;
  #idle = Promise.resolve();
  #obstacle: StoreError | undefined;
  #restUntil = 0;
  #blocked: StoreError | undefined;
  /** First records of late, with what became of them: the store may not have them yet. */
  readonly #same = new Map<string, { readonly id: string; succeeded: boolean }>();
  readonly #samenesses = new Map<string, string>();

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  /** Why nothing can be written at present. */
  get obstacle(): StoreError | undefined {
    return this.#blocked ?? (performance.now() < this.#restUntil ? this.#obstacle : undefined);
  }

  /** Nothing is written until this is called with undefined: the disk is about to be full, say. */
  block(obstacle: StoreError | undefined): void {
    this.#blocked = obstacle;
  }

  /**
   * Links, signs and writes a record.
   *
   * @returns the record as it was written, once it has reached the disk
   * @throws {StoreError} when it was not written
   */
  append(draft: Draft): Promise<CaptureRecord> {
    return this.#add({ draft });
  }

  /** Amends a record that was written; signs it anew. */
  amend(record: CaptureRecord, change: Change): Promise<CaptureRecord> {
    const sameness = this.#samenesses.get(record.id);
    const same = sameness === undefined ? undefined : this.#same.get(sameness);
    if (same !== undefined && isSuccess(change.answer)) same.succeeded = true;
    return this.#add({ amendment: { record, change } });
  }

  /** Resolves when all that was begun is done. */
  async settled(): Promise<void> {
    while (this.#isRunning || this.#queue.length > 0) await this.#idle;
  }

  #add(job: Omit<Job, 'resolve' | 'reject'>): Promise<CaptureRecord> {
    const { obstacle } = this;
    if (obstacle !== undefined) return Promise.reject(obstacle);
    const { promise, resolve, reject } = Promise.withResolvers<CaptureRecord>();
    this.#queue.push({ ...job, resolve, reject });
    if (!this.#isRunning) {
      this.#isRunning = true;
      // Whatever arrives in the same turn of the loop goes together.
      this.#idle = Promise.resolve().then(() => this.#run());
    }
    return promise;
  }

  async #run(): Promise<void> {
    let writing: Promise<void> = Promise.resolve();
    while (this.#queue.length > 0) {
      const jobs = this.#queue.splice(0, mostTogether);
      try {
        const records = await this.#prepare(jobs);
        await writing;
        writing = this.#commit(jobs, records);
      } catch (error) {
        this.#fail(jobs, asStoreError(error));
      }
      // While a group is written, the next one gathers.
      if (this.#queue.length === 0) await writing;
    }
    await writing;
    this.#isRunning = false;
  }

  async #prepare(jobs: readonly Job[]): Promise<CaptureRecord[]> {
    const { key } = this.#options;
    const drafts = jobs.flatMap(({ draft }) => (draft === undefined ? [] : [draft]));
    const unseen = [...new Set(drafts.map(({ sameness }) => sameness))].filter((one) => !this.#same.has(one));
    const since = Date.now() - this.#options.sameWithin;
    const found = unseen.length === 0 ? new Map() : await this.#options.store.findSame(unseen, since);
    for (const [sameness, { id, succeeded }] of found) this.#remember(sameness, id, succeeded);
    const records = jobs.map(({ draft, amendment }) => (draft === undefined ? amended(amendment) : this.#link(draft)));
    const attestations = attestAll(records, key);
    return records.map((record, index) => {
      const attestation = attestations[index];
      return attestation === undefined ? record : { ...record, attestation };
    });
  }

  #link({ record, sameness }: Draft): CaptureRecord {
    const same = this.#same.get(sameness);
    if (same === undefined) {
      this.#remember(sameness, record.id, isSuccess(record.answer));
      return record;
    }
    const linked = { ...record, ...(same.succeeded ? { duplicateOf: same.id } : { retryOf: same.id }) };
    if (isSuccess(record.answer)) same.succeeded = true;
    this.#samenesses.set(record.id, sameness);
    return linked;
  }

  #remember(sameness: string, id: string, succeeded: boolean): void {
    for (const map of [this.#same, this.#samenesses]) {
      if (map.size < mostRemembered) continue;
      for (const key of [...map.keys()].slice(0, mostRemembered / 2)) map.delete(key);
    }
    this.#same.set(sameness, { id, succeeded });
    this.#samenesses.set(id, sameness);
  }

  async #commit(jobs: readonly Job[], records: readonly CaptureRecord[]): Promise<void> {
    const start = performance.now();
    try {
      await this.#write(jobs, records);
      this.#restUntil = 0;
      this.#options.onCommit?.(records.length, (performance.now() - start) / 1000);
      for (const [index, job] of jobs.entries()) job.resolve(records[index] as CaptureRecord);
    } catch (error) {
      const failure = asStoreError(error);
      // One record that the store cannot take must not cost the others.
      if (failure.reason === 'broken' && jobs.length > 1) {
        for (const [index, job] of jobs.entries()) await this.#commit([job], records.slice(index, index + 1));
        return;
      }
      this.#fail(jobs, failure);
    }
  }

  #write(jobs: readonly Job[], records: readonly CaptureRecord[]): Promise<void> {
    const added: NewRecord[] = [];
    const amendments: Amendment[] = [];
    for (const [index, { draft, amendment }] of jobs.entries()) {
      const record = records[index];
      if (record === undefined) continue;
      const { id, attestation } = record;
      if (draft !== undefined) added.push({ ...draft, record });
      else amendments.push({ id, ...amendment?.change, ...(attestation === undefined ? {} : { attestation }) });
    }
    return this.#options.store.append(added, amendments);
  }

  #fail(jobs: readonly Job[], error: StoreError): void {
    if (error.reason !== 'broken' || jobs.length > 1) {
      this.#obstacle = error;
      this.#restUntil = performance.now() + rest;
    }
    for (const { reject } of jobs) reject(error);
  }
}

function amended(amendment: Job['amendment']): CaptureRecord {
  if (amendment === undefined) throw new Error('A job is an addition or an amendment.');
  const { record, change } = amendment;
  const { attestation: _, ...rest } = record;
  const { answer, delivery } = change;
  return { ...rest, ...(answer === undefined ? {} : { answer }), ...(delivery === undefined ? {} : { delivery }) };
}

function isSuccess(answer: CaptureRecord['answer']): boolean {
  const status = answer?.status ?? 0;
  return status >= 200 && status < 300;
}

function asStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  return new StoreError('broken', error instanceof Error ? error.message : String(error), error);
}
