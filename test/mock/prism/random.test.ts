import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Dialect } from '../../../src/json-schema/schema.ts';
import { createFastEngine } from '../../../src/mock/fast/create-fast-engine.ts';
import { createPrismEngine } from '../../../src/mock/prism/create-prism-engine.ts';
import { schemas, values } from '../../json-schema/arbitraries.ts';
import { pathOf, sketch } from '../support.ts';

const dialects: readonly Dialect[] = ['draft-07', '2020-12'];

/** Whether schemas and values stay out of what the validator inside Prism itself gets wrong. */
function isFair(...parts: readonly unknown[]): boolean {
  return !/constructor|__proto__|1e\+21/.test(JSON.stringify(parts));
}

describe.each(dialects)('Prism and our validators agree on schemas of %s', (dialect) => {
  const definitions = fc.record({ one: schemas(dialect), two: schemas(dialect) });

  test('whatever they say', async () => {
    await fc.assert(
      fc.asyncProperty(definitions, fc.array(values, { minLength: 1, maxLength: 20 }), async (found, candidates) => {
        fc.pre(isFair(found));
        const contract = sketch({
          dialect,
          definitions: found,
          selector: [],
          events: [
            { name: 'one', payload: { $ref: '#/definitions/one' }, match: [] },
            { name: 'two', payload: { $ref: '#/definitions/two' }, match: [] },
          ],
        });
        const fast = createFastEngine([contract]);
        const prism = await createPrismEngine([contract]);
        for (const payload of candidates.filter((value) => isFair(value))) {
          for (const path of [pathOf(contract), pathOf(contract, 'one')]) {
            const delivery = { contract, event: undefined, payload, headers: [], path };
            const judgement = await prism.judge(delivery);
            expect(judgement.disagreement).toBeUndefined();
            expect(judgement.accepted).toBe(fast.judge(delivery).accepted);
          }
        }
      }),
      { numRuns: 12 },
    );
  });
});
