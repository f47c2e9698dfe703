import fc from 'fast-check';
import { expect, it } from 'vitest';
import { attack, pairs, sampleValues } from './attack.ts';

const seed = Number(process.env['COUNTERFOIL_SEED'] ?? Date.now() % 1_000_000);

it(`survives attacks on 2,000 random pairs of schemas (COUNTERFOIL_SEED=${seed})`, async () => {
  const sample = sampleValues(seed, 400);
  let decided = 0;
  await fc.assert(
    fc.asyncProperty(pairs, async (pair) => {
      const { verdicts, complaints } = await attack(pair, sample);
      decided += [verdicts.backward, verdicts.forward].filter(({ status }) => status !== 'undecided').length;
      expect(complaints).toEqual([]);
    }),
    { seed, numRuns: 2_000 },
  );
  expect(decided / 4_000).toBeGreaterThan(0.95);
});
