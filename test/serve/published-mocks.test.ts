import { expect, onTestFinished, test } from 'vitest';
import { createWorkerPool } from '../../src/isolation/worker-pool.ts';
import { chooseEngine } from '../../src/mock/server/choose-engine.ts';
import { makeDesk } from '../../src/mock/server/make-desk.ts';
import type { RegistryStore } from '../../src/registry/domain/store.ts';
import { createLogger, mockLogOf } from '../../src/serve/log/logger.ts';
import { PublishedMocks } from '../../src/serve/published-mocks.ts';
import { createRegistryParts } from '../../src/serve/registry-plugins.ts';
import type { JsonObject } from '../../src/util/json.ts';
import { cafe } from '../registry/contracts/served.ts';
import { describeStores } from '../registry/stores.ts';
import { serverOn } from './support.ts';

const log = mockLogOf(createLogger(() => {}, 'silent'));
const empty = async () => makeDesk({ contracts: [], engine: await chooseEngine('fast', [], log), log });
const pause = (milliseconds: number) => new Promise((go) => setTimeout(go, milliseconds));

describeStores('mocks of contracts that are published while the server runs', (stores) => {
  async function registry() {
    const store = await stores.open();
    const parts = createRegistryParts({ store, workers: 1 });
    onTestFinished(() => parts.close());
    const { server, token } = await serverOn({
      store,
      makeDesk: (await empty()).at,
      privacy: parts.privacy,
      plugins: parts.plugins,
    });
    const admin = { authorization: `Bearer ${await token({ role: 'admin' })}` };
    const publish = async (document: JsonObject, more: object = {}) => {
      const { version } = document['info'] as { version: string };
      const url = `/contracts/cafe/${version}`;
      const { statusCode } = await server.inject({
        method: 'PUT',
        url,
        headers: admin,
        payload: { document, ...more },
      });
      expect(statusCode).toBe(201);
      // As long as the list of what is published is taken as it was.
      await pause(1_050);
    };
    const deliver = async (path: string, payload: object, headers: Record<string, string> = {}) => {
      const answer = await server.inject({ method: 'POST', url: `/mocks${path}`, headers, payload });
      const { contract } = answer.json<{ contract?: string }>();
      return [answer.statusCode, contract];
    };
    return { server, token, admin, publish, deliver };
  }

  test('are there a moment later, the newest of each major, and listed', async () => {
    const { server, publish, deliver, admin } = await registry();
    const paid = { type: 'order.paid', id: 'o-1' };
    expect((await deliver('/cafe/1', paid))[0]).toBe(404);
    await publish(cafe('1.0.0'));
    expect(await deliver('/cafe/1', paid)).toEqual([200, 'cafe@1.0.0']);
    expect(await deliver('/cafe/1/order.paid', { ...paid, id: 7 })).toEqual([422, 'cafe@1.0.0']);
    expect((await deliver('/cafe/2', paid))[0]).toBe(404);
    await publish(cafe('1.1.0', { id: { type: 'string' }, sum: { type: 'integer' } }));
    await publish(cafe('2.0.0', { id: { type: 'string' } }, { required: ['type', 'id'] }));
    expect(await deliver('/cafe/1', { ...paid, sum: 'much' })).toEqual([422, 'cafe@1.1.0']);
    expect(await deliver('/cafe/2', { type: 'order.paid' })).toEqual([422, 'cafe@2.0.0']);
    const listed = (await server.inject('/mocks/')).json<{ contracts: { id: string }[] }>();
    expect(listed.contracts.map(({ id }) => id).toSorted()).toEqual(['cafe@1.1.0', 'cafe@2.0.0']);
    // Receivers are to leave a deprecated version: its place is another's while there is one.
    const payload = { successor: '1.0.0', reason: 'It was a mistake.' };
    await server.inject({ method: 'POST', url: '/contracts/cafe/1.1.0/deprecate', headers: admin, payload });
    await pause(1_050);
    expect(await deliver('/cafe/1', { ...paid, sum: 'much' })).toEqual([200, 'cafe@1.0.0']);
    expect((await server.inject('/mocks/__deliveries')).json<{ total: number }>().total).toBeGreaterThanOrEqual(6);
  });

  test('are there for those alone who may see the contract', async () => {
    const { server, publish, deliver, token, admin } = await registry();
    await publish(cafe('1.0.0'), { visibility: 'private' });
    const other = { authorization: `Bearer ${await token({ role: 'writer', vendors: ['bank'] })}` };
    const paid = { type: 'order.paid', id: 'o-1' };
    for (const headers of [{}, other]) {
      expect(await deliver('/cafe/1', paid, headers)).toEqual([404, undefined]);
      expect((await server.inject({ url: '/mocks/', headers })).body).not.toContain('cafe');
      expect((await server.inject({ url: '/mocks/__deliveries', headers })).statusCode).toBeOneOf([401, 403]);
    }
    expect(await deliver('/cafe/1', paid, admin)).toEqual([200, 'cafe@1.0.0']);
    // Once it is there for somebody, it is there for nobody else.
    expect(await deliver('/cafe/1', paid)).toEqual([404, undefined]);
    await server.inject({
      method: 'PUT',
      url: '/contracts/cafe/1.0.0/visibility',
      headers: admin,
      payload: { visibility: 'public' },
    });
    await pause(1_050);
    expect(await deliver('/cafe/1', paid)).toEqual([200, 'cafe@1.0.0']);
  });
});

