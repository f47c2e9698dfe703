import { afterAll, describe, expect, test } from 'vitest';
import { compareSchemas } from '../../src/compatibility/compare-schemas.ts';
import { validationCost } from '../../src/compatibility/validation-cost.ts';
import { createAnalyst } from '../../src/isolation/analyst.ts';
import { createWorkerPool } from '../../src/isolation/worker-pool.ts';
import type { Json, JsonObject } from '../../src/util/json.ts';

/** Schemas that each refer twice to the next one: two to the power of `levels` ways lead to the last. */
function doubled(levels: number, twice: (next: JsonObject) => JsonObject, type: string): JsonObject {
  const definitions: Record<string, Json> = {
    [`d${levels}`]: { type: 'object', properties: { a: { type } }, additionalProperties: false },
  };
  for (let level = 0; level < levels; level += 1)
    definitions[`d${level}`] = twice({ $ref: `#/definitions/d${level + 1}` });
  return { $schema: 'http://json-schema.org/draft-07/schema#', $ref: '#/definitions/d0', definitions };
}

const ways: Readonly<Record<string, (next: JsonObject) => JsonObject>> = {
  allOf: (next) => ({ allOf: [next, next] }),
  anyOf: (next) => ({ anyOf: [next, next] }),
  oneOf: (next) => ({ oneOf: [next, next] }),
  not: (next) => ({ allOf: [{ not: next }, { not: next }] }),
  if: (next) => ({ if: next, then: next, else: next }),
  dependencies: (next) => ({ dependencies: { a: next, b: next } }),
  contains: (next) => ({ contains: next, items: next }),
  additionalProperties: (next) => ({ properties: { a: next }, additionalProperties: next }),
};

// One worker, and the usual deadline: a comparison that ran into it would end the worker and reject.
const analyst = createAnalyst(createWorkerPool({ size: 1 }));
afterAll(() => analyst.close());

describe.each(['instances', 'deliveries'] as const)('of %s', (relation) => {
  test.each(Object.entries(ways))('forty doubled levels of %s are answered within the steps', async (_, twice) => {
    const [older, newer] = [doubled(40, twice, 'string'), doubled(40, twice, 'integer')];
    const [comparison] = await analyst.compareSchemas([JSON.stringify(older)], JSON.stringify(newer), relation);
    // An answer, when there is one, is right: at ten levels it is found, and confirmed.
    const few = compareSchemas(doubled(10, twice, 'string'), doubled(10, twice, 'integer'), { relation });
    expect(comparison?.backward.status).toBeOneOf(['undecided', few.backward.status]);
    expect(comparison?.forward.status).toBeOneOf(['undecided', few.forward.status]);
  });

  test('what a validator would take too long for says so', () => {
    const all = ways['allOf'] as (next: JsonObject) => JsonObject;
    const { backward, forward } = compareSchemas(doubled(40, all, 'string'), doubled(40, all, 'integer'), { relation });
    const verdict = {
      status: 'undecided',
      reason: expect.stringMatching(/^too large: .* more than 1000000 schemas$/) as string,
    };
    expect([backward, forward]).toEqual([verdict, verdict]);
    expect(compareSchemas(doubled(14, all, 'string'), doubled(14, all, 'integer'), { relation })).toMatchObject({
      backward: { status: 'incompatible', witness: { a: '' } },
      forward: { status: 'incompatible', witness: { a: 0 } },
    });
  });
});

test.each<[string, JsonObject, Json, number]>([
  ['a definition', { root: { $ref: '#/definitions/s' }, s: { type: 'string' } }, 'x', 2],
  ['properties that are there', { root: { properties: { a: true, b: true } } }, { a: 1, c: 2 }, 2],
  ['all other properties', { root: { properties: { a: true }, additionalProperties: {} } }, { a: 1, b: 2, c: 3 }, 4],
  ['names', { root: { propertyNames: { minLength: 1 } } }, { a: 1, b: 2 }, 3],
  ['patterns', { root: { patternProperties: { '^a': {}, '^b': {} } } }, { a: 1, b: 2 }, 5],
  ['items by place', { root: { items: [{}, {}], additionalItems: {} } }, [1, 2, 3, 4], 5],
  ['items', { root: { items: {}, contains: {} } }, [1, 2], 5],
  ['nothing in what is no array', { root: { items: {}, contains: {} } }, { a: 1 }, 1],
  ['alternatives', { root: { anyOf: [{}, {}], not: {}, if: {}, then: {} } }, 1, 6],
  ['what a property demands', { root: { dependencies: { a: {}, b: {}, c: ['d'] } } }, { a: 1, c: 1 }, 3],
  ['JSON in a text', { root: { contentSchema: { items: {} } } }, '[1,2,3]', 5],
  ['no JSON in a text', { root: { contentSchema: { items: {} } } }, '[1,2', 1],
  ['a circle', { root: { allOf: [{ $ref: '#/definitions/root' }] } }, 1, Infinity],
  ['a list in itself', { root: { items: { $ref: '#/definitions/root' } } }, [[[]], []], 7],
])('a validator applies %s', (_, definitions, value, expected) => {
  expect(validationCost({ dialect: 'draft-07', definitions: definitions as never }, 'root', value)).toBe(expected);
});
