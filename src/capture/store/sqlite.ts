import { Worker } from 'node:worker_threads';
import type { SqliteOptions } from './sqlite-database.ts';
import type { SqliteReply, SqliteTask } from './sqlite-worker.ts';
import { StoreError } from './store.ts';
import type { Executor, StatementResult } from './statements.ts';

/**
 * SQLite in a thread of its own: a commit waits for the disk, and deliveries do not wait for it.
 *
 * @throws {StoreError} when the file is no SQLite database, or cannot be written
 */
export async function openSqlite(options: SqliteOptions): Promise<Executor> {
  const waiting = new Map<number, PromiseWithResolvers<readonly StatementResult[]>>();
  let last = 0;
  let ended: StoreError | undefined;
  const worker = new Worker(
    new URL(import.meta.url.endsWith('.ts') ? './sqlite-worker.ts' : './sqlite-worker.js', import.meta.url),
    { workerData: options },
  );
  const opened = Promise.withResolvers<readonly StatementResult[]>();
  waiting.set(0, opened);
  const end = (error: StoreError): void => {
    ended = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on('message', ({ id, results, error }: SqliteReply) => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) worker.unref();
    if (error === undefined) one?.resolve(results ?? []);
    else one?.reject(new StoreError(error.reason, error.message));
  });
  worker.on('error', (error) => end(new StoreError('broken', `The thread of the store has failed: ${reason(error)}`)));
  worker.on('exit', () => end(ended ?? new StoreError('unavailable', 'The store is closed.')));

  function ask(task: SqliteTask): Promise<readonly StatementResult[]> {
    if (ended !== undefined) return Promise.reject(ended);
    last += 1;
    const one = Promise.withResolvers<readonly StatementResult[]>();
    waiting.set(last, one);
    // What is under way keeps the process alive; a store that is only open does not.
    worker.ref();
    worker.postMessage({ id: last, task });
    return one.promise;
  }

  try {
    await opened.promise;
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  return {
    dialect: 'sqlite',
    run: (statements, kind) => ask({ kind, statements }),
    tidy: async () => void (await ask({ kind: 'tidy' })),
    async close() {
      if (ended !== undefined) return;
      await ask({ kind: 'close' });
      await worker.terminate();
    },
  };
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
