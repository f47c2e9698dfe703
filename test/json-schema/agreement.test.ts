import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explain, startRun } from '../../src/json-schema/explain.ts';
import type { Dialect, JsonSchemaObject } from '../../src/json-schema/schema.ts';
import { createValidator } from '../../src/json-schema/validate.ts';
import { schemas, values } from './arbitraries.ts';

const numRuns = 200;
const dialects: readonly Dialect[] = ['draft-07', '2020-12'];

/** Whether the text of a schema stays out of what ajv itself gets wrong, for each of which there is a test of its own. */
function isFairToAjv(...parts: readonly JsonSchemaObject[]): boolean {
  return !/constructor|__proto__|"multipleOf"|1e\+21/.test(JSON.stringify(parts));
}

describe.each(dialects)('%s', (dialect) => {
  const bundle = fc.record({ one: schemas(dialect), two: schemas(dialect) });

  it('explains a value exactly when it is refused', () => {
    fc.assert(
      fc.property(bundle, fc.array(values, { minLength: 1, maxLength: 5 }), (definitions, candidates) => {
        const compiled = createValidator({ dialect, definitions }).compile('one');
        for (const value of candidates) {
          const found = explain(startRun(compiled.targets.get), compiled.target, value);
          expect(compiled.isValid(value)).toBe(found.length === 0);
          expect(compiled.violations(value)).toEqual(found);
        }
      }),
      { numRuns },
    );
  });

  it('decides as ajv does with the schemas as they were written', () => {
    fc.assert(
      fc.property(bundle, fc.array(values, { minLength: 1, maxLength: 5 }), (definitions, candidates) => {
        fc.pre(isFairToAjv(definitions.one, definitions.two));
        // With allErrors it does not skip keywords after one that found nothing to look at.
        const options = { allErrors: true, strict: false, logger: false, validateFormats: false } as const;
        const ajv = dialect === '2020-12' ? new Ajv2020(options) : new Ajv(options);
        const oracle = ajv.compile({ definitions, allOf: [{ $ref: '#/definitions/one' }] });
        const compiled = createValidator({ dialect, definitions }, { formats: 'annotate' }).compile('one');
        for (const value of candidates) {
          if (/constructor|__proto__|1e\+21/.test(JSON.stringify(value))) continue;
          expect(compiled.isValid(value)).toBe(oracle(value));
        }
      }),
      { numRuns },
    );
  });
});
