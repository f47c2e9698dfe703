import { setTimeout as wait } from 'node:timers/promises';
import { StoreError } from '../../../database/store-error.ts';

/** Does the tasks of one key one after the other, those of others at the same time. */
export type Queue = <Result>(key: string, task: () => Promise<Result>) => Promise<Result>;

/** Tries at most: only other processes can be in the way, so that few are needed. */
const mostTries = 50;

export function createQueue(): Queue {
  const last = new Map<string, Promise<unknown>>();
  return (key, task) => {
    const before = last.get(key) ?? Promise.resolve();
    const own = before.then(() => untilNobodyElseWrites(task));
    const settled = own
      .catch(() => {})
      .finally(() => {
        if (last.get(key) === settled) last.delete(key);
      });
    last.set(key, settled);
    return own;
  };
}

/** Reads, judges and writes anew when somebody else has written meanwhile. */
async function untilNobodyElseWrites<Result>(task: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await task();
    } catch (error) {
      const isConflict = error instanceof StoreError && error.reason === 'conflict';
      if (!isConflict || tries >= mostTries) throw error;
      await wait(Math.random() * Math.min(200, 2 ** tries));
    }
  }
}
