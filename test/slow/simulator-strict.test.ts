import { describe, expect, test } from 'vitest';
import { createValidator } from '../../src/json-schema/validate.ts';
import { play } from '../../src/simulator/engine.ts';
import { breachOf } from '../../src/simulator/try-out.ts';
import { shipped, targets } from '../simulator/support.ts';

const seeds = ['1', '7', 'seven', '2026-03-02', ''];

describe.each(targets)('%s', async (target) => {
  const { plan, contract } = await shipped(target);
  const validator = createValidator(contract.schemas);

  test.each(seeds)('every payload of the seed "%s" is valid in the strict profile', (seed) => {
    let count = 0;
    const breaches: string[] = [];
    for (const occurrence of play(plan, { seed, visitors: 2000 })) {
      count++;
      const breach = breachOf(validator, occurrence);
      if (breach !== undefined) breaches.push(`${occurrence.event.name}: ${breach.pointer} ${breach.message}`);
    }
    expect(breaches).toEqual([]);
    expect(count).toBeGreaterThan(2000);
  });
});
