import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareSchemas } from '../../src/compatibility/compare-schemas.ts';
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

it(`never refutes that a schema accepts its own deliveries (COUNTERFOIL_SEED=${seed})`, () => {
  fc.assert(
    fc.property(pairs, ({ dialect, older }) => {
      const { forward } = compareSchemas(older, older, { dialect, relation: 'deliveries' });
      expect(forward.status).not.toBe('incompatible');
    }),
    { seed, numRuns: 500 },
  );
});

it(`says undecided, and nothing else that is new, when steps run out (COUNTERFOIL_SEED=${seed})`, () => {
  fc.assert(
    fc.property(
      pairs,
      fc.integer({ min: 1, max: 2_000 }),
      fc.constantFrom('instances', 'deliveries'),
      ({ dialect, older, newer }, steps, relation) => {
        const whole = compareSchemas(older, newer, { dialect, relation });
        const cut = compareSchemas(older, newer, { dialect, relation, steps });
        expect(['undecided', whole.forward.status]).toContain(cut.forward.status);
        expect(['undecided', whole.backward.status]).toContain(cut.backward.status);
      },
    ),
    { seed, numRuns: 500 },
  );
});
