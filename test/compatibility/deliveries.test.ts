import { describe, expect, it } from 'vitest';
import { compareSchemas } from '../../src/compatibility/compare-schemas.ts';
import type { Verdict } from '../../src/compatibility/compare-schemas.ts';
import type { JsonSchema } from '../../src/json-schema/schema.ts';
import { propertyCases, valueCases } from './content-models.ts';

const compare = (older: JsonSchema, newer: JsonSchema): { forward: string; backward: string } => {
  const { forward, backward } = compareSchemas(older, newer, { relation: 'deliveries', dialect: 'draft-07' });
  return { forward: word(forward), backward: word(backward) };
};

const word = (verdict: Verdict): string => {
  if (verdict.status === 'undecided') return `undecided: ${verdict.reason}`;
  return verdict.status === 'compatible' ? 'safe' : 'breaks';
};

const event = (data: JsonSchema): JsonSchema => ({ type: 'object', properties: { data }, required: ['data'] });

describe('the relation of deliveries', () => {
  it.each([...propertyCases, ...valueCases])('$content, $change', ({ older, newer, forward, backward }) => {
    expect(compare(older, newer)).toEqual({ forward, backward });
  });

  it('reads objects inside objects and arrays closed and open too', () => {
    const list = (fields: object): JsonSchema =>
      event({ type: 'array', items: { type: 'object', properties: { id: { type: 'string' }, ...fields } } });
    expect(compare(list({}), list({ note: { type: 'string' } }))).toEqual({ forward: 'safe', backward: 'safe' });
    expect(compare(list({ note: { type: 'number' } }), list({ note: { type: 'string' } }))).toEqual({
      forward: 'breaks',
      backward: 'breaks',
    });
  });

  it('takes together what several schemas declare of one object', () => {
    const older = event({
      allOf: [
        { properties: { guest: { type: 'object', properties: { name: { type: 'string' } } } } },
        { properties: { guest: { required: ['name'] } } },
      ],
    });
    const newer = event({
      properties: {
        guest: {
          type: 'object',
          properties: { name: { type: 'string' }, age: { type: 'number' } },
          required: ['name'],
        },
      },
    });
    expect(compare(older, newer)).toEqual({ forward: 'safe', backward: 'safe' });
  });

  it('counts only what the alternative that holds declares', () => {
    const of = (fields: object): JsonSchema => ({
      type: 'object',
      required: ['type'],
      oneOf: [
        { properties: { type: { const: 'called' }, ...fields } },
        { properties: { type: { const: 'served' }, desk: { type: 'number' } } },
      ],
    });
    expect(compare(of({ desk: { type: 'string' } }), of({}))).toEqual({ forward: 'safe', backward: 'safe' });
  });

  it('lets a closed receiver refuse what another of its schemas knows', () => {
    const receiver: JsonSchema = {
      oneOf: [
        { properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false },
        { properties: { b: { type: 'string' } }, required: ['b'], additionalProperties: false },
      ],
    };
    expect(compare(receiver, receiver)).toEqual({ forward: 'safe', backward: 'safe' });
    const sender: JsonSchema = {
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'string' } },
      required: ['a', 'b'],
    };
    expect(compare(receiver, sender).forward).toBe('breaks');
  });

  it('follows recursive models', () => {
    const tree = (fields: object): JsonSchema => ({
      definitions: {
        node: {
          type: 'object',
          properties: { ...fields, kids: { type: 'array', items: { $ref: '#/definitions/node' } } },
        },
      },
      $ref: '#/definitions/node',
    });
    expect(compare(tree({ v: { type: 'number' } }), tree({ w: { type: 'string' } }))).toEqual({
      forward: 'safe',
      backward: 'safe',
    });
    expect(compare(tree({ v: { type: 'number' } }), tree({ v: { type: 'integer' } }))).toEqual({
      forward: 'safe',
      backward: 'breaks',
    });
  });

  it('finds every schema compatible with itself', () => {
    for (const schema of [
      true,
      {},
      { type: 'object' },
      { not: { required: ['a'] } },
      { minProperties: 1, maxProperties: 2 },
    ]) {
      expect(compare(schema as JsonSchema, schema as JsonSchema)).toEqual({ forward: 'safe', backward: 'safe' });
    }
  });
});
