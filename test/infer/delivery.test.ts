import { describe, expect, test } from 'vitest';
import { DeliveryPlaces } from '../../src/infer/delivery/find-delivery.ts';
import type { FoundDelivery } from '../../src/infer/result.ts';
import type { Json } from '../../src/util/json.ts';
import { families } from './families.ts';
import { inferFromDeliveries } from './measure.ts';
import { draw } from './vendors.ts';

type Headers = readonly (readonly [string, string])[];

function found(deliveries: readonly { payload: Json; headers?: Headers }[]): FoundDelivery {
  const places = new DeliveryPlaces();
  for (const { payload, headers } of deliveries) {
    places.add(payload, new TextEncoder().encode(JSON.stringify(payload)), headers);
  }
  return places.found();
}

const times = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => make(index));
const at = (index: number): string => `2026-01-01T10:00:${String(index).padStart(2, '0')}Z`;

describe('what tells deliveries apart', () => {
  test('an id and a time of the event beside what it is about', () => {
    const payload = (index: number): Json => ({
      id: `evt_${index}`,
      type: 'order.paid',
      created: at(index),
      data: { id: index % 6, created: at(0) },
    });
    expect(found(times(12, (index) => ({ payload: payload(index) })))).toEqual({
      id: '/id',
      order: '/created',
      orderKey: '/data/id',
      repeated: 0,
    });
  });

  test('not the id of the thing itself, which comes with every change of it', () => {
    const payload = (index: number): Json => ({ id: index, title: 'Desk', created_at: at(index) });
    expect(found(times(12, (index) => ({ payload: payload(index) })))).toEqual({ repeated: 0 });
  });

  test('nor an id that two bodies share', () => {
    const payload = (index: number): Json => ({ id: index % 10, data: { seats: index } });
    expect(found(times(12, (index) => ({ payload: payload(index) })))).toEqual({ repeated: 0 });
  });

  test('a header, where the same body may come again', () => {
    const headers = (index: number): Headers => [
      ['X-Request-Id', `r${index}`],
      ['X-Hook-Id', '42'],
      ['X-Cafe-Delivery', `d${index % 10}`],
      ['X-Cafe-Signature', `id${index}`],
    ];
    const deliveries = times(12, (index) => ({ payload: { seats: index % 10 }, headers: headers(index) }));
    expect(found(deliveries)).toEqual({ id: 'header:X-Cafe-Delivery', repeated: 2 });
  });

  test.each([
    ['payments', '/id', '/created'],
    ['till', '/meta/id', '/event/occurred'],
    ['chat', '/event_id', '/event_time'],
    ['forge', 'header:X-Forge-Delivery', undefined],
    ['bazaar', undefined, undefined],
  ])('of %s, and the contract says so', async (name, id, order) => {
    const { contract, result } = await inferFromDeliveries(draw(families[name] as (typeof families)[string], 60, 3));
    expect([result.delivery.id, result.delivery.order]).toEqual([id, order]);
    expect([contract.delivery.id, contract.delivery.order]).toEqual([id, order]);
  });
});
