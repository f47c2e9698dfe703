import { expect, test } from 'vitest';
import { isMultiple } from '../../src/json-schema/multiple.ts';

test.each([
  [10, 2, true],
  [7, 2, false],
  [0, 3, true],
  [-4, 2, true],
  [19.99, 0.01, true],
  [0.3, 0.1, true],
  [0.35, 0.1, false],
  [0.0075, 0.0001, true],
  [0.00751, 0.0001, false],
  [4.5, 1.5, true],
  [1e21, 1, true],
  [1e308, 0.123456789, false],
  [1e308, 1e-300, true],
  [12391239123, 1e-8, true],
  [5e-324, 5e-324, true],
  [Infinity, 1, false],
])('%d is a multiple of %d: %s', (value, factor, is) => expect(isMultiple(value, factor)).toBe(is));
