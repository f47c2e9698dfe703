import { expect, test, describe } from 'vitest';
import type { Anonymous } from '../../src/serve/access/find-actor.ts';
import { serverOn } from './support.ts';

const basic = (secret: string, user = 'somebody'): string =>
  `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`;
const bearer = (secret: string): string => `Bearer ${secret}`;

/** What each role may do: own vendor, another vendor, what belongs to no vendor. */
const matrix = [
  ['reader', 'read', 200, 200, 200],
  ['reader', 'write', 403, 403, 403],
  ['reader', 'admin', 403, 403, 403],
  ['writer', 'read', 200, 200, 200],
  ['writer', 'write', 200, 200, 200],
  ['writer', 'admin', 403, 403, 403],
  ['admin', 'read', 200, 200, 200],
  ['admin', 'write', 200, 200, 200],
  ['admin', 'admin', 200, 200, 200],
] as const;

describe('a token', () => {
  test('for all vendors may do what its role says', async () => {
    const { server, token } = await serverOn();
    const secrets = {
      reader: await token({ role: 'reader' }),
      writer: await token({ role: 'writer' }),
      admin: await token({ role: 'admin' }),
    };
    for (const [role, action, ...expected] of matrix) {
      for (const [index, vendor] of ['cafe', 'bank', 'none'].entries()) {
        const { statusCode } = await server.inject({
          url: `/test/${action}/${vendor}`,
          headers: { authorization: bearer(secrets[role]) },
        });
        expect([role, action, vendor, statusCode]).toEqual([role, action, vendor, expected[index]]);
      }
    }
  });

  test('for one vendor may do nothing to another, and reads what belongs to none', async () => {
    const { server, token } = await serverOn({ anonymous: 'none' });
    const authorization = bearer(await token({ role: 'admin', vendors: ['cafe'] }));
    const statuses: Record<string, number> = {};
    for (const action of ['read', 'write', 'admin'])
      for (const vendor of ['cafe', 'bank', 'none'])
        statuses[`${action} ${vendor}`] = (
          await server.inject({ url: `/test/${action}/${vendor}`, headers: { authorization } })
        ).statusCode;
    expect(statuses).toEqual({
      'read cafe': 200,
      'read bank': 403,
      'read none': 200,
      'write cafe': 200,
      'write bank': 403,
      'write none': 403,
      'admin cafe': 200,
      'admin bank': 403,
      'admin none': 403,
    });
  });

  test('comes as Bearer, or as the password of Basic with any name', async () => {
    const { server, token } = await serverOn({ anonymous: 'none' });
    const secret = await token({ role: 'writer', name: 'bridge' });
    for (const authorization of [bearer(secret), `bearer  ${secret}`, basic(secret), basic(secret, '')]) {
      const answer = await server.inject({ url: '/test/write/cafe', headers: { authorization } });
      expect(answer.json()).toEqual({ actor: { name: 'bridge', role: 'writer', known: true } });
    }
  });

  test('that is none is refused, also where anonymous reading is allowed', async () => {
    const { server } = await serverOn();
    for (const authorization of [
      'Bearer',
      'Bearer ',
      'Bearer cf_',
      'Basic',
      'Basic !!!',
      'Negotiate abc',
      bearer(`cf_${'a'.repeat(43)}`),
      bearer(`cf_${'a'.repeat(5000)}`),
      basic(''),
    ]) {
      const answer = await server.inject({ url: '/test/read/cafe', headers: { authorization } });
      expect([authorization, answer.statusCode]).toEqual([authorization, 401]);
      expect(answer.headers['www-authenticate']).toBe(
        'Basic realm="counterfoil", charset="UTF-8", Bearer realm="counterfoil"',
      );
      expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    }
  });

  test('of the right form but with one character changed is refused', async () => {
    const { server, token } = await serverOn();
    const secret = await token({ role: 'reader' });
    const wrong = `${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`;
    const answer = await server.inject({ url: '/test/read/cafe', headers: { authorization: bearer(wrong) } });
    expect(answer.statusCode).toBe(401);
  });

  test('ends when its time has come', async () => {
    let now = Date.parse('2026-01-01T00:00:00Z');
    const { server, token } = await serverOn({ now: () => now });
    const authorization = bearer(await token({ role: 'reader', lifetime: 60_000 }));
    const ask = async (): Promise<number> =>
      (await server.inject({ url: '/test/read/cafe', headers: { authorization } })).statusCode;
    expect(await ask()).toBe(200);
    now += 59_999;
    expect(await ask()).toBe(200);
    now += 1;
    expect(await ask()).toBe(401);
  });

  test('that is revoked is refused at once by the server that revoked it', async () => {
    const { server, token } = await serverOn({ tokenLifetime: 3_600_000 });
    const authorization = bearer(await token({ role: 'writer', name: 'lost' }));
    const admin = bearer(await token({ role: 'admin' }));
    const use = () => server.inject({ url: '/test/write/cafe', headers: { authorization } });
    expect((await use()).statusCode).toBe(200);
    const listed = await server.inject({ url: '/admin/tokens', headers: { authorization: admin } });
    const found = listed.json<{ id: string; name: string }[]>().find(({ name }) => name === 'lost');
    const revoke = () =>
      server.inject({ method: 'DELETE', url: `/admin/tokens/${found?.id}`, headers: { authorization: admin } });
    expect((await revoke()).statusCode).toBe(204);
    expect((await use()).statusCode).toBe(401);
    expect((await revoke()).statusCode).toBe(404);
  });

  test('is known for its lifetime and no longer on a server that did not revoke it', async () => {
    let now = Date.now();
    const { server, store, token } = await serverOn({ now: () => now });
    const authorization = bearer(await token({ role: 'reader' }));
    const use = () => server.inject({ url: '/test/read/cafe', headers: { authorization } });
    expect((await use()).statusCode).toBe(200);
    const [entry] = await store.listTokens();
    await store.revokeToken(entry?.id ?? '', now, { actor: 'other', action: 'token.revoke', target: '' });
    expect((await use()).statusCode).toBe(200);
    now += 5_000;
    expect((await use()).statusCode).toBe(401);
  });
});

