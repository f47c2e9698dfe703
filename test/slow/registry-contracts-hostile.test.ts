import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../src/util/json.ts';
import { openRegistryStore } from '../../src/registry/store/open-registry-store.ts';
import { describeStores } from '../registry/stores.ts';
import { admin, ask, cafe, deskOn, serve } from '../registry/contracts/served.ts';
import type { Served } from '../registry/contracts/served.ts';
import { newFolder } from '../support/fresh-clone.ts';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

async function open(): Promise<Served> {
  const folder = newFolder('hostile');
  const store = await openRegistryStore(join(folder.path, 'registry.db'), { create: true, fsync: 'off' });
  onTestFinished(async () => {
    await store.close();
    folder.remove();
  });
  return serve(deskOn(store));
}

const put = async (served: Served, path: string, body: unknown, headers = {}) =>
  ask(served, path, { token: 'admin', body, headers });

function withPayload(payload: Json): JsonObject {
  const document = cafe('1.0.0') as { components: { schemas: JsonObject } };
  return { ...document, components: { ...document.components, schemas: { order: payload } } };
}

describe('what is sent to harm', () => {
  test('names that are no names are told so, and never reach the store', async () => {
    const served = await open();
    const names = [
      '..',
      '.',
      '%2e%2e',
      '%2e%2e%2f%2e%2e',
      'a%2fb',
      'Caf%C3%A9',
      'UPPER',
      '%00',
      '%0a',
      'a'.repeat(150),
      '-a',
      'a--b',
      "a'b",
      '__proto__',
      'constructor',
    ];
    for (const name of names) {
      const seen = await ask(served, `/contracts/${name}/1.0.0`, { token: 'admin' });
      expect(seen.status, name).toBe(404);
      const body = { document: { ...cafe('1.0.0'), info: { title: 'x', version: '1.0.0' } } };
      const written = await put(served, `/contracts/${name}/1.0.0`, body);
      expect([404, 422], name).toContain(written.status);
      for (const [method, sent] of [
        ['POST', { successor: '1.0.0', reason: 'x' }],
        ['DELETE', undefined],
      ] as const) {
        const more = sent === undefined ? {} : { body: sent };
        const described = await ask(served, `/contracts/${name}/1.0.0/deprecate`, { token: 'admin', method, ...more });
        expect(described.status, `${method} ${name}`).toBe(404);
      }
    }
    const versions = [
      '1',
      '1.0',
      'v1.0.0',
      '1.0.0+build',
      '01.0.0',
      'latest',
      '1.0.0%2f..',
      '%00',
      '1.0.0-' + 'a'.repeat(120),
    ];
    for (const version of versions) {
      const document = {
        ...cafe('1.0.0'),
        info: { title: 'x', version: decodeURIComponent(version), 'x-vendor': 'cafe' },
      };
      const { status } = await put(served, `/contracts/cafe/${version}`, { document });
      expect([version, status]).toEqual([version, 422]);
    }
    const other = await put(served, '/contracts/bar/1.0.0', { document: cafe('1.0.0') });
    expect([other.status, other.json['detail']]).toEqual([422, expect.stringContaining('"cafe@1.0.0", not bar@1.0.0')]);
    expect((await ask(served, '/contracts')).json).toEqual({ contracts: [] });
  }, 30_000);

  test('references to anything else are refused, wherever they stand', async () => {
    const served = await open();
    const references = [
      'other.yaml',
      './asyncapi.json#/info',
      '/etc/passwd',
      'file:///etc/passwd',
      'http://127.0.0.1:1/x',
      '//x/y',
      'data:,1',
      '#anchor',
      '',
    ];
    for (const $ref of references) {
      const example = { name: 'x', payload: { type: 'order.paid', id: { $ref } } };
      const places: Readonly<Record<string, JsonObject>> = {
        schema: withPayload({ type: 'object', properties: { a: { $ref } } }),
        unused: {
          ...cafe('1.0.0'),
          components: {
            ...(cafe('1.0.0')['components'] as JsonObject),
            schemas: { order: { type: 'object' }, unused: { $ref } },
          },
        },
        example: { ...cafe('1.0.0'), 'x-example': { examples: [example] } },
        message: { ...cafe('1.0.0'), components: { messages: { 'order.paid': { $ref } } } },
      };
      for (const [place, document] of Object.entries(places)) {
        const { status, json } = await put(served, '/contracts/cafe/1.0.0', { document });
        expect([place, $ref, status]).toEqual([place, $ref, 422]);
        const rules = (json['findings'] as { rule: string }[]).map(({ rule }) => rule);
        expect(
          rules.some((rule) => rule.startsWith('input/reference-')),
          `${place} ${$ref}: ${rules.join()}`,
        ).toBe(true);
      }
    }
  }, 30_000);

  test('bodies of another kind, too large, too deep or with strange members are refused', async () => {
    const served = await open();
    const path = '/contracts/cafe/1.0.0';
    const yaml = await put(served, path, 'document: &a [*a]', { 'content-type': 'application/yaml' });
    expect([yaml.status, yaml.json['detail']]).toEqual([415, 'Send it as application/json.']);
    expect((await put(served, path, '{"document":')).status).toBe(400);
    expect((await put(served, path, '{"document":{"__proto__":{"x":1}}}')).status).toBe(400);
    expect((await put(served, path, {})).status).toBe(400);
    expect((await put(served, path, { document: 'asyncapi: 3.1.0' })).status).toBe(400);
    const misspelt = await put(served, path, { document: cafe('1.0.0'), scenario: {} });
    expect([misspelt.status, misspelt.json['detail']]).toEqual([422, expect.stringContaining('"scenario"')]);
    const deep = `{"document":${'{"a":'.repeat(150)}1${'}'.repeat(150)}}`;
    expect([(await put(served, path, deep)).status]).toEqual([422]);
    expect((await put(served, path, `{"document":${'['.repeat(100_000)}`)).status).toBe(400);
    const large = { document: { ...cafe('1.0.0'), 'x-large': 'x'.repeat(5 * 1024 * 1024) } };
    expect((await put(served, path, large)).status).toBe(413);
    expect((await ask(served, '/contracts')).json).toEqual({ contracts: [] });
  });

  test('contracts that would keep a worker busy for ever are ended, and others are served meanwhile', async () => {
    const served = await open();
    const events = Object.fromEntries(
      Array.from({ length: 1001 }, (_, index) => [
        `e${index}`,
        { payload: { type: 'object', properties: { type: { const: `e${index}` } } } },
      ]),
    );
    const many = { ...cafe('1.0.0'), channels: { webhook: { address: '/', messages: events } } };
    const refused = await put(served, '/contracts/cafe/1.0.0', { document: many });
    expect([refused.status, refused.json['detail']]).toEqual([422, expect.stringContaining('1000 at most')]);
    const pattern = withPayload({
      type: 'object',
      required: ['type'],
      properties: { type: { const: 'order.paid' }, id: { type: 'string', pattern: '^(a+)+$' } },
    });
    const evil = JSON.parse(JSON.stringify(pattern).replace('"o-1"', `"${'a'.repeat(60)}!"`)) as JsonObject;
    const [slow, quick] = await Promise.all([
      put(served, '/contracts/cafe/1.0.0', { document: evil }),
      ask(served, '/contracts'),
    ]);
    expect(quick.status).toBe(200);
    expect([201, 422]).toContain(slow.status);
  }, 60_000);
});

