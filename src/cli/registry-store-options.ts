import type { Command } from 'commander';
import type { Io } from './io.ts';

export interface StoreFlags {
  readonly store?: string;
}

/** Adds the option that names a registry's store. */
export function addStore(command: Command): Command {
  return command.option(
    '--store <location>',
    'a SQLite file, or a postgres:// URL (default: the variable COUNTERFOIL_STORE, else counterfoil-registry.db)',
  );
}

/** The store that is named, as options of the library. */
export function storeOptions({ store }: StoreFlags, io: Io): { readonly store?: string; readonly cwd: string } {
  const variable = io.env['COUNTERFOIL_STORE'];
  const named = store ?? (variable === '' ? undefined : variable);
  return { cwd: io.cwd, ...(named === undefined ? {} : { store: named }) };
}

/** A moment for people, to the second, in UTC. */
export function moment(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
}

/** Rows of text in columns. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
