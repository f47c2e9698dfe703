import type { CaptureRecord } from '../record.ts';
import { StoreError } from '../../database/store-error.ts';
import type { Change, Entry, Link, NewRecord, Scribe } from '../store/store.ts';

/** A record before it is linked and signed. */
export interface Draft extends NewRecord {
  readonly sameness: string;
}

export interface WriterOptions {
  readonly scribe: Scribe;
  /** Told of each commit: records, seconds. */
  readonly onCommit?: (records: number, seconds: number) => void;
}

interface Job {
  readonly entry: Entry;
  readonly resolve: (record: CaptureRecord) => void;
  readonly reject: (error: StoreError) => void;
}

const mostTogether = 512;
/** After a failure, how long nothing is tried, in milliseconds: nobody waits for a store that is known to be down. */
const rest = 1_000;

/** Writes records in groups: what comes while the disk is busy goes with the next commit. */
export class RecordWriter {
  readonly #options: WriterOptions;
  #queue: Job[] = [];
  #isRunning = false;
  #idle = Promise.resolve();
  #obstacle: StoreError | undefined;
  #restUntil = 0;
  #blocked: StoreError | undefined;

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
    return this.#add({ kind: 'new', added: draft });
  }

  /** Amends a record that was written; signs it anew. */
  amend(record: CaptureRecord, change: Change): Promise<CaptureRecord> {
    return this.#add({ kind: 'change', record, change });
  }

  /** Resolves when all that was begun is done. */
  async settled(): Promise<void> {
    while (this.#isRunning || this.#queue.length > 0) await this.#idle;
  }

  #add(entry: Entry): Promise<CaptureRecord> {
    const { obstacle } = this;
    if (obstacle !== undefined) return Promise.reject(obstacle);
    const { promise, resolve, reject } = Promise.withResolvers<CaptureRecord>();
    this.#queue.push({ entry, resolve, reject });
    if (!this.#isRunning) {
      this.#isRunning = true;
      // Whatever arrives in the same turn of the loop goes together.
      this.#idle = Promise.resolve().then(() => this.#run());
    }
    return promise;
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) await this.#commit(this.#queue.splice(0, mostTogether));
    this.#isRunning = false;
  }

  async #commit(jobs: readonly Job[]): Promise<void> {
    const start = performance.now();
    try {
      const links = await this.#options.scribe.write(jobs.map(({ entry }) => entry));
      this.#restUntil = 0;
      this.#options.onCommit?.(jobs.length, (performance.now() - start) / 1000);
      for (const [index, { entry, resolve }] of jobs.entries()) resolve(written(entry, links[index]));
    } catch (error) {
      const failure = asStoreError(error);
      // One record that the store cannot take must not cost the others.
      if (failure.reason === 'broken' && jobs.length > 1) {
        for (const job of jobs) await this.#commit([job]);
        return;
      }
      this.#fail(jobs, failure);
    }
  }

  #fail(jobs: readonly Job[], error: StoreError): void {
    if (error.reason !== 'broken' || jobs.length > 1) {
      this.#obstacle = error;
      this.#restUntil = performance.now() + rest;
    }
    for (const { reject } of jobs) reject(error);
  }
}

/** The record as it is in the store, but for its attestation, which nobody here needs. */
function written(entry: Entry, link: Link = {}): CaptureRecord {
  if (entry.kind === 'new') {
    const { record } = entry.added;
    return link.duplicateOf === undefined && link.retryOf === undefined ? record : { ...record, ...link };
  }
  const { answer, delivery } = entry.change;
  return {
    ...entry.record,
    ...(answer === undefined ? {} : { answer }),
    ...(delivery === undefined ? {} : { delivery }),
  };
}

function asStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  return new StoreError('broken', error instanceof Error ? error.message : String(error), error);
}
