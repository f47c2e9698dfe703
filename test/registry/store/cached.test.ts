import { expect, test } from 'vitest';
import type { RegistryStore } from '../../../src/registry/domain/store.ts';
import { CachedStore } from '../../../src/registry/store/cached-store.ts';
import { describeStores } from '../stores.ts';
import { register, remove } from './writes.ts';

/** Tells which schemas a store is asked for. */
function watched(store: RegistryStore): { readonly store: RegistryStore; readonly asked: number[] } {
  const asked: number[] = [];
  const read = store.getSchema.bind(store);
  return {
    asked,
    store: Object.assign(store, {
      getSchema(id: number) {
        asked.push(id);
        return read(id);
      },
    }),
  };
}

describeStores('a cache', (stores) => {
  test('reads a schema once', async () => {
    const { store, asked } = watched(await stores.open());
    const cached = new CachedStore(store);
    for (const value of ['1', '2']) await register(cached, 'a', value);
    for (const id of [1, 2, 1, 2, 1, 7, 7]) await cached.getSchema(id);
    // What does not exist may exist later.
    expect(asked).toEqual([1, 2, 7, 7]);
    expect(await cached.getSchema(1)).toEqual(await store.getSchema(1));
  });

  test('keeps no more than it may, and those that were used last', async () => {
    const { store, asked } = watched(await stores.open());
    const cached = new CachedStore(store, { characters: 1100 });
    for (const value of ['1', '2', '3']) await register(cached, 'a', value);
    for (const id of [1, 2, 1, 3, 1, 2]) await cached.getSchema(id);
    expect(asked).toEqual([1, 2, 3, 2]);
  });

  test('forgets at once what is removed through it', async () => {
    const cached = new CachedStore(await stores.open());
    await register(cached, 'a', '1');
    expect((await cached.getSchema(1))?.id).toBe(1);
    await remove(cached, 'a', 1);
    expect(await cached.getSchema(1)).toBeUndefined();
  });

  test('forgets what another replica has removed when it looks', async () => {
    const other = await stores.open();
    const cached = new CachedStore(await stores.open(), { lookAfter: 0 });
    await register(other, 'a', '1');
    expect((await cached.getSchema(1))?.id).toBe(1);
    await remove(other, 'a', 1);
    expect(await cached.getSchema(1)).toBeUndefined();
  });

  test('keeps nothing that was removed while it was read', async () => {
    const store = await stores.open();
    await register(store, 'a', '1');
    const read = store.getSchema.bind(store);
    const cached = new CachedStore(
      Object.assign(store, {
        async getSchema(id: number) {
          const found = await read(id);
          await remove(cached, 'a', 1).catch(() => {});
          return found;
        },
      }),
    );
    await cached.getSchema(1);
    expect(await cached.getSchema(1)).toBeUndefined();
  });
});
