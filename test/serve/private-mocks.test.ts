import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadContract } from '../../src/asyncapi/load-contract.ts';
import { mockLogOf } from '../../src/serve/log/logger.ts';
import { createLogger } from '../../src/serve/log/logger.ts';
import { chooseEngine } from '../../src/mock/server/choose-engine.ts';
import { makeDesk } from '../../src/mock/server/make-desk.ts';
import { PrivacyBook } from '../../src/registry/domain/subjects/private-subjects.ts';
import { serverOn } from './support.ts';

const base = join(import.meta.dirname, '../cli/bases/cafe-versions/asyncapi/cafe');

async function cafe(version: string) {
  const { contract } = await loadContract(join(base, version, 'asyncapi.yaml'), { cwd: base });
  if (contract === undefined) throw new Error('The contract cannot be loaded.');
  return contract;
}

test('the mock of a private contract is there for those with a token for its vendor alone', async () => {
  const log = mockLogOf(createLogger(() => {}, 'silent'));
  const contracts = [await cafe('1.1.0'), await cafe('2.0.0')];
  const { at } = makeDesk({ contracts, engine: await chooseEngine('fast', contracts, log), log });
  const first = await serverOn();
  const privacy = new PrivacyBook(first.store);
  const { server, token } = await serverOn({ store: first.store, makeDesk: at, privacy });
  const entry = {
    vendor: 'cafe',
    version: '2.0.0',
    title: 'Cafe',
    digest: 'sha256:0',
    state: 'released',
    visibility: 'private',
    published: 0,
    events: ['order.placed'],
  } as const;
  await first.store.writeContract(
    { vendor: 'cafe', revision: 0, change: { kind: 'publish', entry, texts: { document: {}, derived: {} } } },
    { actor: 'admin', action: 'publish', target: 'cafe@2.0.0' },
  );
  const own = { authorization: `Bearer ${await token({ role: 'reader', vendors: ['cafe'] })}` };
  const other = { authorization: `Bearer ${await token({ role: 'reader', vendors: ['other'] })}` };
  const deliver = async (url: string, headers: Record<string, string> = {}) => {
    const { statusCode, body } = await server.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', ...headers },
      payload: '{"type":"order.placed"}',
    });
    return [statusCode, body.includes('cafe@2.0.0')];
  };
  for (const headers of [{}, other]) {
    for (const accept of ['text/html', 'application/json']) {
      const { body } = await server.inject({ url: '/mocks/', headers: { ...headers, accept } });
      expect([body.includes('cafe@1.1.0'), body.includes('cafe@2.0.0'), body.includes('order.done')]).toEqual([
        true,
        false,
        false,
      ]);
    }
    expect(await deliver('/mocks/cafe/2', headers)).toEqual([404, false]);
    expect(await deliver('/mocks/s/some-space/cafe/2', headers)).toEqual([404, false]);
    expect((await deliver('/mocks/cafe/1', headers))[0]).toBe(422);
    expect((await server.inject({ url: '/mocks/cafe/2', headers })).statusCode).toBe(404);
    expect((await server.inject({ url: '/mocks/__deliveries', headers })).statusCode).toBeOneOf([401, 403]);
    expect((await server.inject({ url: '/mocks/__deliveries/stream', headers })).statusCode).toBeOneOf([401, 403]);
  }
  expect(await deliver('/mocks/cafe/2', own)).toEqual([422, true]);
  expect((await server.inject({ url: '/mocks/', headers: own })).body).toContain('cafe@2.0.0');
  expect((await server.inject({ url: '/mocks/__deliveries', headers: own })).body).toContain('cafe@2.0.0');
});
