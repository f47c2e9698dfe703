import { describe, expect, test } from 'vitest';
import { rowOf, RowSample } from '../../src/infer/selector/candidates.ts';
import { findSelector } from '../../src/infer/selector/find-selector.ts';
import type { Json } from '../../src/util/json.ts';
import { families, randomVendor } from './families.ts';
import { draw } from './vendors.ts';
import type { MadeVendor } from './vendors.ts';

const found = (payloads: readonly Json[]): readonly string[] =>
  findSelector(payloads.map((payload) => rowOf(payload, undefined))).parts;

describe('the selector is found', () => {
  const vendors: [string, MadeVendor][] = [...Object.entries(families), ['random', randomVendor(11)]];

  test.each(vendors.flatMap(([name, vendor]) => [400, 12].map((count) => ({ name, vendor, count }))))(
    'of $name, in $count deliveries',
    ({ vendor, count }) => {
      const rows = draw(vendor, count, 2).map(({ payload, headers }) => rowOf(payload, headers));
      expect(findSelector(rows).parts).toEqual(vendor.selector);
    },
  );

  const cases: Readonly<Record<string, readonly [payloads: readonly Json[], parts: readonly string[]]>> = {
    'one delivery': [[{ event: 'order.paid', id: 'x1', status: 'PAID' }], ['/event']],
    'one delivery of each event': [
      ['a.created', 'a.updated', 'b.removed'].map((type, id) => ({
        id: `k${id}`,
        type,
        state: 'OPEN',
        at: '2026-01-01',
      })),
      ['/type'],
    ],
    'in camel case': [
      ['orderPaid', 'orderMade'].map((eventType) => ({ eventType, kind: 'order', name: 'Desk' })),
      ['/eventType'],
    ],
    'one level down': [
      ['push', 'pull'].map((name) => ({ meta: { event_name: name, version: 'a' }, data: { type: 'x' } })),
      ['/meta/event_name'],
    ],
    numbers: [[1, 2, 2, 1].map((type) => ({ type, id: 'x' })), ['/type']],
    'two parts in the payload': [
      ['opened', 'closed', 'opened'].map((action, index) => ({ event: index === 2 ? 'task' : 'issue', action })),
      ['/event', '/action'],
    ],
    'nothing that reads like an event': [
      [
        { id: '4f2', amount: 1 },
        { id: '4f3', amount: 2 },
      ],
      [],
    ],
    'no objects': [['pong', [1, 2]], []],
  };

  test.each(Object.entries(cases))('%s', (_, [payloads, parts]) => {
    expect(found(payloads)).toEqual(parts);
  });

  test('and explained, with what else it could be', () => {
    const rows = draw(families['forge'] as MadeVendor, 100, 2).map(({ payload, headers }) => rowOf(payload, headers));
    expect(findSelector(rows).reason).toMatch(
      /^header:x-forge-event is in 100 % of the deliveries with 4 different values/,
    );
  });

  test.each<[string, readonly Json[], RegExp]>([
    ['lists', [[{ event: 'open' }], [{ event: 'click' }]], /are lists/],
    [
      'the name of a property that says what it is',
      [1, 2, 3, 4].map((id) => ({ update: id, [id % 2 ? 'message' : 'poll']: { id } })),
      /one of the properties message, poll,.*one event of several forms/,
    ],
    ['nothing', [{ id: 'x1' }, { id: 'x2' }], /are taken for one\.$/],
  ])('when there is none, it is said why: %s', (_, payloads, reason) => {
    const { parts, reason: said } = findSelector(payloads.map((payload) => rowOf(payload, undefined)));
    expect(parts).toEqual([]);
    expect(said).toMatch(reason);
  });

  test('paths of URLs are told, which no selector can name', () => {
    const rows = [1, 2, 3, 4].map((id) =>
      rowOf({ id }, [], `https://example.com/hooks/${id % 2 ? 'paid' : 'lost'}?k=1`),
    );
    expect(findSelector(rows).reason).toContain('different paths: /hooks/paid, /hooks/lost.');
  });

  test('by a bounded and even sample of many', () => {
    const sample = new RowSample(100);
    for (let index = 0; index < 100_000; index++) if (sample.wantsNext()) sample.add(rowOf({ index }, undefined));
    const kept = sample.rows.map(({ values }) => Number(values.get('/index')));
    expect(kept.length).toBeLessThanOrEqual(100);
    expect(kept.length).toBeGreaterThan(40);
    expect(kept.at(-1)).toBeGreaterThan(90_000);
    expect(new Set(kept.map((position, index) => position - (kept[index - 1] ?? 0))).size).toBeLessThanOrEqual(2);
  });
});
