import type { KeyObject } from 'node:crypto';
import type { SqliteDatabase } from '../../database/sqlite-database.ts';
import { codecFrom, samenessKeyFrom } from './codec.ts';
import type { StoreKeys } from './codec.ts';
import { unpackEntries } from './parcel-post.ts';
import { RecordRows } from './record-rows.ts';
import { Desk } from './scribe.ts';
import type { Link, ScribeOptions } from './store.ts';

/** What a scribe in the database's thread is begun with. */
export interface ScribeSettings extends Omit<ScribeOptions, 'key'> {
  readonly keys: StoreKeys;
  readonly key: { readonly id: string; readonly privateKey: KeyObject };
}

/** A scribe beside its database: to look, to sign and to write is one way through the thread. */
export function createHandler(
  database: SqliteDatabase,
  { keys, key, sameWithin }: ScribeSettings,
): (packed: Uint8Array<ArrayBuffer>) => readonly Link[] {
  const desk = new Desk(new RecordRows('sqlite', codecFrom(keys), samenessKeyFrom(keys)), { key, sameWithin });
  return (packed) => {
    const entries = unpackEntries(packed);
    const inquiry = desk.ask(entries);
    const found = inquiry.statements.length === 0 ? [] : database.run(inquiry.statements, 'read');
    try {
      const { statements, links } = desk.prepare(
        entries,
        inquiry,
        found.flatMap(({ rows }) => rows),
      );
      database.run(statements, 'write');
      return links;
    } catch (error) {
      desk.forget();
      throw error;
    }
  };
}
