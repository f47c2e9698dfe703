import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createRandom } from '../../src/json-schema/sample/random.ts';
import { compileChanges } from '../../src/simulator/changes.ts';
import type { Json, JsonObject } from '../../src/util/json.ts';

const pointers = ['/ticket', '/ticket/a', '/ticket/b', '/ticket/a/b', '/own/x', '/own/x/a', '/own/y/a/b'];

it('leaves what was there before as it was, and does the same whether places are shared or not', () => {
  const value = fc.oneof(
    fc.integer({ min: 0, max: 9 }),
    fc.constantFrom(...pointers).map(($from) => ({ $from })),
    fc.constantFrom(...pointers).map(($from) => ({ a: { $from }, b: [{ $from }] })),
    fc.constantFrom(...pointers).map(($from) => ({ $pick: [{ $from }] })),
    fc.constant({ a: 1 }),
  );
  const set = fc
    .array(fc.tuple(fc.constantFrom(...pointers), value), { maxLength: 6 })
    .map((entries): Record<string, Json> => Object.fromEntries(entries));
  const remove = fc.array(fc.constantFrom(...pointers), { maxLength: 3 });
  const roots: JsonObject = { ticket: { a: { b: 1 }, b: 2 }, own: { x: { a: 3 } } };
  const before = JSON.stringify(roots);
  const scopeOf = (at: JsonObject) => ({
    random: createRandom('1'),
    now: 0,
    roots: at,
    position: undefined,
    counters: new Map<string, number>(),
  });
  fc.assert(
    fc.property(remove, set, (removed, values) => {
      const together = compileChanges({ remove: removed, set: values })(scopeOf(roots));
      let oneByOne = compileChanges({ remove: removed })(scopeOf(roots));
      for (const [pointer, one] of Object.entries(values)) {
        oneByOne = compileChanges({ set: { [pointer]: one } })(scopeOf(structuredClone(oneByOne)));
      }
      expect(together).toEqual(oneByOne);
      expect(JSON.stringify(roots)).toBe(before);
    }),
  );
});
