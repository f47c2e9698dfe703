import { describe, expect, test } from 'vitest';
import { createRandom } from '../../../src/json-schema/sample/random.ts';

describe('a source of numbers', () => {
  test('is determined by its seed', () => {
    const numbers = (seed: string): number[] => {
      const random = createRandom(seed);
      return Array.from({ length: 5 }, () => random.int(0, 999_999));
    };
    // These never change: samples of a seed would.
    expect(numbers('a')).toEqual([748540, 418858, 561510, 816621, 142607]);
    expect(numbers('b')).not.toEqual(numbers('a'));
    expect(numbers('')).not.toEqual(numbers('a'));
  });

  test('spreads its numbers evenly', () => {
    const random = createRandom('even');
    const counts = Array.from({ length: 10 }, () => 0);
    for (let index = 0; index < 20_000; index++) {
      const number = random.int(0, 9);
      counts[number] = (counts[number] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(250);
    const hits = Array.from({ length: 20_000 }, () => random.chance(0.25)).filter(Boolean).length;
    expect(Math.abs(hits - 5000)).toBeLessThan(400);
  });

  test('stays within its limits', () => {
    const random = createRandom('limits');
    for (let index = 0; index < 1000; index++) {
      const number = random.int(-3, 3);
      expect(number).toBeGreaterThanOrEqual(-3);
      expect(number).toBeLessThanOrEqual(3);
      expect(random.next()).toBeLessThan(1);
    }
    expect(random.int(7, 7)).toBe(7);
    expect(random.chance(0)).toBe(false);
    expect(random.chance(1)).toBe(true);
  });
});
