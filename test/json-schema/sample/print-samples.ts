import { createHash } from 'node:crypto';
import { loadContract } from '../../../src/api/load-contract.ts';
import { shippedContracts } from '../../../src/checks/targets.ts';
import { createSampler } from '../../../src/json-schema/sample/sampler.ts';
import { createValidator } from '../../../src/json-schema/validate.ts';

/** A digest of samples for each event of the shipped contracts; `inOrder` says in which order they are made. */
export async function sampleDigests(inOrder: <T>(list: readonly T[]) => readonly T[]): Promise<string> {
  const lines: string[] = [];
  for (const { id } of inOrder(shippedContracts())) {
    const { contract } = await loadContract(id);
    if (contract === undefined) throw new Error(`${id} cannot be loaded.`);
    const validator = createValidator(contract.schemas);
    for (const event of inOrder(contract.events)) {
      const sampler = createSampler(validator, contract.schemas, event.payload);
      const seeds = inOrder(Array.from({ length: 20 }, (_, seed) => seed));
      const samples = inOrder(seeds.map((seed) => JSON.stringify(sampler.sample({ seed }))));
      lines.push(`${id} ${event.name} ${createHash('sha256').update(samples.join('\n')).digest('hex')}`);
    }
  }
  return lines.toSorted().join('\n');
}

// As a program: the other way round.
if (import.meta.main) process.stdout.write(await sampleDigests((list) => list.toReversed()));
