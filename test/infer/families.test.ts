import { describe, expect, test } from 'vitest';
import { families, randomVendor } from './families.ts';
import { measure } from './measure.ts';
import { draw, truthOf } from './vendors.ts';

describe('inferred from half of the deliveries of made-up vendors, the selector found by itself', () => {
  const random = [1, 2, 3, 4, 5, 6].map((seed) => [`random vendor ${seed}`, randomVendor(seed)] as const);

  test.each([...Object.entries(families), ...random])('%s', async (_, vendor) => {
    const measured = await measure(truthOf(vendor), draw(vendor, 600, 7), { mutated: 4 });
    expect(measured.accepted / measured.others).toBeGreaterThanOrEqual(0.98);
    expect(measured.refused).toBeGreaterThanOrEqual(0.95);
  });
});