describe('without a token', () => {
  const expected: Readonly<Record<Anonymous, readonly [number, number, number]>> = {
    none: [401, 401, 401],
    read: [200, 401, 401],
    write: [200, 200, 401],
  };
  test.each(Object.keys(expected) as Anonymous[])('%s is what is allowed', async (anonymous) => {
    const { server } = await serverOn({ anonymous });
    const statuses = [];
    for (const action of ['read', 'write', 'admin'])
      statuses.push((await server.inject(`/test/${action}/cafe`)).statusCode);
    expect(statuses).toEqual(expected[anonymous]);
    const { actor } = (await server.inject('/test/read/cafe')).json<{ actor?: { known: boolean } }>();
    expect(actor?.known ?? false).toBe(false);
  });

  test('health is told, whatever is allowed', async () => {
    const { server } = await serverOn({ anonymous: 'none' });
    expect((await server.inject('/healthz')).json()).toEqual({ status: 'ok' });
    expect((await server.inject('/readyz')).json()).toEqual({ status: 'ready' });
    expect((await server.inject('/metrics')).statusCode).toBe(401);
  });
});

describe('tokens over HTTP', () => {
  test('are made by admins, and shown once', async () => {
    const { server, token, store } = await serverOn();
    const authorization = bearer(await token({ role: 'admin', name: 'root' }));
    const made = await server.inject({
      method: 'POST',
      url: '/admin/tokens',
      headers: { authorization },
      payload: { role: 'writer', name: 'ci', vendors: ['cafe'], expires: '2999-01-01T00:00:00Z' },
    });
    expect(made.statusCode).toBe(422);
    const again = await server.inject({
      method: 'POST',
      url: '/admin/tokens',
      headers: { authorization },
      payload: { role: 'writer', name: 'ci', vendors: ['cafe'] },
    });
    expect(again.statusCode).toBe(201);
    const { secret } = again.json<{ secret: string }>();
    expect(secret).toMatch(/^cf_[\w-]{43}$/);
    const answer = await server.inject({ url: '/test/write/cafe', headers: { authorization: bearer(secret) } });
    expect(answer.json()).toEqual({
      actor: { name: 'ci', role: 'writer', vendors: ['cafe'], anybody: 'reader', known: true },
    });
    const list = await server.inject({ url: '/admin/tokens', headers: { authorization } });
    expect(list.body).not.toContain('cf_');
    expect(JSON.stringify(await store.listTokens())).not.toContain(secret);
    const audit = await server.inject({ url: '/admin/audit', headers: { authorization } });
    expect(audit.json()).toMatchObject([
      { actor: 'root', action: 'token.create', target: expect.stringMatching(/^[\da-f]{12} ci$/) as string },
      { actor: 'operator', action: 'token.create' },
    ]);
  });

  test('of other vendors are neither seen nor made nor ended by the admin of one', async () => {
    const { server, token, store } = await serverOn();
    await token({ role: 'reader', name: 'of bank', vendors: ['bank'] });
    await token({ role: 'reader', name: 'of all' });
    const authorization = bearer(await token({ role: 'admin', name: 'of cafe', vendors: ['cafe'] }));
    const list = await server.inject({ url: '/admin/tokens', headers: { authorization } });
    expect(list.json<{ name: string }[]>().map(({ name }) => name)).toEqual(['of cafe']);
    for (const vendors of [['bank'], ['cafe', 'bank'], undefined]) {
      const payload = { role: 'reader', vendors };
      const made = await server.inject({ method: 'POST', url: '/admin/tokens', headers: { authorization }, payload });
      expect(made.statusCode).toBe(403);
    }
    const other = (await store.listTokens()).find(({ name }) => name === 'of bank');
    const ended = await server.inject({
      method: 'DELETE',
      url: `/admin/tokens/${other?.id}`,
      headers: { authorization },
    });
    expect(ended.statusCode).toBe(404);
    expect((await server.inject({ url: '/admin/audit', headers: { authorization } })).statusCode).toBe(403);
  });

  test('that make no sense are refused', async () => {
    const { server, token, store } = await serverOn();
    const authorization = bearer(await token({ role: 'admin' }));
    for (const payload of [
      { role: 'root' },
      { role: 'reader', name: 'two\nlines' },
      { role: 'reader', name: 'startup' },
      { role: 'reader', vendors: [] },
      { role: 'reader', vendors: ['../etc'] },
      { role: 'reader', expires: '2001-01-01T00:00:00Z' },
      { role: 'reader', surprise: true },
    ]) {
      const made = await server.inject({ method: 'POST', url: '/admin/tokens', headers: { authorization }, payload });
      expect([payload, [400, 422].includes(made.statusCode)]).toEqual([payload, true]);
    }
    expect(await store.listTokens()).toHaveLength(1);
  });

  test.each(['reader', 'writer'] as const)('are not for a %s', async (role) => {
    const { server, token } = await serverOn();
    const authorization = bearer(await token({ role }));
    for (const url of ['/admin/tokens', '/admin/audit'])
      expect((await server.inject({ url, headers: { authorization } })).statusCode).toBe(403);
    expect((await server.inject('/admin/audit')).statusCode).toBe(401);
  });
});
