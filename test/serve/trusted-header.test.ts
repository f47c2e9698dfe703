import { request } from 'node:http';
import type { OutgoingHttpHeaders } from 'node:http';
import { expect, test } from 'vitest';
import { readGrants } from '../../src/serve/access/grants.ts';
import { readNetworks } from '../../src/serve/access/networks.ts';
import { serverOn } from './support.ts';

const grants = readGrants(['anna=admin', 'ben=writer:cafe', '@platform=writer', '@audit=reader:bank']);
const trusted = {
  isProxy: readNetworks('--trust-proxy', ['10.0.0.0/8']),
  trustedHeader: { name: 'x-forwarded-user', groups: 'x-forwarded-groups', grants, role: 'reader' as const },
  anonymous: 'none' as const,
};
const proxy = '10.1.2.3';

test('a person is who the proxy says, with what they or their groups are granted, else what everybody is', async () => {
  const { server } = await serverOn(trusted);
  const ask = async (user: string, groups = ''): Promise<unknown> => {
    const headers = { 'x-forwarded-user': user, 'x-forwarded-groups': groups };
    return (await server.inject({ url: '/test/read/cafe', remoteAddress: proxy, headers })).json<{ actor: unknown }>()
      .actor;
  };
  expect(await ask('anna')).toEqual({ name: 'anna', role: 'admin', known: true });
  expect(await ask('ben', 'platform')).toEqual({ name: 'ben', role: 'writer', vendors: ['cafe'], known: true });
  expect(await ask('carl', 'audit, platform')).toEqual({ name: 'carl', role: 'writer', known: true });
  expect(await ask('dora', 'others')).toEqual({ name: 'dora', role: 'reader', known: true });
  // The name of a person is none of a group.
  expect(await ask('@platform')).toEqual({ name: '@platform', role: 'reader', known: true });
});

test('the header is refused from anybody but the proxy, whatever they say of where they come from', async () => {
  const { server } = await serverOn({ ...trusted, anonymous: 'write' });
  for (const remoteAddress of ['127.0.0.1', '192.168.1.1', '::1', '::ffff:11.1.2.3']) {
    const headers = { 'x-forwarded-user': 'anna', 'x-forwarded-for': proxy };
    const answer = await server.inject({ url: '/test/read/cafe', remoteAddress, headers });
    expect([remoteAddress, answer.statusCode]).toEqual([remoteAddress, 401]);
  }
  const mapped = await server.inject({
    url: '/test/admin/cafe',
    remoteAddress: `::ffff:${proxy}`,
    headers: { 'x-forwarded-user': 'anna' },
  });
  expect(mapped.statusCode).toBe(200);
});

test('a header that comes twice is refused: somebody has sent one past the proxy', async () => {
  const { server } = await serverOn({ ...trusted, isProxy: readNetworks('--trust-proxy', ['loopback']) });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  const ask = (headers: OutgoingHttpHeaders): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const sent = request(`${url}/test/write/cafe`, { headers, agent: false }, (response) => {
        response.resume().on('end', () => resolve(response.statusCode));
      });
      sent.on('error', reject).end();
    });
  expect(await ask({ 'x-forwarded-user': 'anna' })).toBe(200);
  expect(await ask({ 'X-Forwarded-User': ['anna', 'carl'] })).toBe(401);
  expect(await ask({ 'X-Forwarded-User': ['carl', 'anna'] })).toBe(401);
  expect(await ask({ 'x-forwarded-user': 'carl', 'x-forwarded-groups': 'platform' })).toBe(200);
  expect(await ask({ 'x-forwarded-user': 'carl', 'x-forwarded-groups': ['platform', 'others'] })).toBe(401);
  // What looks like a list is one name, and nobody's.
  expect(await ask({ 'x-forwarded-user': 'anna, carl' })).toBe(403);
});

test('the header means nothing where no header is trusted', async () => {
  const { server } = await serverOn({ isProxy: trusted.isProxy, anonymous: 'read' });
  const headers = { 'x-forwarded-user': 'anna' };
  const answer = await server.inject({ url: '/test/admin/cafe', remoteAddress: proxy, headers });
  expect(answer.statusCode).toBe(401);
});

test('a token goes before the header, and what else the proxy passes on as Authorization does not matter', async () => {
  const { server, token } = await serverOn(trusted);
  const secret = await token({ role: 'reader', name: 'bridge' });
  const as = async (authorization: string): Promise<string> => {
    const headers = { 'x-forwarded-user': 'anna', authorization };
    const answer = await server.inject({ url: '/test/read/cafe', remoteAddress: proxy, headers });
    return answer.json<{ actor: { name: string } }>().actor.name;
  };
  expect(await as(`Bearer ${secret}`)).toBe('bridge');
  expect(await as('Bearer eyJhbGciOiJub25lIn0.e30.')).toBe('anna');
});

test('a person whom nothing grants anything may do nothing', async () => {
  const { role: _, ...trustedHeader } = trusted.trustedHeader;
  const { server } = await serverOn({ ...trusted, trustedHeader });
  const headers = { 'x-forwarded-user': 'dora' };
  const answer = await server.inject({ url: '/test/read/cafe', remoteAddress: proxy, headers });
  expect(answer.statusCode).toBe(403);
});

test.each(['10.0.0.0/33', '10.0.0/8', 'proxy.example', '10.0.0.0/8/8', '10.0.0.0/', ''])(
  'what is no network is refused: %s',
  (text) => {
    expect(() => readNetworks('--trust-proxy', [text])).toThrow('--trust-proxy takes an address or a network');
  },
);

test.each(['anna', 'anna=root', '=admin', '@=admin', 'anna=admin:'])('what grants nothing is refused: %s', (text) => {
  expect(() => readGrants([text])).toThrow('grants nothing');
});
