import type { Executor } from '../../database/executor.ts';
import { codecFrom, samenessKeyFrom } from './codec.ts';
import type { StoreKeys } from './codec.ts';
import { packEntries } from './parcel-post.ts';
import { RecordRows } from './record-rows.ts';
import { Desk } from './scribe.ts';
import type { Link, Scribe, ScribeOptions } from './store.ts';
import type { ScribeSettings } from './scribe-thread.ts';

/** A scribe in the thread of the database where it has one, else here. */
export async function openScribe(executor: Executor, keys: StoreKeys, options: ScribeOptions): Promise<Scribe> {
  if (executor.extend === undefined) return scribeHere(executor, keys, options);
  const settings: ScribeSettings = { keys, ...options };
  const ask = await executor.extend(
    new URL(import.meta.url.endsWith('.ts') ? './scribe-thread.ts' : './scribe-thread.js', import.meta.url),
    settings,
  );
  return {
    // In order: the thread answers one after the other.
    write: async (entries) => (await ask(packEntries(entries))) as readonly Link[],
  };
}

function scribeHere(executor: Executor, keys: StoreKeys, options: ScribeOptions): Scribe {
  const desk = new Desk(new RecordRows(executor.dialect, codecFrom(keys), samenessKeyFrom(keys)), options);
  return {
    async write(entries) {
      const inquiry = desk.ask(entries);
      const found = inquiry.statements.length === 0 ? [] : await executor.run(inquiry.statements, 'read');
      try {
        const { statements, links } = desk.prepare(
          entries,
          inquiry,
          found.flatMap(({ rows }) => rows),
        );
        await executor.run(statements, 'write');
        return links;
      } catch (error) {
        desk.forget();
        throw error;
      }
    },
  };
}
