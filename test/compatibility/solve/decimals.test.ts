import { expect, it } from 'vitest';
import { Decimals, greatestCommonDivisor } from '../../../src/compatibility/solve/decimals.ts';

it('counts numbers in a common power of ten', () => {
  const decimals = new Decimals([0.01, 19.99, 3]);
  expect(decimals.scaled(0.01)).toBe(1n);
  expect(decimals.scaled(19.99)).toBe(1999n);
  expect(decimals.scaled(3)).toBe(300n);
  expect(decimals.scaled(-0.5)).toBe(-50n);
  expect(decimals.number(1999n)).toBe(19.99);
});

it('keeps to numbers that a double can state', () => {
  const decimals = new Decimals([1]);
  expect(decimals.number(2n ** 53n)).toBe(2 ** 53);
  expect(decimals.number(2n ** 53n + 1n)).toBeUndefined();
  expect(decimals.number(10n ** 400n)).toBeUndefined();
});

it('takes the extremes', () => {
  expect(new Decimals([5e-324]).scaled(5e-324)).toBe(5n);
  expect(new Decimals([1e308, 1]).scaled(1e308)).toBe(10n ** 308n);
});

it('finds common divisors', () => {
  expect(greatestCommonDivisor(12n, 18n)).toBe(6n);
  expect(greatestCommonDivisor(7n, 0n)).toBe(7n);
});
