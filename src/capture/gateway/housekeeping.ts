import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Contract } from '../../asyncapi/model.ts';
import { attest } from '../attest.ts';
import type { AttestationKey } from '../attest.ts';
import type { CaptureRecord } from '../record.ts';
import { StoreError } from '../../database/store-error.ts';
import type { CaptureStore } from '../store/store.ts';
import type { PersonalData } from './desk.ts';
import type { RedactPayload } from './door/redact-payload.ts';
import { redactRecord } from './door/redact-record.ts';
import type { GatewayLog } from './log/log.ts';
import type { RecordWriter } from './record-writer.ts';
import type { SecretBook } from './secrets.ts';

export interface HousekeepingOptions {
  readonly store: CaptureStore;
  readonly writer: RecordWriter;
  readonly secrets: SecretBook;
  readonly key: AttestationKey;
  readonly contracts: readonly Contract[];
  readonly redact: RedactPayload;
  readonly personalData: PersonalData;
  readonly limit: number;
  /** How long records are kept, in milliseconds. */
  readonly maxAge: number | undefined;
  /** How many bytes of records are kept. */
  readonly maxBytes: number | undefined;
  /** How far back deliveries that are the same are looked for, in milliseconds. */
  readonly sameWithin: number;
  /** The store's file, when it is one. */
  readonly file: string | undefined;
  /** Free bytes that the disk keeps. */
  readonly reserve: number;
  readonly log: GatewayLog;
  /** Pause between two rounds of keeping and redacting, in milliseconds; a minute when absent. */
  readonly pause?: number;
}

const lookEvery = 1_000;
const usualPause = 60_000;

/**
 * What is to be done beside the deliveries: watch the disk and the file of secrets, remove what is too old or too much,
 * redact what has been kept long enough. Failures are told, and tried again.
 */
export class Housekeeping {
  readonly #options: HousekeepingOptions;
  readonly #timers: NodeJS.Timeout[];
  readonly #byId: ReadonlyMap<string, Contract>;
  #round: Promise<void> = Promise.resolve();
  #isBusy = false;
  #isClosed = false;
  /** Up to which record nothing is left to redact. */
  #redactedTo: string | undefined;

  constructor(options: HousekeepingOptions) {
    this.#options = options;
    this.#byId = new Map(options.contracts.map((contract) => [contract.id, contract]));
    this.#timers = [
      setInterval(() => void this.#look(), lookEvery).unref(),
      setInterval(() => this.tidy(), options.pause ?? usualPause).unref(),
    ];
  }

  /** Begins a round of keeping and redacting, unless one is under way. */
  tidy(): void {
    if (this.#isBusy || this.#isClosed) return;
    this.#isBusy = true;
    this.#round = this.#keepAndRedact()
      .catch((error: unknown) => {
        this.#options.log.trouble(`Housekeeping has failed: ${error instanceof Error ? error.message : String(error)}`);
      })
      .finally(() => {
        this.#isBusy = false;
      });
  }

  /** Reads the file of secrets anew. */
  reloadSecrets(): void {
    const { secrets, log } = this.#options;
    try {
      log.notice(`The secrets were read anew; there are ${secrets.reload()}.`);
    } catch (error) {
      log.trouble(`The secrets stay as they were: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const timer of this.#timers) clearInterval(timer);
    await this.#round;
  }

  /** Looks after the disk and the file of secrets. */
  async #look(): Promise<void> {
    const { file, reserve, writer, secrets } = this.#options;
    if (secrets.isStale) this.reloadSecrets();
    if (file === undefined || reserve === 0) return;
    try {
      const { bavail, bsize } = await statfs(dirname(file));
      const free = bavail * bsize;
      const message = `the disk has ${free} bytes left, and ${reserve} of them are kept free`;
      writer.block(free < reserve ? new StoreError('full', message) : undefined);
    } catch {
      // Where the free space cannot be told, a write will.
    }
  }

  async #keepAndRedact(): Promise<void> {
    const { store, maxAge, maxBytes, sameWithin, log } = this.#options;
    const now = Date.now();
    const removed = await store.retain(
      {
        ...(maxAge === undefined ? {} : { before: now - maxAge }),
        ...(maxBytes === undefined ? {} : { bytes: maxBytes }),
      },
      now - sameWithin,
    );
    if (removed > 0) log.notice(`${removed} records were removed, for their age or for room.`);
    await this.#redactOld(now);
  }

  async #redactOld(now: number): Promise<void> {
    const { store, personalData, log, redact, limit, key } = this.#options;
    if (typeof personalData === 'string') return;
    let count = 0;
    const query = {
      unredacted: true,
      until: now - personalData.redactAfter,
      ...(this.#redactedTo === undefined ? {} : { after: this.#redactedTo }),
    };
    for await (const page of store.read(query)) {
      if (this.#isClosed) return;
      const redacted: CaptureRecord[] = [];
      for (const record of page) {
        const without = await redactRecord(record, this.#byId.get(record.contract ?? ''), redact, limit);
        redacted.push({ ...without, attestation: attest(without, key) });
      }
      count += await store.replace(redacted);
      this.#redactedTo = page.at(-1)?.id;
    }
    if (count > 0) log.notice(`Personal data was taken out of ${count} records.`);
  }
}
