import { describe, expect, test } from 'vitest';
import { families, randomVendor } from './families.ts';
import { measure } from './measure.ts';
import { draw, truthOf } from './vendors.ts';

describe('inferred from half of the deliveries of made-up vendors, the selector found by itself', () => {
  const random = [1, 2, 3, 4, 5, 6].map((seed) => [`random vendor ${seed}`, randomVendor(seed)] as const);

  test.each([...Object.entries(families), ...random])('%s', async (name, vendor) => {
    const { accepted, others, refused, mutants } = await measure(truthOf(vendor), draw(vendor, 600, 7), { mutated: 4 });
    const kinds = Object.entries(mutants).map(([kind, { refused: some, all }]) => `${kind} ${some}/${all}`);
    process.stdout.write(
      `${name}: ${accepted} of ${others} accepted, ${(refused * 100).toFixed(1)} % refused (${kinds.join(', ')})\n`,
    );
    expect(accepted / others).toBeGreaterThanOrEqual(0.98);
    expect(refused).toBeGreaterThanOrEqual(0.95);
    // A form of mutants that gets through as a whole would not show in the sum.
    expect(mutants['delete']?.refused).toBeGreaterThanOrEqual((mutants['delete']?.all ?? 0) * 0.9);
  });
});
