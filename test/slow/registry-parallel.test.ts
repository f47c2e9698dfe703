import { expect, test } from 'vitest';
import type { RegistryStore } from '../../src/registry/domain/store.ts';
import { describeStores } from '../registry/stores.ts';
import { by, isConflict, outcome, register, remove, schemaOf } from '../registry/store/writes.ts';

const writers = 64;

describeStores('many writers', (stores) => {
  /** Two replicas, for writers in turn. */
  async function replicas(): Promise<(writer: number) => RegistryStore> {
    const [even, odd] = [await stores.open(), await stores.open()];
    return (writer) => (writer % 2 === 0 ? even : odd);
  }

  test('give one id to a schema, whoever comes first', async () => {
    const replica = await replicas();
    // Each registers the same eight schemas, in an order and a subject of its own, through one of two replicas.
    const written = await Promise.all(
      Array.from({ length: writers }, async (_, writer) => {
        const store = replica(writer);
        const found: (readonly [string, number])[] = [];
        for (let step = 0; step < 8; step += 1) {
          const value = `value ${(step * (1 + 2 * (writer % 4)) + writer) % 8}`;
          found.push([value, (await register(store, `subject ${writer}`, value)).id]);
        }
        return found;
      }),
    );
    const ids = new Map<string, Set<number>>();
    for (const [value, id] of written.flat()) ids.set(value, (ids.get(value) ?? new Set()).add(id));
    expect([...ids.values()].map(({ size }) => size)).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
    const versions = await replica(0).listVersions({});
    expect(versions).toHaveLength(writers * 8);
    expect(new Set(versions.map(({ id }) => id)).size).toBe(8);
    expect((await replica(1).getSubject('subject 5')).versions.map(({ version }) => version)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8,
    ]);
  }, 120_000);

  test('of those with one revision, one alone writes', async () => {
    const replica = await replicas();
    for (let revision = 0; revision < 5; revision += 1) {
      const attempts = Array.from({ length: 16 }, (_, writer) => {
        const change = { kind: 'register', schema: schemaOf(`${revision} ${writer}`) } as const;
        const store = replica(writer);
        return outcome(store.writeSubject({ subject: 'a', revision, globalRevision: 0, change }, by));
      });
      const ends = (await Promise.all(attempts)).toSorted();
      expect(ends).toEqual([...Array.from({ length: 15 }, () => 'conflict'), 'done']);
    }
    const { versions } = await replica(0).getSubject('a');
    expect(versions.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5]);
    // Nothing is left of those who were too late.
    expect(await replica(0).listSubjects({ deleted: true })).toEqual(['a']);
    expect(new Set(versions.map(({ id }) => id)).size).toBe(5);
    for (const { id } of versions) expect((await replica(1).getSchema(id))?.id).toBe(id);
  });

  test('never give an id twice, or leave a version without its schema, while others remove', async () => {
    const replica = await replicas();
    const texts = new Map<number, Set<string>>();
    await Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        const store = replica(writer);
        for (let step = 0; step < 12; step += 1) {
          // Few values: what one registers another has just removed.
          const value = `value ${step % 3}`;
          const { version, id } = await register(store, `subject ${writer}`, value);
          texts.set(id, (texts.get(id) ?? new Set()).add(value));
          await untilDone(() => remove(store, `subject ${writer}`, version));
        }
        await register(store, `subject ${writer}`, 'left');
      }),
    );
    expect([...texts.values()].filter(({ size }) => size > 1)).toEqual([]);
    const left = await replica(0).listVersions({ deleted: true });
    expect(left).toHaveLength(8);
    for (const { id } of left) expect((await replica(0).getSchema(id))?.text).toBe(schemaOf('left').text);
    for (const id of texts.keys()) expect(await replica(0).getSchema(id)).toBeUndefined();
  }, 120_000);

  test('who refers to each other in both directions all come through', async () => {
    const replica = await replicas();
    for (const subject of ['x', 'y']) await register(replica(0), subject, subject);
    await Promise.all(
      Array.from({ length: 12 }, async (_, writer) => {
        const store = replica(writer);
        const [mine, target] = writer % 2 === 0 ? ['x', 'y'] : ['y', 'x'];
        await register(store, mine ?? '', `v${writer}`, [{ name: 'n', subject: target ?? '', version: 1 }]);
      }),
    );
    expect((await replica(0).getSubject('x')).versions).toHaveLength(7);
    expect(await replica(0).listReferrers('x', 1)).toHaveLength(6);
  }, 120_000);
});

async function untilDone(work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
  }
}
