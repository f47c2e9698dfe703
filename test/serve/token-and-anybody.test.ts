import { expect, onTestFinished, test } from 'vitest';
import type { Anonymous } from '../../src/serve/access/find-actor.ts';
import { createRegistryParts } from '../../src/serve/registry-plugins.ts';
import { cafe } from '../registry/contracts/served.ts';
import { describeStores } from '../registry/stores.ts';
import { serverOn } from './support.ts';

describeStores('a token for another vendor', (stores) => {
  /** A registry with `cafe@1.0.0`, which is public, `cafe@2.0.0`, which is not, and a subject that belongs to no contract. */
  async function registry(anonymous: Anonymous) {
    const store = await stores.open();
    const parts = createRegistryParts({ store, workers: 1 });
    onTestFinished(() => parts.close());
    const { server, token } = await serverOn({ store, anonymous, privacy: parts.privacy, plugins: parts.plugins });
    const ask = async (url: string, secret?: string, payload?: object, method: 'GET' | 'POST' | 'PUT' = 'GET') =>
      server.inject({
        method: payload !== undefined && method === 'GET' ? 'POST' : method,
        url,
        headers: secret === undefined ? {} : { authorization: `Bearer ${secret}` },
        ...(payload === undefined ? {} : { payload }),
      });
    const own = await token({ role: 'writer', vendors: ['cafe'] });
    for (const [version, visibility] of [
      ['1.0.0', 'public'],
      ['2.0.0', 'private'],
    ] as const) {
      const body = { document: cafe(version), visibility };
      expect((await ask(`/contracts/cafe/${version}`, own, body, 'PUT')).statusCode).toBe(201);
    }
    const admin = await token({ role: 'admin' });
    expect((await ask('/subjects/loose/versions', admin, draft)).statusCode).toBe(200);
    return { ask, other: await token({ role: 'writer', vendors: ['bank'] }) };
  }

  const draft = { schemaType: 'JSON', schema: '{"type":"object"}' };
  const reads = [
    '/subjects',
    '/schemas',
    ...[1, 2, 3].flatMap((id) => ['', '/schema', '/subjects', '/versions'].map((part) => `/schemas/ids/${id}${part}`)),
    ...['cafe.v1.order.paid', 'cafe.v2.order.paid', 'loose', 'never'].flatMap((subject) => [
      `/subjects/${subject}/versions`,
      `/subjects/${subject}/versions/latest`,
      `/subjects/${subject}/versions/1/referencedby`,
      `/config/${subject}?defaultToGlobal=true`,
      `/mode/${subject}?defaultToGlobal=true`,
    ]),
    '/config',
    '/contracts',
    ...['1.0.0', '2.0.0', 'latest'].map((version) => `/contracts/cafe/${version}`),
    '/contracts/cafe/compare?from=1.0.0&to=2.0.0',
    '/npm/@counterfoil%2fcafe',
    '/npm/@counterfoil/cafe/-/cafe-2.0.0.tgz',
  ];

  test.each(['read', 'write'] as const)('reads what anybody reads where anybody may %s', async (anonymous) => {
    const { ask, other } = await registry(anonymous);
    for (const path of reads) {
      const [without, having] = [await ask(path), await ask(path, other)];
      expect([path, having.statusCode, having.body]).toEqual([path, without.statusCode, without.body]);
    }
    expect((await ask('/subjects', other)).json()).toEqual(['cafe.v1.order.paid', 'loose']);
    for (const subject of ['cafe.v1.order.paid', 'cafe.v2.order.paid', 'loose']) {
      const paths = [`/subjects/${subject}`, `/compatibility/subjects/${subject}/versions?verbose=true`];
      for (const path of paths) {
        const [without, having] = [await ask(path, undefined, draft), await ask(path, other, draft)];
        expect([path, having.statusCode, having.body]).toEqual([path, without.statusCode, without.body]);
      }
    }
  });

  test('writes what anybody writes, and not what is private', async () => {
    const next = { schemaType: 'JSON', schema: '{"type":"object","title":"other words"}' };
    const reading = await registry('read');
    expect((await reading.ask('/subjects/loose/versions', reading.other, next)).statusCode).toBe(403);
    await stores.reset();
    const { ask, other } = await registry('write');
    expect((await ask('/subjects/loose/versions', other, next)).statusCode).toBe(200);
    expect((await ask('/subjects/cafe.v2.order.paid/versions', undefined, draft)).statusCode).toBe(401);
    const refused = await ask('/subjects/cafe.v2.order.paid/versions', other, draft);
    expect([refused.statusCode, refused.json()]).toEqual([
      403,
      { error_code: 403, message: 'Writing cafe.v2.order.paid needs a token for cafe.' },
    ]);
    // A refusal of a version would tell of the private ones.
    expect((await ask('/contracts/cafe/3.0.0', other, { document: cafe('3.0.0') }, 'PUT')).statusCode).toBe(403);
    expect((await ask('/contracts/cafe/3.0.0', undefined, { document: cafe('3.0.0') }, 'PUT')).statusCode).toBe(401);
  });

  test('reads no subject of others where nobody may read without a token', async () => {
    const { ask, other } = await registry('none');
    expect((await ask('/subjects/cafe.v1.order.paid/versions', other)).statusCode).toBe(403);
    expect((await ask('/subjects', other)).json()).toEqual([]);
    expect((await ask('/schemas/ids/1', other)).statusCode).toBe(403);
    expect((await ask('/schemas/ids/1')).statusCode).toBe(401);
  });
});
