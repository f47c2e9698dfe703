import { expect, test } from 'vitest';
import { compareContracts } from '../../../src/compatibility/compare-contracts.ts';
import { placesToCount, weigh } from '../../../src/compatibility/contracts/weigh.ts';
import { contract, payload } from './small-contract.ts';

const older = contract('1.0.0', {
  paid: payload('paid', { amount: { type: 'string' } }),
  sent: payload('sent', { to: { type: 'string' } }),
  lost: payload('lost', { where: { type: 'string' } }),
});
const newer = contract('2.0.0', { paid: payload('paid'), sent: payload('sent', { to: { type: 'integer' } }) });
const changes = compareContracts(older, newer, {}).changes.filter(({ hurts }) => hurts.includes('forward'));
const counts = new Map([
  ['paid', { total: 412, present: new Map([['/amount', 412]]) }],
  ['lost', { total: 3, present: new Map() }],
]);

test('looks for the field that is at stake', () => {
  expect(Object.fromEntries(placesToCount(changes))).toEqual({
    paid: new Set(['/amount']),
    sent: new Set(['/to']),
    lost: new Set(['']),
  });
});

test('says how many live captures have it, and nothing where there are none', () => {
  expect(changes.map((change) => [change.events[0], weigh(change, counts)])).toEqual([
    ['lost', '3 live captures of "lost"'],
    ['paid', '/amount is present in 412 of 412 live captures of "paid"'],
    ['sent', undefined],
  ]);
});
