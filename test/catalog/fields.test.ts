import { describe, expect, test } from 'vitest';
import { schemaFields } from '../../src/catalog/fields/build-fields.ts';
import type { Field } from '../../src/catalog/fields/field.ts';
import type { JsonSchema } from '../../src/json-schema/schema.ts';

/** A tree in lines: indent, name, type, presence. */
function outline(payload: JsonSchema, definitions: Readonly<Record<string, JsonSchema>> = {}): string[] {
  const lines = (fields: readonly Field[], indent: string): string[] =>
    fields.flatMap((field) => [
      `${indent}${field.name}: ${field.type}, ${field.presence}`,
      ...lines(field.fields, `${indent}  `),
    ]);
  return lines(fieldsOf(payload, definitions), '');
}

function fieldsOf(payload: JsonSchema, definitions: Readonly<Record<string, JsonSchema>> = {}): readonly Field[] {
  return schemaFields({ dialect: 'draft-07', definitions: { payload, ...definitions } }, 'payload');
}

describe('the tree of a schema', () => {
  test('follows references and allOf, and reads null and lists as people say them', () => {
    const payload = {
      allOf: [{ $ref: '#/definitions/base' }],
      properties: {
        list: { type: 'array', items: { $ref: '#/definitions/item' } },
        names: { type: 'array', items: { type: 'string' } },
        maybe: { anyOf: [{ $ref: '#/definitions/item' }, { type: 'null' }] },
      },
    };
    const definitions = {
      base: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } },
      item: { type: 'object', required: ['n'], properties: { n: { type: ['integer', 'null'] } } },
    };
    expect(outline(payload, definitions)).toEqual([
      'list: list of objects, optional',
      '  n: integer or null, required',
      'names: list of strings, optional',
      'maybe: object or null, optional',
      '  n: integer or null, required',
      'id: string, required',
    ]);
  });

  test('says under which condition something is required or there at all', () => {
    const [kind, extra] = fieldsOf({
      type: 'object',
      properties: { kind: { type: 'string' } },
      if: { properties: { kind: { const: 'a`b' } }, required: ['kind'] },
      then: { required: ['extra'], properties: { extra: { type: 'string' } } },
    });
    expect(kind?.presence).toBe('optional');
    expect(extra).toMatchObject({
      name: 'extra',
      presence: 'conditional',
      when: '`kind` is ``a`b``',
      requiredWhen: ['`kind` is ``a`b``'],
    });
  });

  test('tells sets that may grow from those that may not, with the source of a value', () => {
    const [open, closed, fixed] = fieldsOf({
      type: 'object',
      properties: {
        open: {
          anyOf: [{ enum: ['a', 'b'] }, { type: 'string' }],
          'x-source': { kind: 'seed', document: 'Guide', values: { b: { kind: 'other', document: 'Reference' } } },
        },
        closed: { enum: [1, null] },
        fixed: { const: null },
      },
    });
    expect(open).toMatchObject({
      type: 'string',
      isOpenSet: true,
      values: [
        { value: 'a', source: undefined },
        { value: 'b', source: { document: 'Reference' } },
      ],
    });
    expect(closed).toMatchObject({
      type: 'integer or null',
      isOpenSet: false,
      values: [{ value: 1 }, { value: null }],
    });
    expect(fixed).toMatchObject({ constant: null, values: [] });
  });

  test('shows several shapes as forms, further keys, and JSON in a text', () => {
    const payload = {
      type: 'object',
      properties: {
        either: {
          oneOf: [
            { type: 'object', properties: { a: { type: 'string' } } },
            { type: 'array', items: { type: 'object', properties: { b: { type: 'string' } } } },
          ],
        },
        map: { type: 'object', additionalProperties: { type: 'number' } },
        text: {
          type: 'string',
          contentMediaType: 'application/json',
          contentSchema: { type: 'object', properties: { c: { type: 'boolean' } } },
        },
      },
    };
    expect(outline(payload)).toEqual([
      'either: object or list, optional',
      '  form 1: object: object, optional',
      '    a: string, optional',
      '  form 2: list of objects: list of objects, optional',
      '    b: string, optional',
      'map: object, optional',
      '  any key: number, optional',
      'text: string, optional',
      '  JSON in the text: object, optional',
      '    c: boolean, optional',
    ]);
  });

  test('ends where a model holds itself, and where there is too much', () => {
    const node = { type: 'object', properties: { next: { $ref: '#/definitions/node' } } };
    const [head] = fieldsOf({ type: 'object', properties: { head: { $ref: '#/definitions/node' } } }, { node });
    expect(head?.fields[0]).toMatchObject({ name: 'next', cut: 'loop', model: 'node', fields: [] });
    const wide = (below: JsonSchema): JsonSchema => ({
      type: 'object',
      properties: Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`p${index}`, below])),
    });
    const count = (fields: readonly Field[]): number => fields.reduce((sum, field) => sum + 1 + count(field.fields), 0);
    expect(count(fieldsOf(wide(wide(wide({ type: 'string' })))))).toBeLessThan(2000);
    let deep: JsonSchema = { type: 'string' };
    for (let depth = 0; depth < 5000; depth += 1) deep = { type: 'object', properties: { a: deep } };
    expect(count(fieldsOf(deep))).toBeLessThan(40);
  });

  test('reads rules in words, and combinations of required properties', () => {
    const [field] = fieldsOf({
      type: 'object',
      properties: {
        place: {
          type: 'object',
          maxProperties: 3,
          anyOf: [{ required: ['id'] }, { required: ['name', 'city'] }],
          properties: { id: { type: 'string', minLength: 1, pattern: '^a' } },
        },
      },
    });
    expect(field?.rules).toEqual(['at most 3 properties', 'at least one of `id`, `name` and `city`']);
    expect(field?.fields[0]?.rules).toEqual(['matches `^a`', 'not empty']);
  });
});
