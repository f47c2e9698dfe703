import { describe, expect, it } from 'vitest';
import type { Models, ModelType, TypeUse } from '../../../src/codegen/projection/model.ts';
import { projectContract } from '../../../src/codegen/projection/project-contract.ts';
import { readModels } from '../../../src/codegen/projection/read-models.ts';
import type { JsonSchema } from '../../../src/json-schema/schema.ts';
import { contractOf } from './contract-of.ts';

/** `{ name: text?, items: [Item] }` for each model: short enough to see what it is. */
function formsOf(parts: Parameters<typeof contractOf>[0]): Record<string, unknown> {
  const models: Models = readModels(projectContract(contractOf(parts)));
  return Object.fromEntries(
    models.models.map((model) => [
      model.name,
      'wraps' in model
        ? show(model.wraps)
        : Object.fromEntries(
            model.fields.map((field) => [field.isRequired ? field.name : `${field.name}?`, show(field)]),
          ),
    ]),
  );
}

function show({ type, isNullable }: TypeUse): string {
  return `${showType(type)}${isNullable ? ' or null' : ''}`;
}

function showType(type: ModelType): string {
  switch (type.kind) {
    case 'list':
      return `list of ${show(type.item)}`;
    case 'map':
      return `map of ${show(type.item)}`;
    case 'model':
      return type.name;
    case 'union':
      return type.options.map(showType).join(' or ');
    default:
      return type.kind;
  }
}

const object = (properties: Record<string, JsonSchema>, required: readonly string[] = []): JsonSchema => ({
  type: 'object',
  properties,
  required,
});
const text: JsonSchema = { type: 'string' };
const ref = (name: string): JsonSchema => ({ $ref: `#/definitions/${name}` });

describe('models', () => {
  it('stay the same one where an event only demands more of it', () => {
    const order = object({ id: text, note: text }, ['id']);
    const strict = { allOf: [ref('order')], required: ['note'] };
    expect(
      formsOf({
        models: { order },
        events: { made: object({ order: strict }), paid: object({ order: ref('order') }) },
      }),
    ).toEqual({
      MadeEvent: { 'order?': 'Order' },
      PaidEvent: { 'order?': 'Order' },
      Order: { id: 'text', 'note?': 'text' },
    });
  });

  it('are one where several can stand, with the properties of all', () => {
    const card = object({ kind: { const: 'card' }, amount: { type: 'integer' }, digits: text }, [
      'kind',
      'amount',
      'digits',
    ]);
    const cash = object({ kind: { const: 'cash' }, amount: { type: 'number' } }, ['kind', 'amount']);
    const found = formsOf({
      models: { card, cash },
      events: { made: object({ payment: { oneOf: [ref('card'), ref('cash'), { type: 'null' }] } }) },
    });
    expect(found['MadeEvent']).toEqual({ 'payment?': 'MadeEventPayment or null' });
    expect(found['MadeEventPayment']).toEqual({ kind: 'text', amount: 'number', 'digits?': 'text' });
  });

  it('end where what is united leads back to itself', () => {
    const next: JsonSchema = { anyOf: [ref('a'), ref('b')] };
    const found = formsOf({
      models: { a: object({ next, x: text }), b: object({ next, y: text }) },
      events: { made: object({ next }) },
    });
    const united = Object.entries(found).filter(([name]) => name.endsWith('Next'));
    expect(united).toHaveLength(1);
    expect(united[0]?.[1]).toEqual({ 'next?': united[0]?.[0], 'x?': 'text', 'y?': 'text' });
  });

  it('have properties that only a condition or an alternative speaks of', () => {
    const schema = {
      ...(object({ kind: text }) as object),
      if: { properties: { kind: { const: 'a' } } },
      then: { properties: { a: { type: 'integer' } } },
      anyOf: [{ required: ['b'], properties: { b: text } }, { properties: { b: { type: 'null' } } }],
    };
    expect(formsOf({ events: { made: schema } })['MadeEvent']).toEqual({
      'kind?': 'text',
      'b?': 'text or null',
      'a?': 'integer',
    });
  });

  it('are maps where names are expected that nobody knows', () => {
    const found = formsOf({
      events: {
        made: object({
          counts: { type: 'object', additionalProperties: { type: 'integer' } },
          mixed: { type: 'object', properties: { a: text }, additionalProperties: {} },
          byPattern: { type: 'object', patternProperties: { '^x': text } },
          unknown: { type: 'object', properties: {} },
          open: { type: 'object', properties: { a: text }, additionalProperties: true },
        }),
      },
    });
    expect(found['MadeEvent']).toEqual({
      'counts?': 'map of integer',
      'mixed?': 'map of any',
      'byPattern?': 'map of any',
      'unknown?': 'map of any',
      'open?': 'MadeEventOpen',
    });
  });

  it('wrap payloads that are no objects', () => {
    expect(formsOf({ events: { list: { type: 'array', items: { type: ['integer', 'null'] } }, any: true } })).toEqual({
      ListEvent: 'list of integer or null',
      AnyEvent: 'any',
    });
  });
});

it('never says less than the schema about the kind of a value', () => {
  const properties = {
    a: { enum: ['x', 1, null] },
    b: { type: ['string', 'integer'], anyOf: [{ type: 'string' }, { type: 'boolean' }] },
    c: { anyOf: [{ type: 'string', format: 'date-time' }, { type: 'string' }] },
    d: {
      anyOf: [
        { type: 'array', items: text },
        { type: 'array', items: { type: 'number' } },
      ],
    },
    e: { anyOf: [ref('a'), { type: 'object', additionalProperties: text }] },
    f: { const: 2.5 },
    g: { minLength: 1 },
    h: { items: text },
  };
  expect(formsOf({ models: { a: object({ x: text }) }, events: { made: object(properties) } })['MadeEvent']).toEqual({
    'a?': 'text or integer or null',
    'b?': 'text',
    'c?': 'text',
    'd?': 'list of text or number',
    'e?': 'map of any',
    'f?': 'number',
    'g?': 'any',
    'h?': 'list of text',
  });
});
