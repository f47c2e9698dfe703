import fc from 'fast-check';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadContract } from '../../src/api/load-contract.ts';
import type { Contract } from '../../src/asyncapi/model.ts';
import { findUndocumented } from '../../src/json-schema/strict.ts';
import { createValidator } from '../../src/json-schema/validate.ts';
import type { Json } from '../../src/util/json.ts';
import { contractOf } from '../codegen/types/bundles.ts';
import { compile, ownCompiler } from '../codegen/types/compile.ts';
import { inhabitant } from '../codegen/types/inhabits.ts';
import { assigning, refused, satisfying, typesProgram, wrongPayloads } from '../codegen/types/program.ts';
import { samplePayloads } from '../codegen/types/sampled-payloads.ts';
import { shapedValues, shapes } from '../codegen/types/shapes.ts';
import { contractFolders } from '../contracts/contract-files.ts';
import { schemas, values } from '../json-schema/arbitraries.ts';

const root = join(import.meta.dirname, '../..');
const typesFolder = join(root, 'test/codegen/types');
const peer = (version: string): string => join(root, `test/peers/node_modules/typescript-${version}/bin/tsc`);

const compilers = [
  ['5.4', peer('5.4')],
  ['5.9', peer('5.9')],
  ['6', peer('6')],
  ['7', ownCompiler],
] as const;

async function load(id: string): Promise<Contract> {
  const { contract } = await loadContract(id, { cwd: root });
  if (contract === undefined) throw new Error(`${id} cannot be loaded.`);
  return contract;
}

/** Everything that the shipped contracts give: usage, examples, payloads that are wrong, and made ones. */
async function shippedProgram(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const contracts = await Promise.all(contractFolders.map(({ id }) => load(id)));
  for (const contract of contracts) {
    for (const [path, content] of typesProgram(contract.id, contract)) files.set(path, content);
    const examples = contract.events.flatMap(({ name, examples: all }) =>
      all.map(({ payload }) => ({ event: name, payload })),
    );
    const made = await samplePayloads(contract, 40);
    if (made.length < 2 * contract.events.length) throw new Error(`Only ${made.length} payloads of ${contract.id}.`);
    files.set(`${contract.id}/examples.ts`, satisfying(contract, examples));
    files.set(`${contract.id}/wrong.ts`, refused(contract, wrongPayloads(contract)));
    files.set(`${contract.id}/made.ts`, assigning(contract, made));
  }
  for (const { vendor, id } of new Map(contracts.map((contract) => [contract.vendor, contract])).values()) {
    files.set(`${id}/usage.ts`, readFileSync(join(typesFolder, 'usage/cases', `${vendor}.ts`), 'utf8'));
  }
  return files;
}

/**
 * Types of random schemas, with values that these let through and describe. That each of those is of its type a faster test
 * tries, without the compiler and with many more; those that it takes for a mistake (TS2559) are left out here.
 */
function randomProgram(): Map<string, string> {
  const files = new Map<string, string>();
  for (const name of readdirSync(join(typesFolder, 'cases'))) {
    files.set(`cases/${name}.d.ts`, readFileSync(join(typesFolder, 'cases', name, 'expected.d.ts'), 'utf8'));
  }
  const sort = (schema: fc.Arbitrary<object>, other: fc.Arbitrary<object>, value: fc.Arbitrary<Json>) =>
    fc.tuple(other, other, schema, fc.array(value, { minLength: 20, maxLength: 20 }));
  const sampled = [
    ...fc.sample(sort(schemas('draft-07'), schemas('draft-07'), values), { numRuns: 150, seed: 1 }),
    ...fc.sample(sort(shapes(true), shapes(false), shapedValues), { numRuns: 150, seed: 2 }),
  ];
  for (const [index, [one, two, event, candidates]] of sampled.entries()) {
    const contract = contractOf({ one, two, 'events.e': event } as Contract['schemas']['definitions']);
    const validator = createValidator(contract.schemas, { formats: 'annotate' });
    const isOfType = inhabitant(contract, { weak: true });
    const described = candidates.filter(
      (value) =>
        validator.compile('events.e').decide(value) === true &&
        isOfType('e', value) &&
        !findUndocumented(validator, 'events.e', value).some(({ kind }) => kind === 'property'),
    );
    for (const [path, content] of typesProgram(`random/${index}`, contract)) files.set(path, content);
    const samples = described.map((payload) => ({ event: 'e', payload }));
    files.set(`random/${index}/values.ts`, assigning(contract, samples));
  }
  return files;
}

const shipped = await shippedProgram();
const random = randomProgram();

describe.each(compilers)('with TypeScript %s', (version, compiler) => {
  const isThere = existsSync(compiler);
  const skipped = isThere ? '' : ` (skipped: npm ci --prefix test/peers installs TypeScript ${version})`;

  test.skipIf(!isThere)(`types of the shipped contracts compile with what people do with them${skipped}`, () => {
    expect(compile(shipped, compiler)).toEqual([]);
  });

  test.skipIf(!isThere)(`types of random schemas compile and let valid values through${skipped}`, () => {
    expect(compile(random, compiler)).toEqual([]);
  });
});
