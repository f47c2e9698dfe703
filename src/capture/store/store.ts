import type { CaptureRecord, RecordVerdict } from '../record.ts';
import type { AttestationKey } from '../attest.ts';

/** Which records are wanted; what is absent does not matter. */
export interface RecordQuery {
  readonly vendor?: string;
  /** `<vendor>@<version>`. */
  readonly contract?: string;
  readonly event?: string;
  readonly verdict?: RecordVerdict;
  /** Received at that time or later, in milliseconds since 1970. */
  readonly since?: number;
  /** Received before that time, in milliseconds since 1970. */
  readonly until?: number;
  /** Text that stands in the URL, a header or the body (as UTF-8), whatever the case. Records are looked through one by one. */
  readonly text?: string;
  /** Only those whose personal data nobody has taken out. */
  readonly unredacted?: boolean;
  /** By time of receipt; `oldest` when absent. */
  readonly first?: 'oldest' | 'newest';
  /** Goes on after the record with this id, in the wanted order; the record need not exist any more. */
  readonly after?: string;
  /** Most records; all when absent. */
  readonly limit?: number;
}

/** A record to be written. */
export interface NewRecord {
  readonly record: CaptureRecord;
  /** Equal for deliveries that are one and the same: for links between duplicates and retries. */
  readonly sameness?: string;
  /** Set when the delivery waits for its receiver from the start. */
  readonly parcel?: Parcel;
  /** The record as `frame` writes it, when that is at hand. */
  readonly frame?: Uint8Array;
}

/** What a held delivery needs to be delivered later. It may hold what records do not, so it is gone when it is delivered. */
export interface Parcel {
  /** Sealed by its writer. */
  readonly bytes: Uint8Array;
  /** Who can open it: id of a key. */
  readonly owner: string;
}

/** What becomes known of a record after it was written. */
export interface Amendment {
  readonly id: string;
  readonly answer?: CaptureRecord['answer'];
  /** `held` comes with a parcel; the others remove it. */
  readonly delivery?: CaptureRecord['delivery'];
  readonly parcel?: Parcel;
  /** Over the record with these changes. */
  readonly attestation?: CaptureRecord['attestation'];
}

/** What becomes known of a record that was written. */
export interface Change {
  readonly answer?: CaptureRecord['answer'];
  readonly delivery?: CaptureRecord['delivery'];
  readonly parcel?: Parcel;
}

/** One thing to be written: a record, or a change of one. */
export type Entry =
  | { readonly kind: 'new'; readonly added: NewRecord & { readonly sameness: string } }
  | { readonly kind: 'change'; readonly record: CaptureRecord; readonly change: Change };

/** What a new record turned out to repeat. */
export type Link = Pick<CaptureRecord, 'duplicateOf' | 'retryOf'>;

export interface ScribeOptions {
  /** Signs what is written. */
  readonly key: AttestationKey;
  /** How far back deliveries that are the same are looked for, in milliseconds. */
  readonly sameWithin: number;
}

/** Links, signs and writes. */
export interface Scribe {
  /**
   * Writes entries in one transaction, which has reached the disk when the promise resolves. One call at a time.
   *
   * @returns the link of each entry; empty where there is none
   * @throws {StoreError} when none of them was written
   */
  write(entries: readonly Entry[]): Promise<readonly Link[]>;
}

/** An earlier record of the same delivery. */
export interface SameDelivery {
  readonly id: string;
  /** Whether one of them was answered with a status from 200 to 299. */
  readonly succeeded: boolean;
}

/** A delivery that waits for its receiver. */
export interface HeldDelivery {
  readonly id: string;
  readonly parcel: Uint8Array;
}

/** Who has a task, and until when. */
export interface Claim {
  readonly task: string;
  readonly holder: string;
  /** In milliseconds since 1970. */
  readonly until: number;
}

export interface StoreStats {
  readonly records: number;
  /** Bytes of the records, without the store's own. */
  readonly bytes: number;
  readonly held: number;
  /** Ids of the first and the last record. */
  readonly oldest?: string;
  readonly newest?: string;
}

/** What retention keeps. */
export interface RetentionLimits {
  /** Records received before that time go, in milliseconds since 1970. */
  readonly before?: number;
  /** The oldest go until the records have at most so many bytes. */
  readonly bytes?: number;
}

/**
 * Keeps records. Writing is done when a promise resolves: the records have reached the disk (unless the store was opened
 * to do without), all of a call or none. Every method rejects with `StoreError` when the store cannot do it.
 */
export interface CaptureStore {
  /** For people: a path, or a URL without its password. */
  readonly location: string;
  /** Appends records and amends others, in one transaction. */
  append(records: readonly NewRecord[], amendments?: readonly Amendment[]): Promise<void>;
  /** Adds to records that were written before; those that are gone are passed over. */
  amend(amendments: readonly Amendment[]): Promise<void>;
  /** Begins to link and sign what is written. Ends with the store. */
  openScribe(options: ScribeOptions): Promise<Scribe>;
  get(id: string): Promise<CaptureRecord | undefined>;
  /** Those of the records with these ids that exist, in any order. */
  getSome(ids: readonly string[]): Promise<readonly CaptureRecord[]>;
  /** Reads in pages of at most 500 records; what is appended meanwhile comes too, when oldest comes first. */
  read(query?: RecordQuery): AsyncGenerator<readonly CaptureRecord[], void, undefined>;
  /**
   * Puts records in the place of those with their ids, which must exist; links to duplicates by content end. Held
   * deliveries keep their parcel.
   *
   * @returns how many were replaced
   */
  replace(records: readonly CaptureRecord[]): Promise<number>;
  /**
   * Removes records with everything that belongs to them, held deliveries too.
   *
   * @returns how many there were
   */
  erase(ids: readonly string[]): Promise<number>;
  /** The first records with these samenesses that were received at `since` or later, by sameness. */
  findSame(samenesses: readonly string[], since: number): Promise<ReadonlyMap<string, SameDelivery>>;
  /** Held deliveries of one owner, by time of receipt. */
  listHeld(owner: string, limit: number): Promise<readonly HeldDelivery[]>;
  /** How many deliveries of one owner are held. */
  countHeld(owner: string): Promise<number>;
  /**
   * Claims a task for a time, so that of several gateways on one store one alone does it.
   *
   * @param seconds until somebody else may have it
   * @returns whether it is now the holder's
   */
  claim(task: string, holder: string, seconds: number): Promise<boolean>;
  /** The claims on tasks whose names begin so, those that have run out too. */
  claims(prefix: string): Promise<readonly Claim[]>;
  /** Ends a claim early. */
  release(task: string, holder: string): Promise<void>;
  /**
   * Removes what is too old or too much, the oldest first, and forgets samenesses of records received before
   * `forgetBefore`. Held deliveries stay.
   *
   * @returns how many records were removed
   */
  retain(limits: RetentionLimits, forgetBefore?: number): Promise<number>;
  stats(): Promise<StoreStats>;
  /** How many records were received before a time, in milliseconds since 1970. */
  countBefore(time: number): Promise<number>;
  /** Ends when all that was begun is done. */
  close(): Promise<void>;
}
