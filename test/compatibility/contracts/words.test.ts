import { expect, test } from 'vitest';
import { structureOf, wordsOf } from '../../../src/compatibility/contracts/structure.ts';
import { withoutWords } from '../../../src/compatibility/contracts/words.ts';
import { contract, payload } from './small-contract.ts';

test('keywords that only people read go; names, values and what validators read stay', () => {
  const schema = {
    title: 'Order',
    description: 'An order.',
    $comment: 'c',
    'x-source': { kind: 'seed' },
    'x-extensible-enum': ['a'],
    type: 'object',
    required: ['title', 'description'],
    properties: {
      title: { type: 'string', description: 'Its title.' },
      description: { const: { title: 'kept', description: 'kept' } },
      'x-note': { examples: ['e'], enum: [{ title: 'kept' }] },
    },
    items: [{ description: 'gone' }],
  };
  expect(withoutWords(schema)).toEqual({
    'x-extensible-enum': ['a'],
    type: 'object',
    required: ['title', 'description'],
    properties: {
      title: { type: 'string' },
      description: { const: { title: 'kept', description: 'kept' } },
      'x-note': { enum: [{ title: 'kept' }] },
    },
    items: [{}],
  });
});

const base = contract('1.0.0', { paid: payload('paid', { note: { type: 'string' } }) });

test('the structure knows neither words nor files nor what nobody uses', () => {
  const worded = {
    ...contract(
      '1.0.0',
      { paid: payload('paid', { note: { type: 'string', description: 'A note.' } }) },
      {
        models: { unused: { type: 'integer' } },
      },
    ),
    title: 'Other',
    file: 'elsewhere.yaml',
  };
  expect(structureOf(worded)).toEqual(structureOf(base));
  expect(wordsOf(worded)).not.toEqual(wordsOf(base));
});

test('the structure knows what a receiver can observe', () => {
  const [event] = base.events;
  if (event === undefined) throw new Error('the base has an event');
  const others = [
    { ...base, vendor: 'bar' },
    { ...base, delivery: { timeout: 5 } },
    { ...base, endpointUrl: { type: 'string' } },
    { ...base, events: [{ ...event, method: 'PUT' }] },
    contract('1.0.0', { paid: payload('paid', { note: { type: 'string', maxLength: 5 } }) }),
  ];
  for (const other of others) expect(structureOf(other)).not.toEqual(structureOf(base));
});
