import { describe, expect, test } from 'vitest';
import { comparePayloads } from '../../src/compatibility/compare-payloads.ts';
import type { ContractComparison } from '../../src/compatibility/contracts/model.ts';
import type { JsonSchema } from '../../src/json-schema/schema.ts';

function compared(
  older: JsonSchema,
  newer: JsonSchema,
  relation: 'instances' | 'deliveries' = 'instances',
): ContractComparison {
  const named = (id: string, schema: JsonSchema) => ({
    name: { id, vendor: '', version: '' },
    event: 'payload',
    schema,
  });
  return comparePayloads(named('old', older), named('new', newer), relation);
}

test('a wider schema breaks old receivers, with a payload and its place', () => {
  const comparison = compared({ properties: { a: { maxLength: 2 } } }, { properties: { a: { maxLength: 3 } } });
  expect(comparison).toMatchObject({ forward: 'incompatible', backward: 'compatible', bump: 'major' });
  expect(comparison.changes[0]?.witnesses[0]?.refusals).toMatchObject([{ pointer: '/a', field: '/a' }]);
});

test('the relation decides whether a dropped optional property counts', () => {
  const closed = (...names: readonly string[]): JsonSchema => ({
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
    additionalProperties: false,
  });
  expect(compared(closed('a', 'b'), closed('b'))).toMatchObject({ forward: 'compatible', backward: 'incompatible' });
  expect(compared(closed('a', 'b'), closed('b'), 'deliveries')).toMatchObject({
    forward: 'compatible',
    backward: 'compatible',
  });
});

test('words alone demand a patch', () => {
  expect(compared({ type: 'string' }, { type: 'string', title: 'Text' })).toMatchObject({ bump: 'patch', changes: [] });
});

describe('a schema that cannot be used is undecided, even against itself', () => {
  test.each<[string, JsonSchema]>([
    ['a pattern that is none', { pattern: '(' }],
    ['a keyword with a wrong value', { type: 'text' }],
    ['a reference to itself', { $ref: '#' }],
    ['a reference to nothing', { $ref: '#/$defs/none' }],
    ['a dialect that is not known', { $schema: 'https://example.com/schema' }],
  ])('%s', (_, schema) => {
    expect(compared(schema, schema)).toMatchObject({ forward: 'undecided', backward: 'undecided', bump: 'major' });
  });
});
