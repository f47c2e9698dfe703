import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DeliveryList } from '../../../src/mock/spaces/delivery-list.ts';
import { createFaultPlan } from '../../../src/mock/spaces/faults.ts';
import { readFaults, readSpaceSettings, SettingsError } from '../../../src/mock/spaces/read-settings.ts';
import { Space } from '../../../src/mock/spaces/space.ts';
import { Spaces } from '../../../src/mock/spaces/spaces.ts';
import { refusal } from '../../../src/mock/server/verdict.ts';
import type { Json } from '../../../src/util/json.ts';
import { call, path, payload, post, secret, signed, startCafe } from './support.ts';

test('a space has its own list, secrets, faults and quota', async () => {
  await using mock = await startCafe();
  const made = await post(`${mock.url}/__spaces`, {
    name: 'team-a',
    secrets: { cafe: secret },
    faults: { status: 503, times: 1 },
    quota: 3,
  });
  expect(made).toMatchObject({ status: 201, body: { name: 'team-a', url: `${mock.url}/s/team-a/`, quota: 3 } });
  const url = `${mock.url}/s/team-a${path}`;
  const statuses = [];
  for (let sent = 0; sent < 4; sent++) statuses.push((await call(url, signed(url))).status);
  expect(statuses).toEqual([503, 200, 200, 429]);
  expect((await post(mock.url + path)).status).toBe(200);
  expect(mock.deliveries).toHaveLength(1);
  const { body } = await call(`${mock.url}/s/team-a/__deliveries`);
  expect(body).toMatchObject({
    total: 4,
    deliveries: [
      { space: 'team-a', status: 503, fault: 'configured', verdict: 'accepted', signature: 'valid' },
      { status: 200 },
      { status: 200 },
      { status: 429, reason: 'quota' },
    ],
  });
  expect((await call(`${mock.url}/s/team-a/`)).body).toMatchObject({ space: 'team-a', quota: 3 });
  expect((await call(`${mock.url}/s/team-a/`, { method: 'DELETE' })).status).toBe(204);
  expect((await post(url)).status).toBe(404);
  expect(JSON.stringify(made.body)).not.toContain(secret);
});

test('names that are given out cannot be guessed, and are not told', async () => {
  await using mock = await startCafe({ spaces: { most: 2 } });
  const one = await call(`${mock.url}/__spaces`, { method: 'POST' });
  const two = await call(`${mock.url}/__spaces`, { method: 'POST' });
  expect(one.body['name']).toMatch(/^[0-9a-f]{24}$/);
  expect(one.body['name']).not.toBe(two.body['name']);
  expect((await call(`${mock.url}/__spaces`, { method: 'POST' })).status).toBe(503);
  const told = await call(`${mock.url}/__spaces`);
  expect(told.body).toEqual({ mode: 'call', count: 2, most: 2 });
});

test('who may make a space is an option', async () => {
  await using auto = await startCafe({ spaces: { mode: 'auto', most: 1 } });
  expect((await post(`${auto.url}/s/first${path}`)).status).toBe(200);
  expect((await post(`${auto.url}/s/second${path}`)).status).toBe(503);
  expect((await post(`${auto.url}/s/NoName${path}`)).status).toBe(404);
  await using none = await startCafe({ spaces: { mode: 'none' } });
  expect((await post(`${none.url}/__spaces`, {})).status).toBe(403);
  expect((await post(`${none.url}/s/first${path}`)).status).toBe(404);
});

test('faults can be set, seen and taken back', async () => {
  await using mock = await startCafe({ faults: { status: 500, share: 0.5 } });
  const send = async (): Promise<number> => (await post(mock.url + path)).status;
  expect([await send(), await send(), await send(), await send()]).toEqual([500, 200, 500, 200]);
  const put = { method: 'PUT', headers: [['Content-Type', 'application/json']], body: '{"delay":0.05}' } as const;
  expect(await call(`${mock.url}/__faults`, put)).toMatchObject({ status: 200, body: { delay: 0.05 } });
  await send();
  expect(mock.deliveries.at(-1)?.duration).toBeGreaterThan(0.04);
  expect((await call(`${mock.url}/__faults`, { ...put, body: '{"delay":-1}' })).status).toBe(422);
  expect((await call(`${mock.url}/__faults`, { method: 'DELETE' })).status).toBe(204);
  expect((await call(`${mock.url}/__faults`)).body).toEqual({});
});

test('a page of a stranger cannot set anything', async () => {
  await using mock = await startCafe();
  const origin = ['Origin', 'https://evil.example.com'] as const;
  for (const headers of [[origin], [origin, ['Content-Type', 'text/plain']]] as const)
    expect((await call(`${mock.url}/__spaces`, { method: 'POST', headers, body: '{}' })).status).toBe(403);
  const own = [['Origin', mock.url]] as const;
  expect((await call(`${mock.url}/__spaces`, { method: 'POST', headers: own, body: '{}' })).status).toBe(415);
});

test('settings of any shape are taken or refused, never half', () => {
  const vendors = new Set(['cafe']);
  fc.assert(
    fc.property(
      fc.jsonValue(),
      fc.constantFrom('name', 'secrets', 'faults', 'quota', 'expiresAfter', 'other'),
      (value, key) => {
        for (const given of [value, { [key]: value }] as Json[]) {
          try {
            readSpaceSettings(given, vendors);
          } catch (error) {
            if (!(error instanceof SettingsError)) throw error;
          }
        }
      },
    ),
  );
  expect(() => readFaults({ status: 99 })).toThrow('"status" takes a whole number from 200 to 599.');
  expect(() => readSpaceSettings({ secrets: { kiosk: 'a' } }, vendors)).toThrow(
    '"secrets" has no "kiosk"; it takes cafe.',
  );
});

