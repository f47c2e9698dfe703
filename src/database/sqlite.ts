import { Worker } from 'node:worker_threads';
import type { SqliteOptions } from './sqlite-database.ts';
import type { SqliteReply, SqliteTask, StatementGroup } from './sqlite-worker.ts';
import { StoreError } from './store-error.ts';
import type { Executor, SqlValue, Statement, StatementResult } from './executor.ts';

/**
 * SQLite in two threads of their own, one that writes and one that reads: a commit waits for the disk, and neither
 * deliveries nor readers wait for it.
 *
 * @throws {StoreError} when the file is no SQLite database, or cannot be written
 */
export async function openSqlite(options: SqliteOptions): Promise<Executor> {
  const writer = await startThread(options);
  let reader: Thread;
  try {
    reader = await startThread(options);
  } catch (error) {
    await writer.close();
    throw error;
  }
  return {
    dialect: 'sqlite',
    run: (statements, kind) => (kind === 'write' ? writer : reader).run({ kind, ...pack(statements) }),
    async extend(module, settings) {
      const handler = await writer.ask({ kind: 'extend', module: module.href, settings });
      return (bytes) => writer.ask({ kind: 'call', handler: handler as number, bytes });
    },
    async snapshot() {
      const thread = await startThread(options);
      const read = (statements: readonly Statement[]): Promise<readonly StatementResult[]> =>
        thread.run({ kind: 'read', ...pack(statements) });
      await read([{ sql: 'BEGIN', parameters: [] }]);
      return { read, end: () => thread.close() };
    },
    tidy: async () => void (await writer.ask({ kind: 'tidy' })),
    async close() {
      await reader.close();
      await writer.close();
    },
  };
}

/** Statements on their way to a thread: their texts once, and their bytes in one piece, which changes hands uncopied. */
function pack(statements: readonly Statement[]): {
  readonly groups: StatementGroup[];
  readonly bytes: Uint8Array<ArrayBuffer>;
} {
  let length = 0;
  for (const { parameters } of statements)
    for (const value of parameters) if (value instanceof Uint8Array) length += value.byteLength;
  const bytes = new Uint8Array(length);
  let at = 0;
  const put = (value: SqlValue): StatementGroup['parameters'][number][number] => {
    if (!(value instanceof Uint8Array)) return value;
    bytes.set(value, at);
    at += value.byteLength;
    return { from: at - value.byteLength, to: at };
  };
  const groups: { sql: string; changes?: number; parameters: StatementGroup['parameters'][number][] }[] = [];
  for (const { sql, parameters, changes } of statements) {
    const last = groups.at(-1);
    const packed = parameters.map(put);
    if (last?.sql === sql && last.changes === changes) last.parameters.push(packed);
    else groups.push({ sql, ...(changes === undefined ? {} : { changes }), parameters: [packed] });
  }
  return { groups, bytes };
}

interface Thread {
  run(task: SqliteTask): Promise<readonly StatementResult[]>;
  ask(task: SqliteTask): Promise<unknown>;
  /** Ends when all that was asked is done. */
  close(): Promise<void>;
}

async function startThread(options: SqliteOptions): Promise<Thread> {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>();
  let last = 0;
  let ended: StoreError | undefined;
  const worker = new Worker(
    new URL(import.meta.url.endsWith('.ts') ? './sqlite-worker.ts' : './sqlite-worker.js', import.meta.url),
    { workerData: options },
  );
  const opened = Promise.withResolvers<unknown>();
  waiting.set(0, opened);
  const end = (error: StoreError): void => {
    ended = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.on('message', ({ id, result, error }: SqliteReply) => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) worker.unref();
    if (error === undefined) one?.resolve(result);
    else one?.reject(new StoreError(error.reason, error.message));
  });
  worker.on('error', (error) => end(new StoreError('broken', `The thread of the store has failed: ${reason(error)}`)));
  worker.on('exit', () => end(ended ?? new StoreError('unavailable', 'The store is closed.')));

  function ask(task: SqliteTask): Promise<unknown> {
    if (ended !== undefined) return Promise.reject(ended);
    last += 1;
    const one = Promise.withResolvers<unknown>();
    waiting.set(last, one);
    // What is under way keeps the process alive; a store that is only open does not.
    worker.ref();
    worker.postMessage({ id: last, task }, 'bytes' in task ? [task.bytes.buffer] : []);
    return one.promise;
  }

  try {
    await opened.promise;
  } catch (error) {
    await worker.terminate();
    throw error;
  }
  return {
    ask,
    run: async (task) => (await ask(task)) as readonly StatementResult[],
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
