import fc from 'fast-check';
import type { SpellPattern } from '../../../src/codegen/projection/simplify.ts';
import type { Dialect } from '../../../src/json-schema/schema.ts';
import { schemas, values } from '../../json-schema/arbitraries.ts';
import { contractOf } from './contract-of.ts';
import { caseOf } from './portable-bundle.ts';
import type { Case } from './portable-bundle.ts';

/** Times, and texts that look like some. */
const times = [
  '2021-01-21T14:05:17.527Z',
  '2016-12-31t23:59:60z',
  '2016-12-31T22:59:60Z',
  '2021-02-29T00:00:00Z',
  '0000-01-01T00:00:00+23:59',
  '2021-01-21 14:05:17Z',
];

/** Random schemas and values with what our own validator says; the same for the same seed. */
export function randomCases(spell: SpellPattern, count: number): Case[] {
  const parts = (dialect: Dialect): fc.Arbitrary<Case> =>
    fc
      .record({
        one: schemas(dialect),
        two: schemas(dialect),
        payload: schemas(dialect),
        candidates: fc.array(values, { minLength: 4, maxLength: 12 }),
      })
      .map(({ one, two, payload, candidates }) =>
        caseOf(contractOf({ dialect, models: { one, two }, events: { made: payload } }), candidates, spell),
      );
  const time = contractOf({ events: { made: { type: 'string', format: 'date-time' } } });
  return [
    caseOf(time, times, spell),
    ...fc.sample(fc.oneof(parts('draft-07'), parts('2020-12')), { numRuns: count, seed: 20_240_601 }),
  ];
}
