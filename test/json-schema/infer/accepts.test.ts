import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import type { Json } from '../../../src/util/json.ts';
import { inferFrom, problemsOf, validatorOf } from './support.ts';

const text = fc.oneof(
  fc.constantFrom('open', 'closed', 'lost', 'a b', '', 'x'),
  fc.string({ maxLength: 8, unit: 'binary' }),
  fc.uuid(),
  fc.emailAddress(),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.webUrl(),
  fc.ipV4(),
  fc.constantFrom('{"a":1}', '[]', '{"a":{"b":[1]}}', '{broken', '2020-02-30', '1', '+4790000000'),
);
const scalar = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.double({ noNaN: true }),
  fc.constantFrom(1e300, -1e21, 2 ** 63, -0, JSON.parse('1e400') as number),
  text,
);
const key = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom('id', 'type', 'status', 'name', 'data', 'user', 'items', 'amount', 'metadata'),
  },
  fc.constantFrom(
    '__proto__',
    'constructor',
    '',
    'a/b~c',
    '\u{1F600}',
    '\ud800',
    'x'.repeat(300),
    '$ref',
    'hasOwnProperty',
  ),
  fc.uuid(),
  fc.string({ maxLength: 6 }),
);
const value = fc.letrec<{ any: Json }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'json' },
    { weight: 4, arbitrary: scalar },
    {
      weight: 3,
      arbitrary: fc
        .array(fc.tuple(key, tie('any')), { maxLength: 5 })
        .map((entries) => Object.fromEntries(entries) as Json),
    },
    { weight: 1, arbitrary: fc.array(tie('any'), { maxLength: 4 }) },
  ),
})).any;

describe('what was seen is described', () => {
  test('any JSON, in both profiles', () => {
    const groups = fc.dictionary(
      fc.constantFrom('one', 'two', 'three'),
      fc.array(value, { minLength: 1, maxLength: 8 }),
      {
        minKeys: 1,
      },
    );
    fc.assert(
      fc.property(groups, (payloads) => {
        const validator = validatorOf(inferFrom(payloads));
        for (const [group, list] of Object.entries(payloads)) {
          for (const payload of list) expect(problemsOf(validator, group, payload)).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('many objects with properties that come and go, tags and models', () => {
    const object = fc.record(
      {
        type: fc.constantFrom('card', 'cash', 'bank'),
        status: fc.constantFrom('open', 'closed'),
        a: scalar,
        b: fc.option(fc.integer()),
        c: fc.oneof(fc.string(), fc.integer()),
        user: fc.record(
          { id: fc.uuid(), name: fc.string(), login: fc.string(), parent: value },
          { requiredKeys: ['id'] },
        ),
        owner: fc.record({ id: fc.uuid(), name: fc.string(), login: fc.string() }, { requiredKeys: ['id', 'name'] }),
      },
      { requiredKeys: ['type'] },
    );
    fc.assert(
      fc.property(fc.array(object, { minLength: 10, maxLength: 60 }), (payloads) => {
        const groups = { one: payloads as Json[], two: payloads.slice(0, 7) as Json[] };
        const validator = validatorOf(inferFrom(groups));
        for (const [group, list] of Object.entries(groups)) {
          for (const payload of list) expect(problemsOf(validator, group, payload)).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });
});
