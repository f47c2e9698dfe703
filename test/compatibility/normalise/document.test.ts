import { describe, expect, it } from 'vitest';
import { SchemaDocument } from '../../../src/compatibility/normalise/document.ts';
import type { Dialect, JsonSchema, JsonSchemaObject } from '../../../src/json-schema/schema.ts';

const find = (
  root: JsonSchemaObject,
  reference: string,
  from: JsonSchema = root,
  dialect: Dialect = '2020-12',
): JsonSchema => new SchemaDocument(root, dialect).find(reference, from as JsonSchemaObject).schema;

describe('SchemaDocument', () => {
  const inner: JsonSchema = {
    $id: 'https://example.com/a/inner',
    $defs: { x: { $anchor: 'here', type: 'null' } },
    items: { $ref: '#here' },
  };
  const root: JsonSchemaObject = {
    $id: 'https://example.com/a/root',
    $defs: { inner, 'a/b': { type: 'string' }, 'c%d': true },
  };

  it('finds the root, pointers with escapes, addresses and names', () => {
    expect(find(root, '#')).toBe(root);
    expect(find(root, '#/$defs/a~1b')).toEqual({ type: 'string' });
    expect(find(root, '#/$defs/c%25d')).toBe(true);
    expect(find(root, 'inner')).toBe(inner);
    expect(find(root, '/a/inner#/$defs/x')).toEqual({ $anchor: 'here', type: 'null' });
    expect(find(root, '#here', inner['items'] as JsonSchema)).toEqual({ $anchor: 'here', type: 'null' });
    expect(find(root, 'https://json-schema.org/draft/2020-12/schema')).toMatchObject({
      $id: 'https://json-schema.org/draft/2020-12/schema',
    });
  });

  it('finds a schema in a place that is no keyword', () => {
    expect(find({ 'x-own': { y: { $ref: '#/x-own/z' }, z: { type: 'null' } } }, '#/x-own/z')).toEqual({ type: 'null' });
  });

  it('takes names in data for data', () => {
    expect(() => find({ enum: [{ $anchor: 'n' }], const: { $id: 'https://example.com/n' } }, '#n')).toThrow(
      'leads nowhere',
    );
    expect(() => find({ enum: [{ $id: 'https://example.com/n' }] }, 'https://example.com/n')).toThrow('leads out');
  });

  it('ignores an address beside a reference up to draft-07', () => {
    const schema: JsonSchemaObject = {
      definitions: { a: { $id: 'https://example.com/x/', $ref: '#/definitions/b' }, b: true },
    };
    expect(
      find(schema, '#/definitions/b', (schema['definitions'] as JsonSchemaObject)['a'] as JsonSchema, 'draft-07'),
    ).toBe(true);
  });

  it.each(['https://example.com/other', 'other.json', '#/none', '#/$defs/inner/$id', '#none', 'http://['])(
    'refuses %s',
    (reference) => {
      expect(() => find(root, reference)).toThrow('the reference');
    },
  );
});
