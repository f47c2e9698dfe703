import { parentPort, workerData } from 'node:worker_threads';
import { SqliteDatabase } from './sqlite-database.ts';
import type { SqliteOptions } from './sqlite-database.ts';
import { StoreError } from './store-error.ts';
import type { SqlValue, Statement } from './executor.ts';

/** What the thread is asked to do. */
export type SqliteTask =
  | {
      readonly kind: 'read' | 'write';
      readonly groups: readonly StatementGroup[];
      readonly bytes: Uint8Array<ArrayBuffer>;
    }
  | { readonly kind: 'extend'; readonly module: string; readonly settings: unknown }
  | { readonly kind: 'call'; readonly handler: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'tidy' | 'close' };

/** A function that a module has put beside the database. */
type Handler = (bytes: Uint8Array<ArrayBuffer>) => unknown;

interface HandlerModule {
  createHandler(database: SqliteDatabase, settings: unknown): Handler;
}

/** Statements with the same text: it goes from thread to thread once. */
export interface StatementGroup {
  readonly sql: string;
  readonly changes?: number;
  readonly parameters: readonly (readonly (Exclude<SqlValue, Uint8Array> | PackedBytes)[])[];
}

/** Bytes within those that come with the task. */
export interface PackedBytes {
  readonly from: number;
  readonly to: number;
}

export interface SqliteRequest {
  readonly id: number;
  readonly task: SqliteTask;
}

/** What it says; the first reply, with the id 0, tells whether the file could be opened. */
export interface SqliteReply {
  readonly id: number;
  /** What the task gives: results of statements, the number of a handler, or what a handler gives. */
  readonly result?: unknown;
  readonly error?: { readonly reason: StoreError['reason']; readonly message: string };
}

function unpack(groups: readonly StatementGroup[], bytes: Uint8Array): Statement[] {
  return groups.flatMap(({ sql, changes, parameters }) =>
    parameters.map((values) => ({
      sql,
      ...(changes === undefined ? {} : { changes }),
      parameters: values.map((value) =>
        typeof value === 'object' && value !== null ? bytes.subarray(value.from, value.to) : value,
      ),
    })),
  );
}

const port = parentPort;
if (port !== null) serve(port);

function serve(port: NonNullable<typeof parentPort>): void {
  const handlers: Handler[] = [];
  let database: SqliteDatabase | undefined;
  reply(0, () => {
    database = new SqliteDatabase(workerData as SqliteOptions);
  });
  port.on('message', ({ id, task }: SqliteRequest) => {
    if (task.kind === 'extend') void extend(id, task.module, task.settings);
    else reply(id, () => perform(task));
  });

  function perform(task: Exclude<SqliteTask, { readonly kind: 'extend' }>): unknown {
    if (task.kind === 'call') return handlers[task.handler]?.(task.bytes);
    if ('groups' in task) return database?.run(unpack(task.groups, task.bytes), task.kind) ?? [];
    if (task.kind === 'tidy') database?.tidy();
    else database?.close();
    return undefined;
  }

  async function extend(id: number, module: string, settings: unknown): Promise<void> {
    try {
      const { createHandler } = (await import(module)) as HandlerModule;
      reply(id, () => (database === undefined ? undefined : handlers.push(createHandler(database, settings)) - 1));
    } catch (error) {
      reply(id, () => {
        throw error;
      });
    }
  }

  function reply(id: number, work: () => unknown): void {
    let answer: SqliteReply;
    try {
      answer = { id, result: work() };
    } catch (error) {
      const reason = error instanceof StoreError ? error.reason : 'broken';
      answer = { id, error: { reason, message: error instanceof Error ? error.message : String(error) } };
    }
    port.postMessage(answer);
  }
}
