import { compiled } from '../../database/builder.ts';
import type { Executor } from '../../database/executor.ts';

/** What a database gives for a row. Numbers may be texts. */
export type Row = Readonly<Record<string, unknown>>;

/** The rows of a query. */
export async function rowsOf(executor: Executor, query: Parameters<typeof compiled>[0]): Promise<readonly Row[]> {
  const [result] = await executor.run([compiled(query)], 'read');
  return result?.rows ?? [];
}

/** A column that may be empty, as a member that may be absent. */
export function optional<Name extends string, T>(
  name: Name,
  value: unknown,
  read: (value: never) => T,
): { readonly [key in Name]?: T } {
  return value === null || value === undefined ? {} : ({ [name]: read(value as never) } as { [key in Name]: T });
}
