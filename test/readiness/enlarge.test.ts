import { describe, expect, test } from 'vitest';
import { loadContract } from '../../src/api/load-contract.ts';
import { enlarge } from '../../src/readiness/enlarge.ts';
import { prepareContract } from '../../src/readiness/prepared-contract.ts';
import type { PreparedContract } from '../../src/readiness/prepared-contract.ts';
import type { Json } from '../../src/util/json.ts';
import { loadShipped } from '../support/client-folder.ts';
import { kiosk } from './servers.ts';

async function prepared(): Promise<PreparedContract> {
  const { contract } = await loadContract(kiosk);
  if (contract === undefined) throw new Error('the kiosk cannot be loaded');
  return prepareContract(contract);
}

describe('a body is made large', () => {
  const place = async (change: (data: Record<string, Json>) => Record<string, Json>): Promise<string | undefined> => {
    const ready = await prepared();
    const event = ready.contract.events[1];
    if (event === undefined) throw new Error('the kiosk has two events');
    const data = change({ number: 7, status: 'open' });
    const payload = { id: 'd-1', sent: '2025-03-01T09:30:00Z', type: event.name, data };
    const found = enlarge(ready, [{ event, name: 'a payload', payload }], 10_000);
    if (found !== undefined) expect(JSON.stringify(found.payload)).toHaveLength(10_000);
    return found?.pointer;
  };

  test.each<[string, Record<string, Json>]>([
    ['/data/note', { lineId: 'l', guest: { name: 'A', phone: '1' }, note: 'n' }],
    ['/data/guest/name', { lineId: 'l', coupon: 'c', guest: { phone: '1', name: 'A' } }],
    ['/data/coupon', { 'order-key': 'k', visit_id: 'v', guestURL: 'u', coupon: 'c' }],
    ['/data/lineId', { lineId: 'l' }],
    ['/data/items/0/title', { items: [{ title: 'Tea' }] }],
  ])('by %s', async (pointer, more) => {
    expect(await place((data) => ({ ...more, ...data }))).toBe(pointer);
  });

  test('by no text that the delivery or the thing is known by, or that the contract lists', async () => {
    expect(await place((data) => data)).toBeUndefined();
  });
});

test('no shipped contract has a receiver take a long key where there is another text', () => {
  const places = loadShipped().map((contract) => {
    const ready = prepareContract(contract);
    const bases = contract.events.map((event) => ({
      event,
      name: '',
      payload: ready.sample(event, { seed: '1', nulls: 0, optional: 'all' }),
    }));
    return enlarge(ready, bases, 1_048_576)?.pointer;
  });
  expect(places.length).toBeGreaterThan(0);
  for (const pointer of places) expect(pointer).not.toMatch(/id$|key$/i);
});
