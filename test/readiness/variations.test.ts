import { describe, expect, test } from 'vitest';
import { loadContract } from '../../src/api/load-contract.ts';
import { prepareContract } from '../../src/readiness/prepared-contract.ts';
import { moveTimes } from '../../src/readiness/times.ts';
import { isStillSent, variationsOf } from '../../src/readiness/variations.ts';
import type { VariationKind } from '../../src/readiness/variations.ts';
import type { Json } from '../../src/util/json.ts';
import { kiosk } from './servers.ts';

async function placed() {
  const { contract } = await loadContract(kiosk);
  const event = contract?.events[0];
  const payload = event?.examples[0]?.payload;
  if (contract === undefined || event === undefined || payload === undefined) throw new Error('no example');
  return { prepared: prepareContract(contract), event, payload };
}

const expected: Readonly<Record<VariationKind, readonly string[]>> = {
  'optional-absent': [
    'without /data/note',
    'without /data/coupon',
    'without /data/guest',
    'without /data/guest/phone',
    'without /data/items',
    'without /data/items/0/count',
    'without /data/context',
    'without /data/context/page',
    'without /data/context/depth',
  ],
  'null-value': ['null at /data/coupon'],
  'unknown-property': [
    'with /addedLater',
    'with /data/addedLater',
    'with /data/guest/addedLater',
    'with /data/items/0/addedLater',
    'with /data/context/addedLater',
  ],
  'unknown-value': ['an unknown value at /data/status'],
};

describe.each(Object.entries(expected) as [VariationKind, readonly string[]][])('%s', (kind, names) => {
  test('is varied wherever the contract lets it, and nowhere else', async () => {
    const { prepared, event, payload } = await placed();
    const found = variationsOf(prepared, event, kind, [payload]);
    expect(found.map(({ name }) => name)).toEqual(names);
    for (const one of found) {
      expect(one.payload).not.toEqual(payload);
      expect(isStillSent(prepared, event, one.payload)).toBe(true);
    }
  });
});

test('what the contract lets through without describing it is left alone', async () => {
  const { prepared, event, payload } = await placed();
  const more = { ...(payload as Record<string, Json>), ours: { a: 'text', b: { c: 1 } } };
  const names = variationsOf(prepared, event, 'optional-absent', [more]).map(({ name }) => name);
  expect(names).toEqual(expected['optional-absent']);
});

test('a place that a second payload has is varied too', async () => {
  const { prepared, event, payload } = await placed();
  const { data, ...envelope } = payload as Record<string, Json>;
  const { coupon: _, ...bare } = data as Record<string, Json>;
  const found = variationsOf(prepared, event, 'null-value', [{ ...envelope, data: bare }, payload]);
  expect(found.map(({ name }) => name)).toEqual(expected['null-value']);
});

test('times are moved together, in the form that they have', async () => {
  const { prepared, event, payload } = await placed();
  const more = { ...(payload as Record<string, Json>), at: '2025-03-01T08:30:00.250+01:00', day: '2025-03-01' };
  const moved = moveTimes(prepared, event, more, Date.UTC(2026, 0, 2, 3, 4, 5));
  expect(moved).toMatchObject({ sent: '2026-01-02T03:04:05Z', at: '2026-01-02T01:04:05.250Z', day: '2025-03-01' });
});

test('the number that deliveries are ordered by is moved in its unit', async () => {
  const { prepared, event } = await placed();
  const { contract } = prepared;
  const loose = { ...contract.schemas, definitions: { ...contract.schemas.definitions, [event.payload]: {} } };
  const inNumbers = { ...contract, schemas: loose, delivery: { order: '/at' } };
  const move = (payload: Json): Json | undefined =>
    moveTimes(prepareContract(inNumbers), event, payload, Date.UTC(2026, 0, 2));
  const type = 'order.placed';
  expect(move({ type, at: 1_700_000_000 })).toEqual({ type, at: Date.UTC(2026, 0, 2) / 1000 });
  expect(move({ type, at: 1_700_000_000_000 })).toEqual({ type, at: Date.UTC(2026, 0, 2) });
  expect(move({ type, other: 1_700_000_000 })).toBeUndefined();
});
