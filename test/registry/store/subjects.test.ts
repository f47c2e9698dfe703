import { expect, test } from 'vitest';
import { describeStores } from '../stores.ts';
import { by, outcome, register, remove, schemaOf, write } from './writes.ts';

describeStores('subjects', (stores) => {
  test('gives a schema one id, and versions by subject', async () => {
    const store = await stores.open({ now: () => 1_234_567_890_123 });
    const first = { subject: 'a', version: 1, id: 1, deleted: false, registered: 1_234_567_890_123 };
    expect(await register(store, 'a', '1')).toEqual(first);
    expect(await register(store, 'a', '2')).toMatchObject({ version: 2, id: 2 });
    expect(await register(store, 'b', '1')).toMatchObject({ subject: 'b', version: 1, id: 1 });
    expect(await store.getSchema(1)).toEqual({ id: 1, ...schemaOf('1') });
    expect(await store.findSchema(schemaOf('2').digest)).toEqual({ id: 2, ...schemaOf('2') });
    expect(await store.getSchema(3)).toBeUndefined();
    expect(await store.findSchema('nobody')).toBeUndefined();
    expect(await store.getSubject('a')).toMatchObject({ revision: 2, globalRevision: 0, config: {}, globalConfig: {} });
    expect((await store.getSubject('a')).versions[0]).toEqual(first);
    expect(await store.getSubject('c')).toMatchObject({ revision: 0, versions: [] });
    expect((await store.listUses(1)).map(({ subject, version }) => [subject, version])).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
  });

  test('keeps texts as they are', async () => {
    const store = await stores.open();
    const text = '{ "enum": ["\\u0000", "\u{1F600}", "\u{e9}", 1e400, "\\ud800"] }\n';
    const schema = { digest: 'd', text, references: [] };
    const subject = "o'clock; DROP TABLE registry_versions; -- \u{1F600}%_\\";
    await write(store, subject, { kind: 'register', schema });
    expect((await store.getSchema(1))?.text).toBe(text);
    expect(await store.listSubjects({ prefix: "o'" })).toEqual([subject]);
    expect((await store.getSubject(subject)).versions).toHaveLength(1);
  });

  test('writes nothing when a revision has moved', async () => {
    const store = await stores.open();
    await register(store, 'a', '1');
    const change = { kind: 'register', schema: schemaOf('2') } as const;
    const at = (revision: number, globalRevision: number) => ({ subject: 'a', revision, globalRevision, change });
    expect(await outcome(store.writeSubject(at(0, 0), by))).toBe('conflict');
    expect(await outcome(store.writeSubject(at(2, 0), by))).toBe('conflict');
    expect(await outcome(store.writeSubject(at(1, 1), by))).toBe('conflict');
    expect(await outcome(store.writeSubject({ ...at(1, 0), subject: 'new' }, by))).toBe('conflict');
    await store.writeConfig(undefined, 0, { level: 'FULL' }, by);
    expect(await outcome(store.writeSubject(at(1, 0), by))).toBe('conflict');
    expect(await store.getSchema(2)).toBeUndefined();
    expect(await store.listSubjects()).toEqual(['a']);
    expect(await store.listAudit({ limit: 10 })).toHaveLength(2);
    expect(await outcome(store.writeSubject(at(1, 1), by))).toBe('done');
  });

  test('marks versions as deleted, restores them, and removes what is deleted', async () => {
    const store = await stores.open();
    for (const value of ['1', '2', '3']) await register(store, 'a', value);
    expect(await outcome(write(store, 'a', { kind: 'remove', versions: [2] }))).toBe('conflict');
    await write(store, 'a', { kind: 'delete', versions: [2, 3, 3] });
    expect(await outcome(write(store, 'a', { kind: 'delete', versions: [1, 2] }))).toBe('conflict');
    expect((await store.getSubject('a')).versions.map(({ deleted }) => deleted)).toEqual([false, true, true]);
    expect(await store.listUses(2)).toMatchObject([{ version: 2, deleted: true }]);
    await write(store, 'a', { kind: 'restore', version: 3 });
    expect(await outcome(write(store, 'a', { kind: 'restore', version: 3 }))).toBe('conflict');
    await write(store, 'a', { kind: 'remove', versions: [2] });
    expect((await store.getSubject('a')).versions.map(({ version }) => version)).toEqual([1, 3]);
    expect(await outcome(write(store, 'a', { kind: 'restore', version: 2 }))).toBe('conflict');
    expect(await store.getSchema(2)).toBeUndefined();
    expect((await store.getSchema(3))?.id).toBe(3);
    expect(await store.countRemovals()).toBe(1);
  });

  test('never gives an id or a version twice', async () => {
    const store = await stores.open();
    await register(store, 'a', '1');
    await register(store, 'a', '2');
    await remove(store, 'a', 2);
    expect(await register(store, 'a', '2')).toMatchObject({ version: 3, id: 3 });
    await remove(store, 'a', 1);
    await remove(store, 'a', 3);
    expect(await store.listSubjects({ deleted: true })).toEqual([]);
    expect(await register(store, 'a', 'x')).toMatchObject({ version: 4, id: 4 });
  });

  test('keeps a schema that another version has', async () => {
    const store = await stores.open();
    await register(store, 'a', '1');
    await register(store, 'b', '1');
    await register(store, 'a', '1');
    await remove(store, 'a', 1);
    await remove(store, 'b', 1);
    expect((await store.getSchema(1))?.id).toBe(1);
    await remove(store, 'a', 2);
    expect(await store.getSchema(1)).toBeUndefined();
  });

  test('lists subjects and versions by prefix, deletion and page', async () => {
    const store = await stores.open();
    for (const subject of ['b.y', 'a', 'B', 'b.x', 'b', 'c\u{e9}', 'ce']) await register(store, subject, subject);
    await register(store, 'b', '2');
    await write(store, 'b.y', { kind: 'delete', versions: [1] });
    await write(store, 'b', { kind: 'delete', versions: [2] });
    expect(await store.listSubjects()).toEqual(['B', 'a', 'b', 'b.x', 'ce', 'c\u{e9}']);
    expect(await store.listSubjects({ prefix: 'b' })).toEqual(['b', 'b.x']);
    expect(await store.listSubjects({ prefix: 'b', deleted: true })).toEqual(['b', 'b.x', 'b.y']);
    const names = async (query: Parameters<typeof store.listVersions>[0]): Promise<string[]> =>
      (await store.listVersions(query)).map(({ subject, version }) => `${subject}/${version}`);
    expect(await names({})).toEqual(['a/1', 'B/1', 'b.x/1', 'b/1', 'c\u{e9}/1', 'ce/1']);
    expect(await names({ prefix: 'b', deleted: true })).toEqual(['b.y/1', 'b.x/1', 'b/1', 'b/2']);
    expect(await names({ prefix: 'b', latestOnly: true })).toEqual(['b.x/1', 'b/1']);
    expect(await names({ prefix: 'b', latestOnly: true, deleted: true })).toEqual(['b.y/1', 'b.x/1', 'b/2']);
    expect(await names({ offset: 4 })).toEqual(['c\u{e9}/1', 'ce/1']);
    expect(await names({ offset: 1, limit: 2 })).toEqual(['B/1', 'b.x/1']);
    expect(await names({ limit: 0 })).toEqual([]);
  });

  test('knows who refers to a version, and lets nobody refer to one that is gone', async () => {
    const store = await stores.open();
    await register(store, 'base', '1');
    await register(store, 'base', '2');
    const reference = { name: 'base.json', subject: 'base', version: 1 };
    await register(store, 'a', 'x', [reference, { ...reference, name: 'other.json', version: 2 }]);
    await register(store, 'b', 'y', [reference]);
    await register(store, 'c', 'y', [reference]);
    expect(await store.listReferrers('base', 1)).toEqual([3, 4]);
    expect(await store.listReferrers('base', 2)).toEqual([3]);
    expect((await store.getSchema(3))?.references).toHaveLength(2);
    await remove(store, 'b', 1);
    expect(await store.listReferrers('base', 1)).toEqual([3, 4]);
    await remove(store, 'c', 1);
    expect(await store.listReferrers('base', 1)).toEqual([3]);
    const schema = schemaOf('z', [{ ...reference, version: 9 }]);
    expect(await outcome(write(store, 'd', { kind: 'register', schema }))).toBe('conflict');
  });

  test('makes whoever deletes a version look again when somebody refers to it meanwhile', async () => {
    const store = await stores.open();
    await register(store, 'base', '1');
    const { revision, globalRevision } = await store.getSubject('base');
    await register(store, 'a', 'x', [{ name: 'base', subject: 'base', version: 1 }]);
    const change = { kind: 'delete', versions: [1] } as const;
    const deletion = store.writeSubject({ subject: 'base', revision, globalRevision, change }, by);
    expect(await outcome(deletion)).toBe('conflict');
  });

  test('configures a subject, and all', async () => {
    const store = await stores.open();
    expect(await store.getGlobalConfig()).toEqual({ revision: 0, config: {} });
    await store.writeConfig(undefined, 0, { level: 'FORWARD', mode: 'READWRITE' }, by);
    await store.writeConfig('a', 0, { level: 'NONE', policy: 'LENIENT', normalize: true }, by);
    expect(await outcome(store.writeConfig('a', 0, {}, by))).toBe('conflict');
    expect(await outcome(store.writeConfig(undefined, 0, {}, by))).toBe('conflict');
    expect(await store.getSubject('a')).toEqual({
      revision: 1,
      globalRevision: 1,
      versions: [],
      config: { level: 'NONE', policy: 'LENIENT', normalize: true },
      globalConfig: { level: 'FORWARD', mode: 'READWRITE' },
    });
    expect(await store.listSubjects({ deleted: true })).toEqual([]);
    await register(store, 'a', '1');
    await store.writeConfig('a', 2, {}, by);
    expect((await store.getSubject('a')).config).toEqual({});
    expect((await store.getGlobalConfig()).config).toEqual({ level: 'FORWARD', mode: 'READWRITE' });
  });
});
