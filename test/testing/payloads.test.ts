import { afterAll, describe, expect, test } from 'vitest';
import { shippedContracts } from '../../src/checks/targets.ts';
import { checkEvent, example, examples, sample } from '../../src/testing/index.ts';
import { findContract } from '../../src/testing/contracts.ts';
import { folderWithContract } from './own-contract.ts';

const folder = folderWithContract();
afterAll(() => folder.remove());
const options = { cwd: folder.path };

describe('an example', () => {
  test('is the documented payload, and a copy', () => {
    const first = example<{ order: { id: number } }>('./asyncapi', 'order.ready', options);
    expect(first.order.id).toBe(7);
    first.order.id = 8;
    expect(example<{ order: { id: number } }>('./asyncapi', 'order.ready', options).order.id).toBe(7);
  });

  test('is chosen by its name', () => {
    expect(example('./asyncapi', 'order.ready', { ...options, name: 'ready' })).toHaveProperty('type', 'order.ready');
    expect(() => example('./asyncapi', 'order.ready', { ...options, name: 'raedy' })).toThrow(
      'order.ready of cafe@1.0.0 has no example "raedy". Did you mean "ready"? It has ready.',
    );
  });

  test('that is not documented is refused, with a way out', () => {
    expect(() => example('qminder', 'ticket_served', options)).toThrow(
      'qminder@1.0.0 documents no example of ticket_served. sample() makes a payload of it.',
    );
  });

  test('is one of all', () => {
    expect(examples('./asyncapi', undefined, options).map(({ event, name }) => [event, name])).toEqual([
      ['order.placed', 'placed'],
      ['order.ready', 'ready'],
    ]);
    expect(examples('./asyncapi', 'order.ready', options)).toHaveLength(1);
    expect(examples('qminder', 'ticket_served', options)).toEqual([]);
  });
});

describe('a sample', () => {
  test.each(shippedContracts().map(({ id }) => [id]))('of each event of %s is one in the strict profile', (id) => {
    for (const { name } of findContract(id, options).contract.events) {
      for (const optional of ['all', 'none', 0.3] as const) {
        const check = checkEvent(id, name, sample(id, name, { ...options, seed: 'any', optional }), {
          ...options,
          profile: 'strict',
        });
        expect(check.ok, check.message).toBe(true);
      }
    }
  });

  test('is determined by its seed', () => {
    const make = (seed: number | string): unknown => sample('ombori', 'positionCalled', { ...options, seed });
    expect(make(7)).toEqual(make(7));
    expect(make(7)).not.toEqual(make(8));
    expect(make(1)).toEqual(sample('ombori', 'positionCalled', options));
    expect(sample('ombori', 'positionCalled', { ...options, seed: 7 })).not.toEqual(
      sample('ombori', 'positionCreated', { ...options, seed: 7 }),
    );
  });

  test('that nobody can make is refused', () => {
    const schema = {
      type: 'object',
      required: ['type', 'order', 'x'],
      properties: { type: { const: 'order.ready' }, order: {} },
    };
    const odd = folderWithContract({ 'schemas/cafe/1.0.0/events/order.ready.schema.json': JSON.stringify(schema) });
    expect(() => sample('./asyncapi', 'order.ready', { cwd: odd.path })).toThrow(
      /^order\.ready of cafe@1\.0\.0: No sample of .* was found\. What stood in the way:\n {2}\/x must be there, and is not described/,
    );
    odd.remove();
  });

  test('takes options in their range only', () => {
    expect(() => sample('qminder', 'ticket_created', { ...options, nulls: 2 })).toThrow(RangeError);
  });
});