test('spaces end when nobody uses them, and make room', () => {
  const limits = { count: 5, characters: 100 };
  const spaces = new Spaces({ mode: 'call', most: 1, base: new Space(undefined, {}, limits), limits });
  expect(spaces.create('one', { expiresAfter: 10 }, 0)).toBeInstanceOf(Space);
  expect(spaces.create('one', {}, 9_000)).toBe('taken');
  expect(spaces.create('two', {}, 9_000)).toBe('full');
  expect(spaces.open('one', 9_000)).toBeInstanceOf(Space);
  expect(spaces.open('one', 18_000)).toBeInstanceOf(Space);
  expect(spaces.create('two', {}, 28_001)).toBeInstanceOf(Space);
  expect(spaces.open('one', 28_001)).toBeUndefined();
});

test('a quota counts by the minute', () => {
  const space = new Space('a', { quota: 2 }, { count: 5, characters: 100 });
  expect([0, 1, 2, 60_000].map((now) => space.take(now))).toEqual([true, true, false, true]);
});

test('failures keep their share at all times', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(200), fc.nat(300), (share, times, count) => {
      const next = createFaultPlan({ status: 500, share, times });
      const failed = Array.from({ length: count }, next).filter(({ status }) => status === 500).length;
      expect(failed).toBeLessThanOrEqual(times);
      expect(Math.abs(failed - Math.min(times, count * share))).toBeLessThanOrEqual(1);
    }),
  );
});

test('a list keeps the newest, and no more than it may', () => {
  const add = (list: DeliveryList, body: string): void => {
    const judged = refusal(400, 'not-json', '');
    list.add({ at: '', method: 'POST', path: '/', status: 400, duration: 0, headers: [], bytes: 0, body, judged });
  };
  fc.assert(
    fc.property(
      fc.array(fc.string({ maxLength: 60 }), { maxLength: 100 }),
      fc.integer({ min: 1, max: 20 }),
      (bodies, count) => {
        const list = new DeliveryList({ count, characters: 120 });
        for (const body of bodies) add(list, body);
        const kept = list.latest();
        const characters = kept.reduce((sum, { body = '' }) => sum + body.length, 0);
        expect(characters).toBeLessThanOrEqual(120);
        expect(kept.length).toBeLessThanOrEqual(count);
        expect(kept.map(({ id }) => id)).toEqual(kept.map((_, index) => bodies.length - kept.length + index + 1));
        expect(list.latest(3)).toEqual(kept.slice(-3));
        expect(list.total).toBe(bodies.length);
      },
    ),
  );
});

test('the list can be read from where one was', async () => {
  await using mock = await startCafe({ keep: 3 });
  for (let sent = 0; sent < 5; sent++) await post(mock.url + path, payload);
  const ids = async (query: string): Promise<unknown> =>
    ((await call(`${mock.url}/__deliveries${query}`)).body['deliveries'] as readonly { id: number }[]).map(
      ({ id }) => id,
    );
  expect(await ids('')).toEqual([3, 4, 5]);
  expect(await ids('?since=4')).toEqual([5]);
  expect(await ids('?limit=2')).toEqual([4, 5]);
  for (const query of ['?limit=x', '?since=-1', '?limit=']) {
    expect(await call(`${mock.url}/__deliveries${query}`)).toMatchObject({
      status: 400,
      body: { detail: expect.stringContaining('takes a whole number') },
    });
  }
  expect((await call(`${mock.url}/__deliveries`, { method: 'DELETE' })).status).toBe(204);
  expect(await ids('')).toEqual([]);
});

test('a space that has accepted nothing makes room, and one that has does not', () => {
  const limits = { count: 5, characters: 100 };
  const spaces = new Spaces({ mode: 'call', most: 2, base: new Space(undefined, {}, limits), limits });
  const used = spaces.create('used', {}, 0);
  if (used instanceof Space) used.isProven = true;
  spaces.create('idle', {}, 0);
  expect(spaces.create('third', {}, 59_999)).toBe('full');
  expect(spaces.create('third', {}, 60_000)).toBeInstanceOf(Space);
  expect(spaces.list(60_000).map(({ name }) => name)).toEqual(['third', 'used']);
});

test('names of spaces are told to the operator alone', async () => {
  await using mock = await startCafe({ spaces: { most: 1 }, operatorKey: 'operator-17' });
  await post(`${mock.url}/__spaces`, { name: 'theirs' });
  await post(`${mock.url}/s/theirs${path}`);
  const ask = (key: string): ReturnType<typeof call> =>
    call(`${mock.url}/__spaces`, { headers: [['Authorization', `Bearer ${key}`]] });
  expect((await ask('operator-18')).status).toBe(401);
  expect((await call(`${mock.url}/__spaces`)).text).not.toContain('theirs');
  expect((await ask('operator-17')).body).toMatchObject({
    count: 1,
    spaces: [{ name: 'theirs', hasAccepted: true, deliveries: 1 }],
  });
  await using other = await startCafe();
  const headers = [['Authorization', 'Bearer undefined']] as const;
  expect((await call(`${other.url}/__spaces`, { headers })).status).toBe(401);
});
