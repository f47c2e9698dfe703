import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeSummaries } from '../../../src/capture/drift/merge.ts';
import { startMoment } from '../../../src/capture/drift/moment.ts';
import { rankOf, Sketch, smallest } from '../../../src/capture/drift/sketch.ts';
import type { Ranked } from '../../../src/capture/drift/sketch.ts';
import { Strangers } from '../../../src/capture/drift/strangers.ts';
import type { Home } from '../../../src/capture/drift/strangers.ts';
import type { Json } from '../../../src/util/json.ts';
import { cafe, captureOf, count, judge, load } from './support.ts';

const [checked] = await load(cafe);
if (checked === undefined) throw new Error('The contract of the tests is not there.');

const status = fc.constantFrom<Json>('NEW', 'PAID', 'ODD', 'x y', null, 4);
const payload = fc.record(
  {
    type: fc.constantFrom('order.placed', 'order.ready', 'order.eaten', 'order.lost'),
    order: fc.record(
      { id: fc.constantFrom<Json>(1, 'a', null), status, odd: fc.anything({ maxDepth: 2 }) },
      { requiredKeys: [] },
    ),
    sent: fc.constantFrom<Json>(1, 'b', { c: [1, { d: null }] }),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Json>;

test('any split of the captures gives the same report', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(payload, fc.nat(3), fc.nat(20)), { maxLength: 25 }), async (entries) => {
      const captures = entries.map(([value, , minute], index) => ({
        ...captureOf(plain(value), index + 1),
        at: `2026-03-01T10:${String(minute).padStart(2, '0')}:00Z`,
      }));
      const whole = await judge(checked, count([checked], captures));
      const parts = [0, 1, 2, 3].map((part) =>
        count(
          [checked],
          captures.filter((_, index) => entries[index]?.[1] === part),
        ),
      );
      const [first, second, third, fourth] = parts;
      if (first === undefined || second === undefined || third === undefined || fourth === undefined) return;
      const left = mergeSummaries(mergeSummaries(mergeSummaries(first, second), third), fourth);
      const right = mergeSummaries(fourth, mergeSummaries(second, mergeSummaries(third, first)));
      expect(await judge(checked, left)).toEqual(whole);
      expect(await judge(checked, right)).toEqual(whole);
    }),
    { numRuns: 60 },
  );
});

interface Counter extends Ranked {
  times: number;
}

test('of too many entries the same ones stay, with exact counts, in whatever order and parts they come', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(40), { maxLength: 300 }), fc.nat(300), (numbers, cut) => {
      const exact = new Map<number, number>();
      for (const number of numbers) exact.set(number, (exact.get(number) ?? 0) + 1);
      const entries = [...exact].map(([number, times]) => ({ key: `k${number}`, rank: rankOf(`k${number}`), times }));
      const expected = smallest(entries, 5).kept.toSorted((a, b) => a.rank - b.rank);
      expect(sketchOf(numbers)).toEqual(expected);
      expect(sketchOf(numbers.toReversed())).toEqual(expected);
      const sum = new Map<string, Counter>();
      for (const one of [...sketchOf(numbers.slice(0, cut)), ...sketchOf(numbers.slice(cut))]) {
        sum.set(one.key, { ...one, times: one.times + (sum.get(one.key)?.times ?? 0) });
      }
      expect(smallest([...sum.values()], 5).kept.toSorted((a, b) => a.rank - b.rank)).toEqual(expected);
    }),
  );
});

test('of too many undocumented places the same ones stay, none without what holds it', () => {
  const value = fc.dictionary(
    fc.constantFrom(...'abcdefghijkl'),
    fc.oneof(fc.constant(1), fc.dictionary(fc.constantFrom(...'mnopqr'), fc.constant(2), { maxKeys: 4 })),
    { maxKeys: 6 },
  );
  fc.assert(
    fc.property(fc.array(value, { maxLength: 40 }), (values) => {
      const one = strangersOf(values, 6);
      const other = strangersOf(values.toReversed(), 6);
      const counts = (list: typeof one): unknown =>
        list.map(({ path, count: times, captures, types }) => ({ path, times, captures, types }));
      expect(counts(one)).toEqual(counts(other));
      const paths = new Set(one.map(({ path }) => path));
      expect(one.every(({ parent }) => parent === undefined || paths.has(parent))).toBe(true);
      expect(one.length).toBeLessThanOrEqual(6);
    }),
  );
});

function sketchOf(numbers: readonly number[]): Counter[] {
  const sketch = new Sketch<Counter>(5);
  for (const number of numbers) {
    const key = `k${number}`;
    const entry = sketch.at(key, rankOf(key), () => ({ key, rank: rankOf(key), times: 0 }));
    if (entry !== undefined) entry.times += 1;
  }
  return sketch.entries();
}

function strangersOf(values: readonly Readonly<Record<string, Json>>[], most: number) {
  const moment = startMoment();
  const strangers = new Strangers(most, moment);
  const home: Home = new Map();
  for (const value of values) {
    moment.number += 1;
    for (const [key, held] of Object.entries(value)) strangers.add(home, '', key, held, []);
  }
  return strangers.entries();
}

/** What JSON can express of a value. */
function plain(value: unknown): Json {
  return JSON.parse(
    JSON.stringify(value, (_, held: unknown) => (typeof held === 'bigint' ? 1 : held)) ?? 'null',
  ) as Json;
}
