import type { Executor } from '../../database/executor.ts';
import type { Json } from '../../util/json.ts';
import type { Sql } from './tables.ts';

export async function* exportLines(_executor: Executor, _sql: Sql): AsyncGenerator<Json, void, undefined> {
  yield* [];
}
