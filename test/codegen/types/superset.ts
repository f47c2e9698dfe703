import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Dialect } from '../../../src/json-schema/schema.ts';
import { schemas, values } from '../../json-schema/arbitraries.ts';
import { shapedValues, shapes } from './shapes.ts';
import { tryValues } from './try-values.ts';

/** Tests that types let through what schemas let through, each with so many random schemas. */
export function testSuperset(numRuns: number): void {
  describe('every valid value in which nothing is undocumented is of the type', () => {
    test.each<Dialect>(['draft-07', '2020-12'])('of schemas of all sorts, %s', (dialect) => {
      let tried = 0;
      fc.assert(
        fc.property(schemas(dialect), schemas(dialect), fc.array(values, { minLength: 9 }), (one, two, candidates) => {
          tried += tryValues(one, two, one, candidates, dialect);
        }),
        { numRuns },
      );
      expect(tried).toBeGreaterThan(numRuns);
    });

    test('of schemas as people write them', () => {
      let tried = 0;
      const candidates = fc.array(shapedValues, { minLength: 20, maxLength: 40 });
      fc.assert(
        fc.property(shapes(false), shapes(false), shapes(true), candidates, (one, two, event, made) => {
          tried += tryValues(one, two, event, made, 'draft-07');
        }),
        { numRuns },
      );
      expect(tried).toBeGreaterThan(numRuns);
    });
  });
}
