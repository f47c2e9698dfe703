import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import { StoreError } from '../../database/store-error.ts';

/** A part of an import, as it was announced. */
export interface NotedPart {
  readonly task: string;
  readonly ids: string;
}

/**
 * What an import has to remember of a file while it goes through it: which ids there were, and what it has announced. It
 * stands in a database of its own that goes to a temporary file when it grows beyond 4 MB, and with the process at the
 * latest, so that the memory an import takes does not grow with the file.
 */
export class ImportNotes {
  readonly #database: DatabaseSync;
  readonly #count: StatementSync;
  readonly #note: StatementSync;
  readonly #list: StatementSync;

  constructor() {
    // The empty name is a temporary file that SQLite makes when it is needed. Source: sqlite.org, In-Memory Databases, 3.
    this.#database = new DatabaseSync('');
    for (const pragma of ['journal_mode = OFF', 'synchronous = OFF', 'temp_store = FILE', 'cache_size = -4096'])
      this.#database.exec(`PRAGMA ${pragma}`);
    this.#database.exec('CREATE TABLE seen (id TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID');
    this.#database.exec('CREATE TABLE parts (number INTEGER PRIMARY KEY, task TEXT NOT NULL, ids TEXT NOT NULL)');
    this.#count = this.#database.prepare(
      'INSERT INTO seen VALUES (?, 0) ON CONFLICT DO UPDATE SET count = count + 1 RETURNING count',
    );
    this.#note = this.#database.prepare('INSERT INTO parts (task, ids) VALUES (?, ?)');
    this.#list = this.#database.prepare('SELECT task, ids FROM parts ORDER BY number');
  }

  /**
   * How often an id was asked about before.
   *
   * @throws {StoreError} when there is no room for temporary files
   */
  occurrence(id: string): number {
    return guarded(() => Number(this.#count.get(id)?.['count'] ?? 0));
  }

  /** @throws {StoreError} as `occurrence` */
  addPart({ task, ids }: NotedPart): void {
    guarded(() => this.#note.run(task, ids));
  }

  /** All parts, in the order in which they were added. */
  *parts(): Generator<NotedPart, void, undefined> {
    for (const { task, ids } of this.#list.iterate()) yield { task: String(task), ids: String(ids) };
  }

  close(): void {
    this.#database.close();
  }
}

function guarded<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new StoreError('full', `the temporary file of the import cannot be written (${why})`, error);
  }
}
