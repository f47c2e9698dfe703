import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadContract } from '../../src/api/load-contract.ts';
import { shippedContracts } from '../../src/checks/targets.ts';
import { structureOf } from '../../src/compatibility/contracts/structure.ts';
import { digest } from '../../src/json-schema/canonicalize.ts';
import releases from '../../asyncapi/releases.json' with { type: 'json' };
import { WorkingCopy } from './working-copy.ts';

let copy: WorkingCopy;
beforeEach(() => {
  copy = new WorkingCopy();
});
afterEach(() => {
  copy.remove();
});

const rulesOf = async (): Promise<readonly string[]> => {
  const { stdout } = await copy.run('check', '--format', 'json');
  const { findings } = JSON.parse(stdout) as { findings: { rule: string; contract?: string }[] };
  return findings.filter(({ rule }) => rule.startsWith('contract/')).map(({ rule, contract }) => `${rule} ${contract}`);
};
const order = (version: string): string => `schemas/cafe/${version}/order.schema.json`;

test('the shipped contracts are released as they are', async () => {
  const digests = await Promise.all(
    shippedContracts().map(async ({ id, file }) => {
      const { contract } = await loadContract(file);
      return [id, contract === undefined ? '' : digest(structureOf(contract))] as const;
    }),
  );
  expect(Object.fromEntries(digests)).toEqual(
    Object.fromEntries(Object.entries(releases).map(([id, release]) => [id, release.digest])),
  );
});

test('what is released passes, and a change of it does not', async () => {
  expect(await rulesOf()).toEqual([]);
  expect(await copy.run('release', 'asyncapi')).toMatchObject({ exit: 0 });
  expect(copy.read('asyncapi/releases.json')).toMatch(
    /"cafe@1\.1\.0": \{\n {4}"digest": "sha256:[0-9a-f]{64}",\n {4}"released": "2026-01-15"/,
  );
  expect(await rulesOf()).toEqual([]);
  copy.edit(order('1.1.0'), '"type": "integer"', '"type": "number"');
  expect(await rulesOf()).toEqual(['contract/released-changed cafe@1.1.0']);
  expect(await copy.run('release', 'asyncapi/cafe/1.1.0')).toMatchObject({
    exit: 1,
    stdout: 'cafe@1.1.0 had been released and has changed since: give it a new version\nNothing was recorded.\n',
  });
});

test('words, examples and the form of the files are no change', async () => {
  await copy.run('release', 'asyncapi');
  copy.edit(order('1.0.0'), 'Number of the order.', 'Its number.');
  copy.write(order('2.0.0'), JSON.stringify(JSON.parse(copy.read(order('2.0.0')))));
  copy.edit('asyncapi/cafe/1.0.0/messages/order.ready.yaml', 'title: An order is ready', 'title: Ready');
  expect(await rulesOf()).toEqual([]);
});

test('a new version whose step is too small is refused, and an approved break counts no more', async () => {
  copy.removeVersion('2.0.0');
  await copy.run('release', 'asyncapi');
  copy.copyVersion('1.1.0', '1.2.0');
  copy.edit(order('1.2.0'), '"format": "date-time"', '"minLength": 1');
  expect(await rulesOf()).toEqual(['contract/bump-too-small cafe@1.2.0']);
  const refused = await copy.run('release', 'asyncapi/cafe/1.2.0');
  expect(refused.exit).toBe(1);
  expect(refused.stdout).toContain('The difference demands a major version; from 1.1.0 to 1.2.0 is a minor step.');
  expect(copy.read('asyncapi/releases.json')).not.toContain('1.2.0');
  const compared = await copy.run('compare', 'asyncapi/cafe/1.1.0', 'asyncapi/cafe/1.2.0');
  const [command] = /approve [0-9a-f]{16} --until \S+/.exec(compared.stdout) ?? [];
  await copy.run(...(command ?? '').split(' '), '--reason', 'r', '--by', 'b');
  expect(await rulesOf()).toEqual([]);
  expect(await copy.run('release', 'asyncapi/cafe/1.2.0')).toMatchObject({
    exit: 0,
    stdout: 'cafe@1.2.0 is released\n',
  });
});

test('a predecessor that is released and not there cannot be compared with', async () => {
  await copy.run('release', 'asyncapi');
  copy.removeVersion('2.0.0');
  copy.copyVersion('1.1.0', '2.0.1');
  expect(await rulesOf()).toEqual(['contract/bump-too-small cafe@2.0.1']);
  expect(await copy.run('release', 'asyncapi/cafe/2.0.1')).toMatchObject({ exit: 3 });
});

test('a record that cannot be read is an error', async () => {
  copy.write('asyncapi/releases.json', '{ "cafe@1.0.0": {} }');
  expect(await copy.run('release', 'asyncapi')).toMatchObject({ exit: 3 });
  expect((await copy.run('check')).stdout).toContain('config/invalid-value');
});

test('a contract with errors is not released', async () => {
  copy.edit(order('1.0.0'), '"type": "integer"', '"type": "whole"');
  expect(await copy.run('release', 'asyncapi/cafe/1.0.0')).toMatchObject({ exit: 3 });
});
