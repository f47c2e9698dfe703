import { RunError } from '../../findings/run-error.ts';
import type { Capture } from '../../deliveries/capture.ts';
import type { CaptureRun } from '../../deliveries/formats/format.ts';
import { StoreError } from '../../database/store-error.ts';
import { readTrustedKeys, verifyAttestation } from '../attest.ts';
import { leastIdAt, timeOfId } from '../record.ts';
import { chunks, mostAtOnce } from '../store/record-rows.ts';
import type { CaptureStore } from '../store/store.ts';
import { toCapture } from '../store/to-capture.ts';

const pageSize = 500;

/** How to read a store. Plain data. */
export interface StoreAccess {
  /** A path or a `postgres://` URL. */
  readonly location: string;
  /** The key that its records are sealed with. */
  readonly key?: Uint8Array;
  /** Public keys of gateways, in PEM: what one of them has signed is attested. */
  readonly trust?: string;
  /** Records received before that time are not read, in milliseconds since 1970. */
  readonly from?: number;
  /** How many records there are that are not read for that reason; stated for one slice of a store. */
  readonly older?: number;
  /** Records received at that time or later are not read, in milliseconds since 1970. */
  readonly until?: number;
}

/** A part of a store. */
export interface StoreSlice {
  readonly access: StoreAccess;
  /** As many as the store has for each slice, on average. */
  readonly bytes: number;
}

/**
 * Slices of a store by time, one for each worker, the first without a beginning and the last without an end. What lies
 * before all of them is counted.
 */
export async function slices(
  access: StoreAccess,
  shown: string,
  workers: number,
  cwd: string,
): Promise<readonly StoreSlice[]> {
  const { bytes, oldest, newest, older } = await withStore(access, shown, cwd, async (store) => ({
    ...(await store.stats()),
    older: access.from === undefined ? 0 : await countOlder(store, access.from),
  }));
  const counted = { ...access, older };
  const first = Math.max((oldest === undefined ? undefined : timeOfId(oldest)) ?? 0, access.from ?? 0);
  const last = (newest === undefined ? undefined : timeOfId(newest)) ?? 0;
  const count = workers;
  const step = (last - first) / count;
  if (!(step >= 1) || count === 1) return [{ bytes, access: counted }];
  return Array.from({ length: count }, (_, index) => ({
    bytes: bytes / count,
    access: {
      ...(index === 0 ? counted : access),
      ...(index === 0 ? {} : { from: Math.floor(first + index * step) }),
      ...(index === count - 1 ? {} : { until: Math.floor(first + (index + 1) * step) }),
    },
  }));
}

/** Those of imports that are not finished do not count. */
async function countOlder(store: CaptureStore, from: number): Promise<number> {
  const { undoKilledImports } = await import('../exchange/undertaking.ts');
  const unfinished = [...(await undoKilledImports(store))].filter((id) => id < leastIdAt(from));
  let older = await store.countBefore(from);
  for (const some of chunks(unfinished, mostAtOnce)) older -= (await store.getSome(some)).length;
  return older;
}

/** The records of a store; `shown` is its name in findings. */
export async function* readStore(access: StoreAccess, shown: string, cwd: string): AsyncGenerator<CaptureRun> {
  const { trust, from, until } = access;
  // Loaded here: most runs read files.
  const { readWhole } = await import('../exchange/sources.ts');
  const { openStore } = await import('../store/open-store.ts');
  const store = await openStore(access.location, { cwd, ...(access.key === undefined ? {} : { key: access.key }) });
  const trusted = readTrustedKeys(trust ?? '');
  const query = { ...(from === undefined ? {} : { since: from }), ...(until === undefined ? {} : { until }) };
  try {
    let page: Capture[] = [];
    for await (const record of readWhole(store, query)) {
      page.push(toCapture(record, shown, (one) => verifyAttestation(one, trusted) === 'attested'));
      if (page.length < pageSize) continue;
      yield page;
      page = [];
    }
    yield page;
  } catch (error) {
    throw asRunError(error, shown);
  } finally {
    await store.close();
  }
}

async function withStore<Result>(
  { location, key }: StoreAccess,
  shown: string,
  cwd: string,
  work: (store: CaptureStore) => Promise<Result>,
): Promise<Result> {
  const { openStore } = await import('../store/open-store.ts');
  const store = await openStore(location, { cwd, ...(key === undefined ? {} : { key }) });
  try {
    return await work(store);
  } catch (error) {
    throw asRunError(error, shown);
  } finally {
    await store.close();
  }
}

function asRunError(error: unknown, shown: string): unknown {
  if (!(error instanceof StoreError)) return error;
  return new RunError('input', `${shown} cannot be read: ${error.message}`, {
    help: 'Look whether it can be reached.',
  });
}
