import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readTrustedKeys } from '../capture/attest.ts';
import type { TrustedKeys } from '../capture/attest.ts';
import { readSince } from '../capture/drift/times.ts';
import { readWhere } from '../capture/erase/match.ts';
import { matching } from '../capture/erase/run-erase.ts';
import { loadJudge } from '../capture/exchange/judge.ts';
import type { RecordJudge } from '../capture/exchange/judge.ts';
import { openSource } from '../capture/exchange/sources.ts';
import type { CaptureSourceReader } from '../capture/exchange/sources.ts';
import { StoreError } from '../database/store-error.ts';
import type { RecordQuery } from '../capture/store/store.ts';
import { RunError } from '../findings/run-error.ts';
import type { Secret } from '../checks/options.ts';
import { todayInUtc } from './today.ts';

/** Where captures are, and which of them are meant. */
export interface CapturesOptions {
  /** Capture files, folders, or glob patterns of some; these or `store`. */
  readonly files?: readonly string[];
  /** A SQLite file, or a `postgres://` URL; `counterfoil-captures.db`, when it is there, where nothing is named. */
  readonly store?: string;
  /** 32 bytes that the store is sealed with. */
  readonly storeKey?: Uint8Array;
  /** Format of the files, whatever their names: `http`, `har`, `ndjson`, `json`, `webhook-site`, `ngrok`. */
  readonly format?: string;
  /** Origin of captures in files that do not state theirs. */
  readonly origin?: 'live' | 'documented' | 'simulated';
  /** Contracts that say what captures are, and what in them is personal. */
  readonly contracts?: readonly string[];
  /** Secrets by vendor, to verify signatures. */
  readonly secrets?: Readonly<Record<string, readonly Secret[]>>;
  /** URL registered with the vendor, for signatures that cover it. */
  readonly url?: string;
  /** File with public keys in PEM: what one of them has signed is attested. */
  readonly trust?: string;
  /** Only captures of this vendor, contract (`<vendor>@<version>`) or event. */
  readonly vendor?: string;
  readonly contract?: string;
  readonly event?: string;
  /** Only captures received from then on, or before then: a day, a time, or a duration up to the end of today. */
  readonly since?: string;
  readonly until?: string;
  /** Only captures with these values: `/data/email=anna@corp.example`, or `*=...` for anywhere. */
  readonly where?: readonly string[];
  /** Folder that relative paths start from; the working folder when absent. */
  readonly cwd?: string;
  /** Day that durations are judged by, YYYY-MM-DD; today in UTC when absent. */
  readonly today?: string;
  /** Ends the work before its end, with a `RunError`; files that were begun are removed. */
  readonly signal?: AbortSignal;
}

/** Where gateways and imports put captures when nobody says it. */
export const usualStore = 'counterfoil-captures.db';

/** What is open while captures are worked with. */
export interface OpenCaptures {
  readonly reader: CaptureSourceReader;
  readonly judge: RecordJudge;
  readonly query: RecordQuery;
  readonly trusted: TrustedKeys;
  readonly cwd: string;
}

/**
 * Opens captures and what they are held against, for as long as the work takes.
 *
 * @throws {RunError} when something named does not exist or cannot be used, or the store fails
 */
export async function withCaptures<Result>(
  options: CapturesOptions,
  work: (open: OpenCaptures) => Promise<Result>,
): Promise<Result> {
  const cwd = resolve(options.cwd ?? '');
  const query = queryOf(options);
  const trusted = options.trust === undefined ? new Map() : readTrust(resolve(cwd, options.trust), options.trust);
  const { contracts = [], secrets, url } = options;
  const judge = await loadJudge({
    contracts,
    cwd,
    ...(secrets === undefined ? {} : { secrets }),
    ...(url === undefined ? {} : { url }),
  });
  const isUnnamed = options.store === undefined && (options.files ?? []).length === 0;
  const source = isUnnamed && existsSync(resolve(cwd, usualStore)) ? { ...options, store: usualStore } : options;
  return guardStore(async () => {
    const reader = await openSource({ ...source, cwd, trusted });
    try {
      return await work({ reader: filtered(reader, options), judge, query, trusted, cwd });
    } finally {
      await reader.close();
    }
  });
}

/** A reader of those captures alone that hold the wanted values. */
function filtered(reader: CaptureSourceReader, { where = [] }: CapturesOptions): CaptureSourceReader {
  if (where.length === 0) return reader;
  const conditions = where.map(readWhere);
  return {
    ...reader,
    async *read(query = {}) {
      const { limit = Infinity, ...rest } = query;
      let left = limit;
      for await (const item of reader.read(rest)) {
        if (left <= 0) return;
        if (!('problem' in item) && matching(item, conditions) === undefined) continue;
        if (!('problem' in item)) left -= 1;
        yield item;
      }
    },
  };
}

function queryOf(options: CapturesOptions): RecordQuery {
  const { vendor, contract, event, since, until, today = todayInUtc() } = options;
  return {
    ...(vendor === undefined ? {} : { vendor }),
    ...(contract === undefined ? {} : { contract }),
    ...(event === undefined ? {} : { event }),
    ...(since === undefined ? {} : { since: readSince(since, today) }),
    ...(until === undefined ? {} : { until: readSince(until, today) }),
  };
}

/**
 * The public keys in a file.
 *
 * @param shown the file's name for people
 * @throws {RunError} when it cannot be read or holds none
 */
export function readTrust(file: string, shown: string): TrustedKeys {
  let pem: string;
  try {
    pem = readFileSync(file, 'utf8');
  } catch (error) {
    throw new RunError(
      'input',
      `The keys in ${shown} cannot be read: ${error instanceof Error ? error.message : ''}.`,
      {
        help: 'Name the file of the public keys; a gateway keeps its own in <store>.key.pub.',
      },
    );
  }
  const keys = readTrustedKeys(pem);
  if (keys.size > 0) return keys;
  throw new RunError('input', `${shown} holds no Ed25519 public key in PEM.`);
}

/**
 * What comes of work with a store.
 *
 * @throws {RunError} when the store fails
 */
export async function guardStore<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    throw new RunError('input', `The store failed: ${error.message}`.replace(/\.*$/, '.'), {
      help:
        error.reason === 'full'
          ? 'Make room on the disk, and run it again.'
          : 'See that the store can be reached and is whole, and run it again.',
    });
  }
}
