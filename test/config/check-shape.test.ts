import fc from 'fast-check';
import { expect, test } from 'vitest';

import { checkShape } from '../../src/config/check-shape.ts';
import schema from '../../src/config/counterfoil.schema.json' with { type: 'json' };
import { createValidator } from '../../src/json-schema/validate.ts';
import type { Json } from '../../src/util/json.ts';

const { definitions, ...root } = schema;
const validator = createValidator({ dialect: 'draft-07', definitions: { ...definitions, root } }).compile('root');

function isAccepted(data: Json): boolean {
  return (
    checkShape({ path: '/counterfoil.yaml', data, place: (pointer) => ({ file: 'counterfoil.yaml', pointer }) })
      .length === 0
  );
}

const text = fc.constantFrom('', 'a', 'A_B', '0.1', '1.2.3', 'error', 'info', 'off', 'strict', 'live', '1.x');
const scalar = fc.oneof(text, fc.constantFrom<Json>(null, true, 0, 1.5, 204, 600, 'alive', 'skip'));
const secret = fc.dictionary(fc.constantFrom('env', 'testSecret', 'id', 'other'), scalar, { maxKeys: 3 });
const keys = [
  'files',
  'contract',
  'vendor',
  'url',
  'origin',
  'secrets',
  'version',
  'cafe',
  'lint/*',
  'null',
  'late',
  '__proto__',
];
const map = fc.dictionary(
  fc.constantFrom(...keys),
  fc.oneof(scalar, fc.array(fc.oneof(scalar, secret), { maxLength: 2 })),
  {
    maxKeys: 3,
  },
);
const value = fc.oneof(scalar, fc.array(fc.oneof(scalar, map), { maxLength: 3 }), map);
const configuration = fc.dictionary(fc.constantFrom(...Object.keys(schema.properties), 'other'), value, { maxKeys: 3 });

test('accepts what the published schema accepts, and refuses what it refuses', () => {
  let accepted = 0;
  const property = fc.property(fc.oneof(configuration, value), (data) => {
    expect(isAccepted(data)).toBe(validator.isValid(data));
    if (isAccepted(data)) accepted += 1;
  });
  fc.assert(property, { numRuns: 3000 });
  expect(accepted).toBeGreaterThan(30);
});

test('reads every keyword that the published schema uses', () => {
  const read = new Set([
    '$ref',
    'type',
    'enum',
    'pattern',
    'minLength',
    'items',
    'properties',
    'additionalProperties',
    'required',
    'oneOf',
    'anyOf',
    'minimum',
    'maximum',
  ]);
  const silent = new Set(['$comment', 'default', '$schema', 'title', 'description', 'definitions']);
  const used = keywordsOf(root);
  for (const definition of Object.values(definitions)) for (const keyword of keywordsOf(definition)) used.add(keyword);
  expect([...used].filter((keyword) => !read.has(keyword) && !silent.has(keyword))).toEqual([]);
});

function keywordsOf(schema: Json): Set<string> {
  const found = new Set<string>();
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return found;
  for (const [keyword, below] of Object.entries(schema)) {
    found.add(keyword);
    const inner =
      keyword === 'properties'
        ? Object.values(below as Record<string, Json>)
        : keyword === 'items' || keyword === 'additionalProperties'
          ? [below]
          : keyword === 'anyOf'
            ? (below as Json[])
            : [];
    for (const one of inner) for (const name of keywordsOf(one)) found.add(name);
  }
  return found;
}
