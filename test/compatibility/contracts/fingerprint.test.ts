import { expect, test } from 'vitest';
import { compareContracts } from '../../../src/compatibility/compare-contracts.ts';
import { fingerprintOf } from '../../../src/compatibility/contracts/fingerprint.ts';
import type { JsonSchema } from '../../../src/json-schema/schema.ts';
import { contract, payload } from './small-contract.ts';

const text: JsonSchema = { type: 'string' };
const older = contract('1.0.0', { paid: payload('paid', { amount: text, note: text }), sent: payload('sent') });

/** Fingerprints of what hurts old receivers when `paid` has these properties. */
function fingerprints(properties: Readonly<Record<string, JsonSchema>>, version = '2.0.0'): readonly string[] {
  const newer = contract(version, { paid: payload('paid', properties), sent: payload('sent') });
  return compareContracts(older, newer)
    .changes.filter(({ hurts }) => hurts.includes('forward'))
    .map((change) => fingerprintOf(change, 'cafe'));
}

const base = fingerprints({ amount: { type: 'integer' }, note: text });

test('is 16 hex digits, one for each change', () => {
  expect(base).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/)]);
});

test('knows no version, no words, and nothing that hurts nobody', () => {
  expect(fingerprints({ amount: { type: 'integer' }, note: text }, '3.0.0')).toEqual(base);
  expect(fingerprints({ amount: { type: 'integer', description: 'In cents.' }, note: text })).toEqual(base);
  expect(fingerprints({ note: text, amount: { type: 'integer' }, more: text })).toEqual(base);
});

test('another value at the place, or a further change that could hurt the same side, is another break', () => {
  expect(fingerprints({ amount: { type: 'boolean' }, note: text })).not.toEqual(base);
  const [first] = fingerprints({ amount: { type: 'integer' }, note: { type: ['string', 'null'] } });
  expect(first).not.toBe(base[0]);
});

test('belongs to a vendor', () => {
  const [change] = compareContracts(
    older,
    contract('2.0.0', { paid: payload('paid', { amount: text, note: text }) }),
  ).changes;
  if (change === undefined) throw new Error('an event went away');
  expect(fingerprintOf(change, 'cafe')).not.toBe(fingerprintOf(change, 'bar'));
});
