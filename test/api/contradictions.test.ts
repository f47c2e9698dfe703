import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadContract } from '../../src/api/load-contract.ts';
import { structureOf, wordsOf } from '../../src/compatibility/contracts/structure.ts';
import { WorkingCopy } from './working-copy.ts';

let copy: WorkingCopy;
beforeEach(() => {
  copy = new WorkingCopy();
});
afterEach(() => {
  copy.remove();
});

const document = 'asyncapi/cafe/1.0.0/asyncapi.yaml';
const load = (contradictions: string) => {
  copy.edit(document, '  x-vendor: cafe\n', `  x-vendor: cafe\n  x-contradictions:\n${contradictions}`);
  return loadContract(document, { cwd: copy.folder });
};

test('contradictions are part of the model, and words: no release freezes them', async () => {
  const before = (await loadContract(document, { cwd: copy.folder })).contract;
  const { contract, findings } = await load('    - one: A number.\n      other: A text.\n      decision: A text.\n');
  expect(findings).toEqual([]);
  expect(before?.contradictions).toEqual([]);
  expect(contract?.contradictions).toEqual([{ one: 'A number.', other: 'A text.', decision: 'A text.' }]);
  if (before === undefined || contract === undefined) throw new Error('A contract could not be loaded.');
  expect(structureOf(contract)).toEqual(structureOf(before));
  expect(wordsOf(contract)).not.toEqual(wordsOf(before));
});

test.each([
  ['without a decision', '    - one: A number.\n      other: A text.\n'],
  ['with an unknown key', '    - one: A number.\n      decision: A text.\n      why: Because.\n'],
  ['none at all', '    []\n'],
])('%s: an error', async (_, contradictions) => {
  const { contract, findings } = await load(contradictions);
  expect(contract).toBeUndefined();
  expect(findings.map(({ rule }) => rule)).toContain('extension/invalid');
});
