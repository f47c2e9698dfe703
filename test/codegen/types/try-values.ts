import { expect } from 'vitest';
import { findUndocumented } from '../../../src/json-schema/strict.ts';
import { createValidator } from '../../../src/json-schema/validate.ts';
import type { Dialect, JsonSchema } from '../../../src/json-schema/schema.ts';
import type { Json } from '../../../src/util/json.ts';
import { contractOf } from './bundles.ts';
import { inhabitant } from './inhabits.ts';

/** Expects values that a schema lets through and describes to be of its type; gives their number. */
export function tryValues(
  one: JsonSchema,
  two: JsonSchema,
  event: JsonSchema,
  values: readonly Json[],
  dialect: Dialect,
): number {
  const contract = contractOf({ one, two, 'events.e': event }, { dialect });
  const validator = createValidator(contract.schemas, { formats: 'annotate' });
  const compiled = validator.compile('events.e');
  const isOfType = inhabitant(contract);
  const described = values.filter(
    (value) =>
      compiled.decide(value) === true &&
      !findUndocumented(validator, 'events.e', value).some(({ kind }) => kind === 'property'),
  );
  for (const value of described) expect(isOfType('e', value), JSON.stringify({ one, two, event, value })).toBe(true);
  return described.length;
}
