import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadContract } from '../../../src/api/load-contract.ts';
import type { Contract } from '../../../src/asyncapi/model.ts';
import { emitTypes } from '../../../src/codegen/types/emit-types.ts';
import { contractFolders } from '../../contracts/contract-files.ts';
import { compile } from './compile.ts';
import { refused, satisfying, typesProgram, wrongPayloads } from './program.ts';

const usage = join(import.meta.dirname, 'usage/cases');

async function load(id: string): Promise<Contract> {
  const { contract } = await loadContract(id, { cwd: join(import.meta.dirname, '../../..') });
  if (contract === undefined) throw new Error(`${id} cannot be loaded.`);
  return contract;
}

const contracts = await Promise.all(contractFolders.map(({ id }) => load(id)));
const newest = new Map(contracts.map((contract) => [contract.vendor, contract]));

test('types of the shipped contracts compile, and what people do with them', () => {
  const files = new Map<string, string>();
  for (const [vendor, contract] of newest) {
    for (const [path, content] of typesProgram(vendor, contract)) files.set(path, content);
    files.set(`${vendor}/usage.ts`, readFileSync(join(usage, `${vendor}.ts`), 'utf8'));
  }
  expect(readdirSync(usage)).toHaveLength(newest.size);
  expect(compile(files)).toEqual([]);
});

test('every documented example satisfies the type of its event, and no wrong one does', () => {
  const files = new Map<string, string>();
  for (const contract of contracts) {
    for (const [path, content] of typesProgram(contract.id, contract)) files.set(path, content);
    const samples = contract.events.flatMap(({ name, examples }) =>
      examples.map(({ payload }) => ({ event: name, payload })),
    );
    const wrong = wrongPayloads(contract);
    expect(samples.length).toBeGreaterThan(0);
    expect(wrong.length).toBeGreaterThan(3);
    files.set(`${contract.id}/examples.ts`, satisfying(contract, samples));
    files.set(`${contract.id}/wrong.ts`, refused(contract, wrong));
  }
  expect(compile(files)).toEqual([]);
});

test('the types of shipped contracts have no problem, no any, no index signature, and no numbered copy of a model', () => {
  for (const contract of contracts) {
    const { code, problems, interfaceOf, models } = emitTypes(contract);
    expect(problems).toEqual([]);
    expect(code).not.toMatch(/\bany\b(?! event)|^\s*\[\w+: string\]/m);
    expect([...interfaceOf.keys()]).toEqual(contract.events.map(({ name }) => name));
    expect([...models.values()].filter((name) => /\d$/.test(name))).toEqual([]);
  }
});

test('loading a contract again gives the same text', async () => {
  for (const contract of contracts) {
    expect(emitTypes(await load(contract.id)).code).toBe(emitTypes(contract).code);
  }
});
