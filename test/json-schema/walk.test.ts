import { describe, expect, it } from 'vitest';
import { at } from '../../src/json-schema/pointer.ts';
import type { JsonSchema } from '../../src/json-schema/schema.ts';
import { subschemas, walkSchema } from '../../src/json-schema/walk.ts';

function pointersOf(schema: JsonSchema): string[] {
  const pointers: string[] = [];
  walkSchema(schema, (subschema, pointer) => {
    expect(at(schema, pointer)).toBe(subschema);
    pointers.push(pointer);
  });
  return pointers;
}

describe('walkSchema', () => {
  it('finds every kind of subschema, parents first, in the order of the text', () => {
    const schema: JsonSchema = {
      allOf: [{ not: { if: true, then: {}, else: {} } }],
      properties: { a: { items: { $ref: '#/x' } }, 'b/c': false },
      patternProperties: { '^x': {} },
      items: [{}, { additionalItems: {} }],
      prefixItems: [{ contains: {} }],
      dependencies: { a: ['b'], c: { propertyNames: {} } },
      dependentSchemas: { d: { unevaluatedProperties: {}, unevaluatedItems: {} } },
      $defs: { e: { anyOf: [{}], oneOf: [{}] } },
      definitions: { f: { contentSchema: { additionalProperties: {} } } },
    };
    expect(pointersOf(schema)).toEqual([
      '',
      '/allOf/0',
      '/allOf/0/not',
      '/allOf/0/not/if',
      '/allOf/0/not/then',
      '/allOf/0/not/else',
      '/properties/a',
      '/properties/a/items',
      '/properties/b~1c',
      '/patternProperties/^x',
      '/items/0',
      '/items/1',
      '/items/1/additionalItems',
      '/prefixItems/0',
      '/prefixItems/0/contains',
      '/dependencies/c',
      '/dependencies/c/propertyNames',
      '/dependentSchemas/d',
      '/dependentSchemas/d/unevaluatedProperties',
      '/dependentSchemas/d/unevaluatedItems',
      '/$defs/e',
      '/$defs/e/anyOf/0',
      '/$defs/e/oneOf/0',
      '/definitions/f',
      '/definitions/f/contentSchema',
      '/definitions/f/contentSchema/additionalProperties',
    ]);
  });

  it('takes no data for schemas', () => {
    expect(
      pointersOf({
        enum: [{ not: {} }],
        const: { not: {} },
        default: { not: {} },
        examples: [{ not: {} }],
        'x-a': { not: {} },
      }),
    ).toEqual(['']);
  });

  it('passes over what is malformed', () => {
    expect(pointersOf({ properties: [], items: 5, allOf: {}, not: null, anyOf: [1, null, 'a'], $defs: 'x' })).toEqual([
      '',
    ]);
  });

  it('finds properties with any name', () => {
    expect(pointersOf(JSON.parse('{"properties": {"__proto__": {"not": {}}}}') as JsonSchema)).toEqual([
      '',
      '/properties/__proto__',
      '/properties/__proto__/not',
    ]);
  });

  it('says under which keyword a schema stands', () => {
    const keywords: unknown[] = [];
    walkSchema({ properties: { not: { items: [{}] } } }, (_, __, keyword) => keywords.push(keyword));
    expect(keywords).toEqual([undefined, 'properties', 'items']);
  });

  it('goes as deep as the schema does', () => {
    let schema: JsonSchema = {};
    for (let depth = 0; depth < 100_000; depth++) schema = { not: schema };
    let count = 0;
    walkSchema(schema, () => count++);
    expect(count).toBe(100_001);
  });
});

it('lists the schemas directly below one', () => {
  expect(subschemas({ not: { not: {} }, required: ['a'] }, '/definitions/x')).toEqual([
    { schema: { not: {} }, pointer: '/definitions/x/not', keyword: 'not' },
  ]);
  expect(subschemas(true)).toEqual([]);
});
