import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadContract } from '../../src/api/load-contract.ts';
import { WorkingCopy } from './working-copy.ts';

let copy: WorkingCopy;
beforeEach(() => {
  copy = new WorkingCopy();
});
afterEach(() => {
  copy.remove();
});

const document = 'asyncapi/cafe/1.0.0/asyncapi.yaml';
const load = (corrections: string) => {
  copy.edit(document, '  x-vendor: cafe\n', `  x-vendor: cafe\n  x-corrections:\n${corrections}`);
  return loadContract(document, { cwd: copy.folder });
};

test('corrections are part of the model', async () => {
  const { contract, findings } = await load(
    '    - event: order.ready\n      pointer: /order/id\n      reason: Misread.\n    - reason: All of it.\n',
  );
  expect(findings).toEqual([]);
  expect(contract?.corrections).toEqual([
    { event: 'order.ready', pointer: '/order/id', reason: 'Misread.' },
    { reason: 'All of it.' },
  ]);
});

test.each([
  ['without a reason', '    - event: order.ready\n'],
  ['with a pointer that is none', '    - pointer: order\n      reason: Misread.\n'],
  ['with an unknown key', '    - why: Misread.\n      reason: Misread.\n'],
])('%s: an error', async (_, corrections) => {
  const { contract, findings } = await load(corrections);
  expect(contract).toBeUndefined();
  expect(findings.map(({ rule }) => rule)).toContain('extension/invalid');
});

test('a contract without corrections has none', async () => {
  const { contract } = await loadContract(document, { cwd: copy.folder });
  expect(contract?.corrections).toEqual([]);
});
