import { example, signedDelivery, toRequest } from 'counterfoil/vitest';
import { expect, test } from 'vitest';
import { createApp } from './app.ts';
import type { Waitlist } from './app.ts';

const url = 'https://example.com/webhooks'; // as it is registered with the vendor
const secret = 'test-secret-not-real';

test('a guest waits from the moment the visit is there until it is removed', async () => {
  const waitlist: Waitlist = new Map();
  const app = createApp(waitlist, secret);
  const visit = example('waitwhile', 'visit.created');
  const created = signedDelivery('waitwhile', 'visit.created', { url, secret, payload: visit });
  expect((await app.fetch(toRequest(created))).ok).toBe(true);
  expect([...waitlist.keys()]).toEqual([visit.data.id]);

  const payload = { ...visit, id: 'another-delivery', type: 'visit.removed' };
  const removed = signedDelivery('waitwhile', 'visit.removed', { url, secret, payload });
  expect((await app.fetch(toRequest(removed))).ok).toBe(true);
  expect(waitlist.size).toBe(0);
});

test('a delivery that comes twice counts once, and one of somebody else never', async () => {
  const waitlist: Waitlist = new Map();
  const app = createApp(waitlist, secret);
  const delivery = signedDelivery('waitwhile', 'visit.created', { url, secret });
  const send = async (): Promise<number> => (await app.fetch(toRequest(delivery))).status;
  expect([await send(), await send()].every((status) => status < 300)).toBe(true);
  expect(waitlist.size).toBe(1);
  const forged = signedDelivery('waitwhile', 'visit.created', { url, secret: 'a guess' });
  expect((await app.fetch(toRequest(forged))).status).toBe(401);
});
