import { expect, it } from 'vitest';
import { assignDistinct } from '../../../src/compatibility/solve/assign-distinct.ts';

it('moves earlier picks to make room', () => {
  expect(assignDistinct([['a', 'b'], ['a'], ['b', 'c']], String)).toEqual(['b', 'a', 'c']);
});

it('knows when there is no way', () => {
  expect(assignDistinct([['a', 'b'], ['a'], ['b']], String)).toBeUndefined();
  expect(assignDistinct([['a'], []], String)).toBeUndefined();
});

it('takes values for the same when their keys are', () => {
  expect(assignDistinct([[1, 2], [1]], () => 'same')).toBeUndefined();
});
