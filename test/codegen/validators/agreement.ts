import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Dialect, JsonSchemaObject } from '../../../src/json-schema/schema.ts';
import { createValidator } from '../../../src/json-schema/validate.ts';
import type { Json } from '../../../src/util/json.ts';
import { hyperjumpAccepts } from '../../compatibility/hyperjump.ts';
import { schemas, values } from '../../json-schema/arbitraries.ts';
import { evaluatedValues, jsonTexts, textSchemas, unevaluatedSchemas, wideSchemas, wideValues } from './arbitraries.ts';
import { generate } from './compile-module.ts';

interface Definitions extends Readonly<Record<string, JsonSchemaObject>> {
  readonly one: JsonSchemaObject;
  readonly two: JsonSchemaObject;
}

/** Tests that generated code decides as other validators do, on as many random schemas of each kind as `numRuns` says. */
export function testAgreement(numRuns: number): void {
  describe.each<Dialect>(['draft-07', '2020-12'])('%s: decides as the validator does', (dialect) => {
    it('for schemas of all keywords', () => {
      expect(() => agree(dialect, schemas(dialect), schemas(dialect), values, numRuns)).not.toThrow();
    });

    it('for objects with many members', () => {
      expect(() =>
        agree(dialect, wideSchemas, fc.oneof(wideSchemas, schemas(dialect)), wideValues, numRuns),
      ).not.toThrow();
    });

    it('for texts that hold JSON', () => {
      expect(() => agree(dialect, textSchemas, wideSchemas, jsonTexts, numRuns)).not.toThrow();
    });
  });

  describe.each<Dialect>(['2019-09', '2020-12'])('%s', (dialect) => {
    it('keeps track of what was evaluated as another validator does', async () => {
      const bundle = fc.record({ one: unevaluatedSchemas(dialect), two: fc.constantFrom(...evaluating) });
      const candidates = fc.array(evaluatedValues, { minLength: 1, maxLength: 6 });
      const agreement = fc.assert(
        fc.asyncProperty(bundle, candidates, async (definitions, tried) => {
          const isValid = generate({ dialect, definitions }, 'one');
          for (const value of tried) {
            const wanted = await hyperjumpAccepts(
              { allOf: [{ $ref: '#/definitions/one' }], definitions },
              dialect,
              value,
            );
            const decided = wanted ?? isValid(value);
            expect([value, isValid(value)]).toEqual([value, decided]);
          }
        }),
        { numRuns: Math.ceil(numRuns / 4) },
      );
      await expect(agreement).resolves.toBeUndefined();
    });
  });
}

/** What a reference may evaluate. */
const evaluating: readonly JsonSchemaObject[] = [
  { properties: { a: true } },
  { properties: { b: { type: 'string' } }, additionalProperties: true },
  { anyOf: [{ properties: { c: true }, required: ['c'] }, { patternProperties: { '^d': true } }] },
];

function agree(
  dialect: Dialect,
  one: fc.Arbitrary<JsonSchemaObject>,
  two: fc.Arbitrary<JsonSchemaObject>,
  candidates: fc.Arbitrary<Json>,
  numRuns: number,
): void {
  fc.assert(
    fc.property(fc.record({ one, two }), fc.array(candidates, { minLength: 1, maxLength: 10 }), (found, tried) => {
      const definitions: Definitions = found;
      const compiled = createValidator({ dialect, definitions }).compile('one');
      const isValid = generate({ dialect, definitions }, 'one');
      for (const value of tried) expect([value, isValid(value)]).toEqual([value, compiled.isValid(value)]);
    }),
    { numRuns },
  );
}
