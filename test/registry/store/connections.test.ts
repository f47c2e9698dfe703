import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Executor, Statement } from '../../../src/database/executor.ts';
import { openPostgres } from '../../../src/database/postgres.ts';
import { describeOnServer, onServer } from '../stores.ts';

describeOnServer('connections of a store', (stores) => {
  let executor: Executor;
  beforeEach(async () => {
    executor = openPostgres({ url: stores.location(), fsync: 'off', tables: ['kept'] });
    await executor.run([sql('CREATE TABLE kept (key integer PRIMARY KEY)')], 'write');
  });
  afterEach(() => executor.close());

  const sql = (text: string, changes?: number): Statement => ({
    sql: text,
    parameters: [],
    ...(changes === undefined ? {} : { changes }),
  });
  const process = async (): Promise<unknown> =>
    (await executor.run([sql('SELECT pg_backend_pid() AS pid')], 'read'))[0]?.rows[0]?.['pid'];
  const keys = async (): Promise<unknown[]> =>
    (await executor.run([sql('SELECT key FROM kept ORDER BY key')], 'read'))[0]?.rows.map(({ key }) => key) ?? [];

  test('are kept when a write fails, and nothing of it stays', async () => {
    const before = await process();
    await executor.run([sql('INSERT INTO kept VALUES (1)')], 'write');
    for (const [failing, reason] of [
      [sql('INSERT INTO kept VALUES (1)'), 'conflict'],
      [sql('DELETE FROM kept WHERE key = 9', 1), 'conflict'],
      [sql('INSERT INTO nowhere VALUES (1)'), 'broken'],
      [sql("INSERT INTO kept VALUES ('x')"), 'broken'],
    ] as const) {
      await expect(executor.run([sql('INSERT INTO kept VALUES (2)'), failing], 'write')).rejects.toMatchObject({
        reason,
      });
      await expect(executor.run([failing], 'write')).rejects.toMatchObject({ reason });
      expect([await keys(), await process()]).toEqual([[1], before]);
    }
  });

  test('are few, however many writers are in one another’s way', async () => {
    const writes = Array.from({ length: 64 }, () =>
      executor.run([sql('INSERT INTO kept VALUES (1)'), sql('INSERT INTO kept VALUES (2)')], 'write'),
    );
    const done = (await Promise.allSettled(writes)).filter(({ status }) => status === 'fulfilled');
    expect([done.length, await keys()]).toEqual([1, [1, 2]]);
    const pids = await Promise.all(Array.from({ length: 16 }, process));
    expect(new Set(pids).size).toBeLessThanOrEqual(4);
  });

  test('are made anew when the server ends them', async () => {
    const before = await process();
    await onServer(`SELECT pg_terminate_backend(${String(before)})`);
    // Whether it is noticed before it is used, or by using it, is chance.
    await expect.poll(() => keys().catch(() => 'broken')).toEqual([]);
    expect(await process()).not.toBe(before);
    const ended = executor.run(
      [sql('INSERT INTO kept VALUES (1)'), sql('SELECT pg_terminate_backend(pg_backend_pid())')],
      'write',
    );
    await expect(ended).rejects.toMatchObject({ reason: 'unavailable' });
    expect(await keys()).toEqual([]);
    await executor.run([sql('INSERT INTO kept VALUES (3)')], 'write');
    expect(await keys()).toEqual([3]);
  });
});