describeStores('signs that databases do not hold', (stores) => {
  test('are kept in documents, and stand in no name', async () => {
    const served = await serve(deskOn(await stores.open()));
    const strange = 'a\u0000b\ud800c';
    const document = {
      ...cafe('1.0.0', { id: { type: 'string', description: strange } }),
      info: { title: strange, version: '1.0.0', 'x-vendor': 'cafe', description: strange },
    };
    expect((await put(served, '/contracts/cafe/1.0.0', { document })).status).toBe(201);
    const kept = await ask(served, '/contracts/cafe/1.0.0/asyncapi.json');
    expect(kept.json).toEqual(document);
    expect((await ask(served, '/contracts/cafe/1.0.0')).json['title']).toBe('a b\ufffdc');
    expect((await put(served, '/contracts/cafe/1.0.0', { document })).status).toBe(200);
    await put(served, '/contracts/cafe/2.0.0', { document: cafe('2.0.0') });
    const body = { successor: '2.0.0', reason: strange };
    const told = await ask(served, '/contracts/cafe/1.0.0/deprecate', { token: 'admin', method: 'POST', body });
    expect(told.json).toMatchObject({ state: 'deprecated', reason: 'a b\ufffdc' });
    const named = JSON.parse(
      JSON.stringify(cafe('3.0.0'))
        .replaceAll('/order.paid"', '/x"')
        .replace('{"order.paid":{"$ref', '{"a\\u0000b":{"$ref')
        .replace('"messages":{"order.paid"', '"messages":{"x"'),
    ) as JsonObject;
    const refused = await put(served, '/contracts/cafe/3.0.0', { document: named });
    expect(refused.status, refused.text).toBe(422);
  }, 30_000);
});

