import type { Delivery } from '../api.ts';
import type { Later, Soon } from './types.ts';

/** Keeps the platform awake until a promise is settled. */
export type WaitUntil = ((work: Promise<unknown>) => unknown) | undefined;

/** Told of what goes wrong outside of a delivery. Does not throw. */
export type Complain = (error: unknown, delivery: Delivery) => void;

/** Runs what may fail without consequences for the answer; undefined when it did. */
export async function guarded<Value>(
  work: () => Soon<Value>,
  onFailure?: (error: unknown) => unknown,
): Promise<Value | undefined> {
  try {
    return await work();
  } catch (error) {
    onFailure?.(error);
    return undefined;
  }
}

/** Takes work that goes on after the answer, and puts it to `jobs`. */
export function createLater(
  delivery: Delivery,
  complain: Complain,
  waitUntil?: WaitUntil,
  jobs: Promise<unknown>[] = [],
): Later {
  return (work) => {
    if (typeof work?.then !== 'function') throw new TypeError('`later` takes the promise of work that has begun.');
    const job = Promise.resolve(work);
    const watched = job.catch((error: unknown) => complain(error, delivery));
    jobs.push(job);
    void guarded(() => waitUntil?.(watched));
  };
}
