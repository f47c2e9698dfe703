import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RegistryStore, SubjectState, SubjectWrite } from '../../src/registry/domain/store.ts';
import { describeStores } from '../registry/stores.ts';
import { StoreModel } from '../registry/store/model.ts';
import { by, isConflict, schemaOf } from '../registry/store/writes.ts';

const names = ['a', 'b', 'b.c'];
const writers = 3;

const version = fc.integer({ min: 1, max: 6 });
const stepOf = fc.record({
  writer: fc.nat(writers - 1),
  subject: fc.constantFrom(...names),
  /** Whether the writer looks before it writes; otherwise it judges by what it saw last. */
  looks: fc.boolean(),
  act: fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({ kind: fc.constant('register' as const), value: fc.nat(4), refers: fc.boolean() }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('delete' as const),
        versions: fc.array(version, { minLength: 1, maxLength: 2 }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('remove' as const),
        versions: fc.array(version, { minLength: 1, maxLength: 2 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('restore' as const), version }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('configure' as const), all: fc.boolean() }) },
  ),
});
type Step = typeof stepOf extends fc.Arbitrary<infer T> ? T : never;

describeStores('writes of several writers in any order', (stores) => {
  test('do what a simple model says', async () => {
    let clock = 0;
    let replicas: RegistryStore[] = [];
    let model = new StoreModel();
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(stepOf, { minLength: 5, maxLength: 40 }), async (steps) => {
        run += 1;
        if (replicas.length === 0) {
          const now = () => clock;
          replicas = [await stores.open({ now }), await stores.open({ now })];
          model = new StoreModel();
        }
        const [one, other] = replicas;
        if (one === undefined || other === undefined) return;
        const firstId = model.lastId + 1;
        const seen = new Map<string, SubjectState>();
        try {
          for (const step of steps) {
            clock += 1;
            await take(step, step.writer % 2 === 0 ? one : other, model, seen, run, clock);
          }
          await compare(one, model, run, firstId);
        } catch (error) {
          // What follows begins with an empty store again, as the model does.
          for (const store of replicas) await store.close();
          replicas = [];
          await stores.reset();
          throw error;
        }
      }),
      { numRuns: 25 },
    );
    expect(run).toBeGreaterThanOrEqual(25);
  }, 120_000);
});

async function take(
  { writer, subject: name, looks, act }: Step,
  store: RegistryStore,
  model: StoreModel,
  seen: Map<string, SubjectState>,
  run: number,
  now: number,
): Promise<void> {
  const subject = `${run}.${name}`;
  const key = `${writer} ${subject}`;
  const state = looks ? undefined : seen.get(key);
  const read = state ?? (await store.getSubject(subject));
  expect(read).toEqual(state ?? model.state(subject));
  seen.set(key, read);
  const { revision, globalRevision } = read;
  const [got, wanted] =
    act.kind === 'configure'
      ? await configure(act.all ? undefined : subject, act.all ? globalRevision : revision)
      : await change({ subject, revision, globalRevision, change: changeOf(act, run) });
  expect(got).toEqual(wanted);

  async function configure(target: string | undefined, at: number) {
    const config = { level: 'FULL', normalize: looks } as const;
    return [await store.writeConfig(target, at, config, by).catch(conflictOf), model.configure(target, at, config)];
  }

  async function change(write: SubjectWrite) {
    return [await store.writeSubject(write, by).catch(conflictOf), model.write(write, now)];
  }
}

function changeOf(act: Exclude<Step['act'], { kind: 'configure' }>, run: number): SubjectWrite['change'] {
  if (act.kind !== 'register') return act;
  const references = act.refers ? [{ name: 'r', subject: `${run}.a`, version: 1 + act.value }] : [];
  return { kind: 'register', schema: schemaOf(`${run} ${act.value}`, references) };
}

function conflictOf(error: unknown): 'conflict' {
  if (isConflict(error)) return 'conflict';
  throw error;
}

async function compare(store: RegistryStore, model: StoreModel, run: number, firstId: number): Promise<void> {
  for (const name of names) {
    const subject = `${run}.${name}`;
    expect(await store.getSubject(subject)).toEqual(model.state(subject));
    for (let number = 1; number <= 6; number += 1)
      expect(await store.listReferrers(subject, number)).toEqual(model.referrers(subject, number));
  }
  const all = [...model.subjects.values()].flatMap(({ versions }) => versions);
  const listed = await store.listVersions({ deleted: true });
  expect(listed).toEqual(
    all.toSorted(
      (one, other) =>
        one.id - other.id ||
        (one.subject < other.subject ? -1 : one.subject > other.subject ? 1 : one.version - other.version),
    ),
  );
  for (let id = firstId; id <= model.lastId; id += 1) {
    const schema = model.schemas.get(id);
    expect((await store.getSchema(id))?.digest).toBe(schema?.digest);
    expect((await store.listUses(id)).length).toBe(all.filter((version) => version.id === id).length);
  }
  expect(await store.countRemovals()).toBe(model.removals);
}
