import { expect, it } from 'vitest';
import { localise } from '../../../src/compatibility/normalise/localise.ts';
import { createValidator } from '../../../src/json-schema/validate.ts';
import type { JsonSchema } from '../../../src/json-schema/schema.ts';

it('turns every reference into one to a definition of its own', () => {
  const schema: JsonSchema = {
    $id: 'https://example.com/root',
    $defs: { n: { $id: 'n', $anchor: 'n', type: 'number' } },
    properties: { a: { $ref: 'n' }, b: { $ref: 'n#n' }, c: { $ref: '#' } },
  };
  const bundle = localise({ schema, dialect: '2020-12' }, true);
  expect(bundle.definitions['root']).toEqual({
    properties: { a: { $ref: '#/definitions/s0' }, b: { $ref: '#/definitions/s0' }, c: { $ref: '#/definitions/s1' } },
  });
  expect(
    createValidator(bundle)
      .compile('root')
      .isValid({ a: 1, b: 2, c: { a: 'no' } }),
  ).toBe(false);
});

it('makes a definition for each meaning of a dynamic reference', () => {
  const schema: JsonSchema = {
    $id: 'https://example.com/list-of-strings',
    $ref: 'list',
    $defs: {
      item: { $dynamicAnchor: 'item', type: 'string' },
      list: { $id: 'list', type: 'array', items: { $dynamicRef: '#item' }, $defs: { any: { $dynamicAnchor: 'item' } } },
    },
  };
  const list = createValidator(localise({ schema, dialect: '2020-12' }, true)).compile('root');
  expect([list.isValid(['a']), list.isValid([1])]).toEqual([true, false]);
});

it('leaves out what a value without these names cannot touch', () => {
  const schema: JsonSchema = {
    properties: { a: { type: 'string' }, b: { type: 'number' } },
    additionalProperties: false,
  };
  expect(localise({ schema, dialect: 'draft-07' }, true, new Set(['a'])).definitions['root']).toEqual({
    properties: { a: { type: 'string' }, b: true },
    additionalProperties: false,
  });
  expect(localise({ schema, dialect: 'draft-04' }, true, new Set()).definitions['root']).toMatchObject({
    properties: { a: {}, b: {} },
  });
});

it('drops schemas for JSON in strings when they are annotations', () => {
  const schema: JsonSchema = { contentMediaType: 'application/json', contentSchema: { type: 'null' } };
  expect(localise({ schema, dialect: '2020-12' }, false).definitions['root']).toEqual({
    contentMediaType: 'application/json',
  });
});
