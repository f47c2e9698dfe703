import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { embedReferences } from '../../../src/registry/domain/subjects/embed-references.ts';
import { pinReferences, readReferences } from '../../../src/registry/domain/subjects/resolve-references.ts';
import { readDraft } from '../../../src/registry/domain/subjects/subject-draft.ts';
import type { RegistryStore, SchemaReference } from '../../../src/registry/domain/store.ts';
import { openRegistryStore } from '../../../src/registry/store/open-registry-store.ts';
import type { Json } from '../../../src/util/json.ts';

const draft7 = 'http://json-schema.org/draft-07/schema#';
const embed = (schema: Json, ...references: [string, Json][]): unknown =>
  JSON.parse(
    embedReferences(
      JSON.stringify(schema),
      references.map(([name, referred]) => ({ name, text: JSON.stringify(referred) })),
    ),
  );

describe('schemas with those that they refer to inside', () => {
  test('a schema without a dialect is read as draft-07', () => {
    expect(embed({ type: 'string' })).toEqual({ $schema: draft7, type: 'string' });
    expect(embed(true)).toBe(true);
  });

  test('each stands under the definitions, with its name as its address', () => {
    const schema = { $ref: 'a.json', definitions: { 'reference a.json': true } };
    expect(embed(schema, ['a.json', { $id: 'https://example.com/a', type: 'string' }], ['b', false])).toEqual({
      $schema: draft7,
      $ref: 'a.json',
      definitions: {
        'reference a.json': true,
        "reference a.json'": { $id: 'a.json', type: 'string' },
        'reference b': { $id: 'b', not: {} },
      },
    });
  });

  test('up to draft-07 an address beside a reference would count for nothing', () => {
    const schema = { $schema: draft7, $ref: 'a' };
    expect(embed(schema, ['a', { $ref: '#/definitions/x', type: 'null', definitions: { x: true } }])).toMatchObject({
      definitions: { 'reference a': { $id: 'a', allOf: [{ $ref: '#/definitions/x' }], definitions: { x: true } } },
    });
  });

  test('later dialects have their own place, draft-04 its own keyword; dialects do not mix', () => {
    const latest = 'https://json-schema.org/draft/2020-12/schema';
    expect(embed({ $schema: latest }, ['a', { $schema: latest, type: 'null' }])).toMatchObject({
      $defs: { 'reference a': { $id: 'a', type: 'null' } },
    });
    const oldest = 'http://json-schema.org/draft-04/schema#';
    expect(embed({ $schema: oldest }, ['a', { $schema: oldest }])).toMatchObject({
      definitions: { 'reference a': { id: 'a' } },
    });
    expect(() => embed({ $schema: latest }, ['a', {}])).toThrow('is written in draft-07, not in 2020-12');
  });
});

describe('what a schema refers to', () => {
  let folder: string;
  let store: RegistryStore;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'counterfoil-references-'));
    store = await openRegistryStore(join(folder, 'registry.db'), { create: true, fsync: 'off' });
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  const add = async (
    subject: string,
    references: readonly SchemaReference[],
    text = JSON.stringify({ title: subject }),
  ) => {
    const { revision, globalRevision } = await store.getSubject(subject);
    const schema = readDraft({ text, references });
    const change = { kind: 'register', schema } as const;
    await store.writeSubject(
      { subject, revision, globalRevision, change },
      { actor: 'test', action: 'register', target: subject },
    );
  };
  const to = (subject: string, name = subject): SchemaReference => ({ name, subject, version: 1 });

  test('is read once, however many ways lead to it', async () => {
    await add('leaf', []);
    await add('left', [to('leaf')]);
    await add('right', [to('leaf')]);
    const found = await readReferences(store, [to('left'), to('right')], 0);
    expect(found.map(({ name }) => name)).toEqual(['left', 'right', 'leaf']);
  });

  test('is refused when a name means two of them', async () => {
    await add('one', []);
    await add('two', []);
    await add('both', [to('two', 'one')]);
    await expect(readReferences(store, [to('one'), to('both')], 0)).rejects.toMatchObject({
      code: 42201,
      message: expect.stringContaining('call both'),
    });
  });

  test('is refused when it goes too deep, or is too large', async () => {
    await add('level0', []);
    for (let level = 1; level <= 17; level += 1) await add(`level${level}`, [to(`level${level - 1}`)]);
    expect(await readReferences(store, [to('level15')], 0)).toHaveLength(16);
    await expect(readReferences(store, [to('level16')], 0)).rejects.toMatchObject({
      code: 42201,
      message: expect.stringContaining('16 levels'),
    });
    await expect(readReferences(store, [to('level0')], 1024 * 1024)).rejects.toMatchObject({ code: 42209 });
  });

  test('is refused when it goes in a circle, which no write makes', async () => {
    await add('circle', []);
    const round: RegistryStore = Object.create(store, {
      getSchema: { value: async () => ({ id: 1, digest: '', text: '{}', references: [to('circle', 'again')] }) },
    }) as RegistryStore;
    const own = Object.assign(round, { getSubject: store.getSubject.bind(store) });
    await expect(readReferences(own, [to('circle')], 0)).rejects.toMatchObject({
      message: expect.stringContaining('circle'),
    });
  });

  test('keeps the number that was the latest when it was registered, and must be there', async () => {
    await add('one', []);
    await add('one', [], '{}');
    expect(await pinReferences(store, [{ name: 'a', subject: 'one', version: -1 }])).toEqual([
      { name: 'a', subject: 'one', version: 2 },
    ]);
    for (const version of [0, 3, -2])
      await expect(pinReferences(store, [{ name: 'a', subject: 'one', version }])).rejects.toMatchObject({
        code: 42201,
      });
  });

  test('is part of what a schema is; the order is not', () => {
    const text = '{"$ref": "a"}';
    const [left, right] = [to('a'), to('b')];
    const digest = (references: SchemaReference[]): string => readDraft({ text, references }).digest;
    expect(digest([left, right])).toBe(digest([right, left]));
    expect(new Set([digest([]), digest([left]), digest([left, right]), digest([{ ...left, version: 2 }])]).size).toBe(
      4,
    );
  });
});
