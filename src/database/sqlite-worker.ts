import { parentPort, workerData } from 'node:worker_threads';
import { SqliteDatabase } from './sqlite-database.ts';
import type { SqliteOptions } from './sqlite-database.ts';
import { StoreError } from './store-error.ts';
import type { SqlValue, Statement, StatementResult } from './executor.ts';

/** What the thread is asked to do. */
export type SqliteTask =
  | {
      readonly kind: 'read' | 'write';
      readonly groups: readonly StatementGroup[];
      readonly bytes: Uint8Array<ArrayBuffer>;
    }
  | { readonly kind: 'tidy' | 'close' };

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
  readonly results?: readonly StatementResult[];
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
  let database: SqliteDatabase | undefined;
  reply(0, () => {
    database = new SqliteDatabase(workerData as SqliteOptions);
    return [];
  });
  port.on('message', ({ id, task }: SqliteRequest) => {
    reply(id, () => {
      if ('groups' in task) {
        return database?.run(unpack(task.groups, task.bytes), task.kind) ?? [];
      }
      if (task.kind === 'tidy') database?.tidy();
      else database?.close();
      return [];
    });
  });

  function reply(id: number, work: () => readonly StatementResult[]): void {
    let answer: SqliteReply;
    try {
      answer = { id, results: work() };
    } catch (error) {
      const reason = error instanceof StoreError ? error.reason : 'broken';
      answer = { id, error: { reason, message: error instanceof Error ? error.message : String(error) } };
    }
    port.postMessage(answer);
  }
}
