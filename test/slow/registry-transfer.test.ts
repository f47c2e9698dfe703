import { expect, test } from 'vitest';
import type { RegistryStore } from '../../src/registry/domain/store.ts';
import { openRegistryStore } from '../../src/registry/store/open-registry-store.ts';
import { describeStores } from '../registry/stores.ts';
import {
  by,
  contractOf,
  exported,
  linesOf,
  outcome,
  packageOf,
  register,
  remove,
  texts,
  write,
} from '../registry/store/writes.ts';

async function fill(store: RegistryStore): Promise<void> {
  for (let index = 0; index < 30; index += 1) await register(store, `s${index % 7}`, `value ${index} \u{1F600}`);
  await register(store, 'refers', 'r', [{ name: 'one', subject: 's0', version: 1 }]);
  await write(store, 's1', { kind: 'delete', versions: [2] });
  await remove(store, 's2', 1);
  await register(store, 'last', 'last');
  await remove(store, 'last', 1);
  await store.writeConfig('s1', (await store.getSubject('s1')).revision, { level: 'FULL', policy: 'LENIENT' }, by);
  await store.writeConfig(undefined, 0, { level: 'FORWARD', mode: 'READWRITE', normalize: true }, by);
  for (const [revision, version] of ['1.0.0', '1.1.0', '2.0.0'].entries()) {
    const entry = contractOf('cafe', version, { state: 'deprecated', successor: '2.0.0', reason: 'old' });
    await store.writeContract({ vendor: 'cafe', revision, change: { kind: 'publish', entry, texts } }, by);
  }
  await store.addPackage(packageOf('1.0.0', [0, 255, 128]));
  await store.addToken({ id: 't', name: 'n', role: 'admin', created: 1 }, 'secret hash', by);
}

describeStores('export and import', (stores) => {
  test('gives byte for byte what was put in, to both kinds of stores and back', async () => {
    const store = await stores.open();
    await fill(store);
    const whole = await exported(store);
    expect(whole).not.toContain('secret hash');
    for (const place of [await stores.another(), await stores.other()]) {
      const copy = await openRegistryStore(place, { create: true, fsync: 'off' });
      await copy.import(linesOf(whole), { ...by, action: 'import' });
      expect(await exported(copy)).toBe(whole);
      expect(await copy.listTokens()).toEqual([]);
      expect((await copy.listAudit({ limit: 1 }))[0]?.action).toBe('import');
      await copy.ping();
      for (const subject of ['s0', 's1', 's2', 'last'])
        expect(await copy.getSubject(subject)).toEqual(await store.getSubject(subject));
      expect(await copy.listReferrers('s0', 1)).toEqual([31]);
      // What was removed before leaves its numbers taken, and schemas are counted as they were.
      expect(await register(copy, 'last', 'new')).toMatchObject({ version: 2, id: 33 });
      await remove(copy, 's1', 1);
      expect(await copy.getSchema(2)).toBeUndefined();
      expect((await copy.getSchema(4))?.id).toBe(4);
      await copy.close();
    }
    expect(await exported(store)).toBe(whole);
  });

  test('is one moment, whatever is written meanwhile', async () => {
    const store = await stores.open();
    await fill(store);
    const whole = await exported(store);
    let text = '';
    for await (const line of store.export()) {
      if (text === '') {
        await register(store, 's0', 'meanwhile');
        await remove(store, 's3', 1);
      }
      text += `${JSON.stringify(line)}\n`;
    }
    expect(text).toBe(whole);
  });

  test('imports nothing into a store that holds something', async () => {
    const store = await stores.open();
    const whole = await exported(store);
    await register(store, 'a', '1');
    const before = await exported(store);
    await expect(store.import(linesOf(whole), by)).rejects.toThrow(/is not empty/);
    expect(await exported(store)).toBe(before);
    await store.ping();
  });

  test('imports nothing of what is cut off or changed', async () => {
    const source = await stores.open();
    await fill(source);
    const lines = (await exported(source)).trimEnd().split('\n');
    const store = await openRegistryStore(await stores.another(), { create: true, fsync: 'off' });
    const broken: readonly (readonly [readonly string[], RegExp])[] = [
      [[], /no end/],
      [lines.slice(0, -1), /no end/],
      [lines.slice(1), /head/],
      [lines.with(0, (lines[0] ?? '').replace('"format":1', '"format":2')), /format 2/],
      [[...lines.slice(0, 40), ...lines.slice(41)], /lines when it was made/],
      [[...lines, ...lines.slice(-1)], /after its end/],
      [lines.with(3, '{"kind":"constructor"}'), /kind "constructor"/],
      [lines.with(3, '[]'), /line 4.*no object/],
      [lines.with(3, '{"kind":"schema","id":"4"}'), /line 4.*id is no number/],
      [lines.with(3, (lines[2] ?? '').replace(/"id":\d+/, '"id":999')), /conflict|UNIQUE|unique/],
      [lines.with(0, (lines[0] ?? '').replace(/"lastId":\d+/, '"lastId":3')), /greater than the last/],
      [lines.with(3, (lines[3] ?? '').replace('value ', 'Value ')), /its digest is another/],
      [lines.with(3, lines[4] ?? '').with(4, lines[3] ?? ''), /its digest is another/],
      [lines.with(lines.length - 1, (lines.at(-1) ?? '').replace(/,"digest":"[^"]*"/, '')), /has no digest/],
    ];
    for (const [some, reason] of broken) {
      await expect(store.import(linesOf(some.join('\n')), by)).rejects.toThrow(reason);
      expect(await store.listSubjects({ deleted: true })).toEqual([]);
      await store.ping();
    }
    await store.import(linesOf(lines.join('\n')), by);
    expect(await exported(store)).toBe(`${lines.join('\n')}\n`);
    await store.close();
  });

  test('begins anew when an import was interrupted, and is not ready until then', async () => {
    const source = await stores.open();
    await fill(source);
    const whole = await exported(source);
    const place = await stores.another();
    const store = await openRegistryStore(place, { create: true, fsync: 'off' });
    const stuck = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    async function* halting() {
      yield* linesOf(whole.split('\n').slice(0, 20).join('\n'));
      begun.resolve();
      await stuck.promise;
      yield* linesOf(whole.split('\n').slice(20).join('\n'));
    }
    const halted = outcome(store.import(halting(), by));
    await begun.promise;
    await expect(store.ping()).rejects.toThrow(/not ended/);
    const other = await openRegistryStore(place, { fsync: 'off' });
    await other.import(linesOf(whole), by);
    stuck.resolve();
    // The first one has lost its store, and must not spoil it.
    expect(await halted).toBe('conflict');
    expect(await exported(other)).toBe(whole);
    await other.ping();
    await other.close();
    await store.close();
  });
});