describeStores('writers at the same time', (stores) => {
  test('on two replicas: one contract of each version wins, the others are told why', async () => {
    const replicas = [await stores.open(), await stores.open()].map((store) => deskOn(store));
    const servers = await Promise.all(replicas.map((desk) => serve(desk)));
    const variant = (version: string, index: number) =>
      cafe(version, { id: { type: 'string' }, [`p${index}`]: { type: 'integer' } });
    const [first, second] = servers as [Served, Served];
    const answers = await Promise.all(
      Array.from({ length: 12 }, async (_, index) =>
        put(index % 2 === 0 ? first : second, '/contracts/cafe/1.0.0', { document: variant('1.0.0', index % 6) }),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    // Each of the six documents was sent to both; the winner is known to its twin.
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(10);
    const types = answers.filter(({ status }) => status === 409).map(({ json }) => json['type']);
    expect(new Set(types)).toEqual(new Set(['urn:counterfoil:problem:released-changed']));
    const winner = answers.findIndex(({ status }) => status === 201);
    const kept = await Promise.all(servers.map((served) => ask(served, '/contracts/cafe/1.0.0/asyncapi.json')));
    for (const { json } of kept) expect(json).toEqual(variant('1.0.0', winner % 6));
    const store = replicas[0]?.store;
    expect(await store?.listPackages('@counterfoil/cafe')).toHaveLength(1);
    const { versions } = (await store?.getSubject('cafe.v1.order.paid')) ?? { versions: [] };
    expect(versions.map(({ version }) => version)).toEqual([1]);
    const audit = (await store?.listAudit({ limit: 100 })) ?? [];
    expect(audit.filter(({ action }) => action === 'publish')).toMatchObject([
      { actor: admin.name, target: 'cafe@1.0.0' },
    ]);
  }, 60_000);

  test('of versions that exclude one another: what is kept agrees with its neighbours', async () => {
    const replicas = [await stores.open(), await stores.open()].map((store) => deskOn(store));
    const [first, second] = (await Promise.all(replicas.map((desk) => serve(desk)))) as [Served, Served];
    await put(first, '/contracts/cafe/1.0.0', { document: cafe('1.0.0') });
    // Either may follow 1.0.0; together they may not: 1.2.0 lacks what 1.1.0 requires.
    const older = cafe('1.1.0', { id: { type: 'string' }, sum: { type: 'integer' } }, { required: ['type', 'id'] });
    const newer = cafe('1.2.0', { id: { type: 'string' } });
    const answers = await Promise.all([
      put(first, '/contracts/cafe/1.1.0', { document: older }),
      put(second, '/contracts/cafe/1.2.0', { document: { ...newer, defaultContentType: 'application/json' } }),
    ]);
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([201, 409]);
    const listed = (await ask(first, '/contracts/cafe')).json['contracts'] as readonly JsonObject[];
    expect(listed).toHaveLength(2);
  }, 60_000);
});
