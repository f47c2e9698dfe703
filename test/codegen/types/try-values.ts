import { expect } from 'vitest';
import { findUndocumented } from '../../../src/json-schema/strict.ts';
import { createValidator } from '../../../src/json-schema/validate.ts';
import type { Dialect, JsonSchema } from '../../../src/json-schema/schema.ts';
import { isObject } from '../../../src/util/json.ts';
import type { Json } from '../../../src/util/json.ts';
import { contractOf } from './bundles.ts';
import { inhabitant } from './inhabits.ts';

/**
 * Expects values that a schema lets through and describes to be of its type; gives their number. What only
 * `additionalProperties: true` beside properties lets in is not described: it says nothing of a property that another
 * branch describes, and types have no word for "anything else".
 */
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
  const closer = contractOf({ one: narrow(one), two: narrow(two), 'events.e': narrow(event) }, { dialect });
  const describing = createValidator(closer.schemas, { formats: 'annotate' });
  const described = values.filter(
    (value) =>
      compiled.decide(value) === true &&
      !findUndocumented(describing, 'events.e', value).some(({ kind }) => kind === 'property'),
  );
  for (const value of described) expect(isOfType('e', value), JSON.stringify({ one, two, event, value })).toBe(true);
  return described.length;
}

function narrow<Schema extends Json>(schema: Schema): Schema {
  if (Array.isArray(schema)) return schema.map(narrow) as unknown as Schema;
  if (!isObject(schema)) return schema;
  const isOpen = schema['additionalProperties'] === true && schema['properties'] !== undefined;
  const kept = Object.entries(schema).filter(([name]) => !isOpen || name !== 'additionalProperties');
  return Object.fromEntries(kept.map(([name, held]) => [name, narrow(held)])) as Schema;
}