/** A store of contracts that nobody has checked. */
function storeOf(documents: readonly JsonObject[]): Pick<RegistryStore, 'listContracts' | 'getContract'> {
  const infos = documents.map(({ info }) => info as { version: string; 'x-vendor': string });
  const entries = infos.map(({ version, 'x-vendor': vendor }, index) => ({
    vendor,
    version,
    title: vendor,
    digest: `sha256:${index}`,
    state: 'released' as const,
    visibility: 'public' as const,
    published: index,
    events: ['order.paid'],
  }));
  return {
    listContracts: () => Promise.resolve(entries),
    getContract: (vendor, version) => {
      const document = documents[infos.findIndex((info) => info['x-vendor'] === vendor && info.version === version)];
      return Promise.resolve(document === undefined ? undefined : { document, derived: {} });
    },
  };
}

async function mocksOf(documents: readonly JsonObject[], most?: number) {
  const pool = createWorkerPool({ size: 1 });
  onTestFinished(() => pool.close());
  const failed: string[] = [];
  const desk = (await empty()).at(new AbortController().signal);
  const onFailure = (id: string): void => void failed.push(id);
  const mocks = new PublishedMocks({
    store: storeOf(documents),
    pool,
    desk,
    onFailure,
    ...(most === undefined ? {} : { most }),
  });
  return { mocks, failed };
}

test('so many mocks are kept as are allowed, of those that were published last, and a broken contract is no mock', async () => {
  const documents = Array.from({ length: 5 }, (_, index) => cafe('1.0.0', undefined, { vendor: `v${index}` }));
  const { mocks, failed } = await mocksOf(
    [...documents, { asyncapi: '3.1.0', info: { version: '1.0.0', 'x-vendor': 'bad' } }],
    3,
  );
  expect((await mocks.at('/v4/1')).contracts.map(({ id }) => id)).toEqual(['v4@1.0.0']);
  const all = await mocks.at('/');
  expect(all.contracts.map(({ id }) => id).toSorted()).toEqual(['v3@1.0.0', 'v4@1.0.0']);
  expect(failed).toEqual(['bad@1.0.0']);
  expect((await mocks.at('/v0/1')).find('/v0/1')).toBeUndefined();
  await mocks.at('/');
  expect(failed).toHaveLength(1);
});

test('a contract that takes for ever to judge keeps nobody else waiting', async () => {
  const levels = 40;
  const order: Record<string, JsonObject> = { [`l${levels}`]: { type: 'object', required: ['never'] } };
  for (let level = 0; level < levels; level += 1) {
    const next = { $ref: `#/components/schemas/l${level + 1}` };
    order[`l${level}`] = { anyOf: [{ allOf: [next, next] }, { allOf: [next, next] }] };
  }
  const hostile = cafe('1.0.0', { rest: { $ref: '#/components/schemas/l0' } }, { vendor: 'slow' });
  const components = hostile['components'] as { schemas: JsonObject };
  const document = { ...hostile, components: { ...components, schemas: { ...components.schemas, ...order } } };
  const { mocks } = await mocksOf([document, cafe('1.0.0')]);
  const desk = await mocks.at('/');
  const judge = async (path: string, payload: object) => {
    const found = desk.find(path);
    if (found === undefined) throw new Error(`Nothing is at ${path}.`);
    const headers = [['content-type', 'application/json']] as const;
    const body = Buffer.from(JSON.stringify(payload));
    return desk.judge({ found, method: 'POST', url: `http://localhost${path}`, headers, body }, []);
  };
  let beats = 0;
  const heart = setInterval(() => (beats += 1), 50);
  const stuck = await judge('/slow/1', { type: 'order.paid', id: 'o', rest: {} });
  clearInterval(heart);
  expect([stuck.status, stuck.reason]).toEqual([503, 'busy']);
  expect(beats).toBeGreaterThan(20);
  expect(await judge('/cafe/1', { type: 'order.paid', id: 'o' })).toMatchObject({
    accepted: true,
    contract: 'cafe@1.0.0',
  });
});
