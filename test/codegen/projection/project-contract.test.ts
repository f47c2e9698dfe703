import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { projectContract } from '../../../src/codegen/projection/project-contract.ts';
import type { Projection } from '../../../src/codegen/projection/projection.ts';
import type { Dialect, JsonSchema, SchemaBundle } from '../../../src/json-schema/schema.ts';
import { createValidator } from '../../../src/json-schema/validate.ts';
import { schemas, values } from '../../json-schema/arbitraries.ts';
import { contractOf } from './contract-of.ts';

const order = { type: 'object', required: ['id'], properties: { id: { type: 'string' }, note: { type: 'string' } } };

function projected(parts: Parameters<typeof contractOf>[0]): Record<string, JsonSchema> {
  return Object.fromEntries(projectContract(contractOf(parts)).definitions);
}

describe('what a projection looks like', () => {
  it('merges an envelope into each event and shares what lies in it', () => {
    const envelope = {
      type: 'object',
      required: ['data'],
      properties: {
        at: { type: 'string' },
        data: { type: 'object', required: ['order'], properties: { order: { $ref: '#/definitions/order' } } },
      },
    };
    const event = (name: string): JsonSchema => ({
      allOf: [{ $ref: '#/definitions/envelope' }],
      type: 'object',
      required: ['type'],
      properties: { type: { const: name } },
    });
    const found = projected({
      models: { envelope, order },
      events: { 'order.paid': event('order.paid'), made: event('made') },
    });
    expect(Object.keys(found)).toEqual(['OrderPaidEvent', 'MadeEvent', 'EnvelopeData', 'Order']);
    expect(found['MadeEvent']).toEqual({
      type: 'object',
      required: ['type', 'data'],
      properties: { type: { const: 'made' }, at: { type: 'string' }, data: { $ref: '#/definitions/EnvelopeData' } },
    });
  });

  it('knows a definition that only demands more of another one', () => {
    const refined = {
      allOf: [{ $ref: '#/definitions/order' }],
      required: ['note'],
      properties: { note: { minLength: 1 } },
    };
    const widened = { allOf: [{ $ref: '#/definitions/order' }], properties: { extra: true } };
    const { narrowed, definitions } = projectContract(
      contractOf({
        models: { order },
        events: { made: { properties: { refined, widened, plain: { $ref: '#/definitions/order' } } } },
      }),
    );
    expect([...narrowed]).toEqual([['MadeEventRefined', 'Order']]);
    expect(definitions.get('MadeEventRefined')).toEqual({
      type: 'object',
      required: ['note', 'id'],
      properties: { note: { minLength: 1, type: 'string' }, id: { type: 'string' } },
    });
  });

  it('keeps words that stand beside a reference', () => {
    const words = { description: 'What was paid.', allOf: [{ $ref: '#/definitions/order' }] };
    const events = { made: { properties: { order: words } } };
    expect(projected({ models: { order }, events })['MadeEvent']).toEqual({
      properties: { order: { description: 'What was paid.', allOf: [{ $ref: '#/definitions/Order' }] } },
    });
    const modern = { made: { properties: { order: { description: 'What was paid.', $ref: '#/definitions/order' } } } };
    expect(projected({ dialect: '2020-12', models: { order }, events: modern })['MadeEvent']).toEqual({
      properties: { order: { description: 'What was paid.', $ref: '#/$defs/Order' } },
    });
  });

  it('ends where schemas refer to themselves, merged or not', () => {
    const one = { type: 'object', properties: { next: { $ref: '#/definitions/one' }, a: true } };
    const two = { type: 'object', properties: { next: { $ref: '#/definitions/two' }, b: true } };
    const both = { allOf: [{ $ref: '#/definitions/one' }, { $ref: '#/definitions/two' }] };
    const lists = { type: 'array', items: { allOf: [{ $ref: '#/definitions/lists' }, { maxItems: 3 }] } };
    const found = projected({
      models: { one, two, lists },
      events: { made: { properties: { both, lists: { $ref: '#/definitions/lists' } } } },
    });
    expect(Object.keys(found)).toEqual(['MadeEvent', 'MadeEventBoth', 'Lists', 'ListsItem']);
    expect(found['MadeEventBoth']).toEqual(
      expect.objectContaining({
        properties: expect.objectContaining({ next: { $ref: '#/definitions/MadeEventBoth' } }),
      }),
    );
  });

  it('gives no name twice, whatever the contract calls its schemas', () => {
    const object = (property: string): JsonSchema => ({
      type: 'object',
      properties: { [property]: { type: 'object', properties: { x: true } } },
    });
    const models = {
      'made-event': object('a'),
      MADE_event: object('b'),
      été: object('c'),
      '1': object('d'),
      __proto__x: object('e'),
    };
    const properties = Object.fromEntries(
      Object.keys(models).map((name) => [name, { $ref: `#/definitions/${encodeURIComponent(name)}` }]),
    );
    const found = projected({
      models,
      events: { made: { type: 'object', properties }, 'made.event': { type: 'object', properties: { y: true } } },
    });
    const names = Object.keys(found);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
    expect(names).toContain('Été');
    for (const reference of JSON.stringify(found).matchAll(/"#\/definitions\/([^"]*)"/g))
      expect(names).toContain(decodeURIComponent(reference[1] ?? ''));
  });

  it('is the same for the same contract', () => {
    const parts = {
      models: { order },
      events: { made: { allOf: [{ $ref: '#/definitions/order' }], required: ['note'] } },
    };
    expect(JSON.stringify(projected(parts))).toBe(JSON.stringify(projected(structuredClone(parts))));
  });
});

describe.each<Dialect>(['draft-07', '2020-12'])('%s', (dialect) => {
  const parts = fc.record({ one: schemas(dialect), two: schemas(dialect), payload: schemas(dialect) });
  const refined = parts.map(({ one, two, payload }) => ({
    one,
    two,
    payload: {
      ...payload,
      allOf: [{ $ref: '#/definitions/one' }, { properties: { a: { $ref: '#/definitions/two' } } }],
    },
  }));

  it('accepts exactly what the contract accepts', () => {
    fc.assert(
      fc.property(
        fc.oneof(parts, refined),
        fc.array(values, { minLength: 1, maxLength: 6 }),
        ({ one, two, payload }, candidates) => {
          const contract = contractOf({ dialect, models: { one, two }, events: { made: payload } });
          const before = createValidator(contract.schemas).compile('events.made');
          const after = createValidator(bundleOf(projectContract(contract))).compile('MadeEvent');
          for (const value of candidates) expect(after.isValid(value)).toBe(before.isValid(value));
        },
      ),
      { numRuns: 100 },
    );
  });
});

/** The projection as the validator takes it. */
function bundleOf({ dialect, definitions }: Projection): SchemaBundle {
  const text = JSON.stringify(Object.fromEntries(definitions)).replaceAll('"#/$defs/', '"#/definitions/');
  return { dialect, definitions: JSON.parse(text) as SchemaBundle['definitions'] };
}
