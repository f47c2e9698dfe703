import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toPortableSchemas } from '../../../src/codegen/projection/portable-schemas.ts';
import { goPattern, pythonPattern } from '../../../src/codegen/projection/spell-pattern.ts';
import type { Dialect } from '../../../src/json-schema/schema.ts';
import { createValidator } from '../../../src/json-schema/validate.ts';
import { schemas, values } from '../../json-schema/arbitraries.ts';
import { contractOf } from './contract-of.ts';
import { portableBundle } from './portable-bundle.ts';

const same = (pattern: string): string => pattern;

describe.each<Dialect>(['draft-07', '2020-12'])('%s', (dialect) => {
  const parts = fc.record({ one: schemas(dialect), two: schemas(dialect), payload: schemas(dialect) });

  it('accepts whatever the contract accepts', () => {
    fc.assert(
      fc.property(parts, fc.array(values, { minLength: 1, maxLength: 6 }), ({ one, two, payload }, candidates) => {
        const contract = contractOf({ dialect, models: { one, two }, events: { made: payload } });
        const before = createValidator(contract.schemas).compile('events.made');
        const after = createValidator(portableBundle(toPortableSchemas(contract, () => undefined))).compile(
          'p.events.made',
        );
        const refused = candidates.filter((value) => before.isValid(value) && !after.isValid(value));
        expect(refused).toEqual([]);
      }),
      { numRuns: 80 },
    );
  });

  it('accepts nothing else where all of it is portable', () => {
    fc.assert(
      fc.property(parts, fc.array(values, { minLength: 1, maxLength: 6 }), ({ one, two, payload }, candidates) => {
        fc.pre(!/"format"|"multipleOf":0/.test(JSON.stringify([one, two, payload])));
        const contract = contractOf({ dialect, models: { one, two }, events: { made: payload } });
        const before = createValidator(contract.schemas).compile('events.made');
        const after = createValidator(portableBundle(toPortableSchemas(contract, same))).compile('p.events.made');
        for (const value of candidates) expect(after.isValid(value)).toBe(before.isValid(value));
      }),
      { numRuns: 80 },
    );
  });
});

it('leaves out what would be stricter once a part of it is gone', () => {
  const runaway = '(a+)+$';
  const payload = {
    not: { type: 'string', format: 'email' },
    oneOf: [{ pattern: runaway }, { minLength: 2 }],
    if: { properties: { a: { format: 'email' } } },
    then: { required: ['b'] },
    patternProperties: { [runaway]: false },
    additionalProperties: false,
    contains: { multipleOf: 0.1 },
    maxContains: 2,
    unevaluatedProperties: false,
  };
  const contract = contractOf({ dialect: '2020-12', events: { made: payload } });
  const { schemas: found } = toPortableSchemas(contract, pythonPattern);
  expect(found.get('events.made')).toEqual({ anyOf: [{}, { minLength: 2 }], patternProperties: {}, contains: {} });
});

it.each([
  [
    '^[0-9a-f]{2}$',
    String.raw`(?:^(?:[\x{30}-\x{39}\x{61}-\x{66}]){2}$)`,
    String.raw`\A(?:[\u0030-\u0039\u0061-\u0066]){2}\Z`,
  ],
  ['a|b', '(?:a|b)', '(?:a|b)'],
  ['(a+)+$', '(?:(?:(?:a)+)+$)', undefined],
  ['^a{1001}', undefined, undefined],
])('spells the pattern %s for Go and Python, where it can be run', (pattern, go, python) => {
  expect(goPattern(pattern)).toBe(go);
  expect(pythonPattern(pattern)).toBe(python);
});
