import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadContract } from '../../../src/api/load-contract.ts';
import type { Contract } from '../../../src/asyncapi/model.ts';
import type { GeneratedFile } from '../../../src/codegen/generated-file.ts';
import { schemes } from '../../signatures/schemes.ts';
import { signedContract, wildContract } from './wild-contract.ts';

const root = join(import.meta.dirname, '../../..');

/** Contracts whose clients are run in their own language: all that ship, one for each signature scheme, and a wild one. */
export async function contractsToRun(): Promise<ReadonlyMap<string, Contract>> {
  const found = new Map<string, Contract>([['wild', wildContract]]);
  for (const id of ['ombori/1.0.0', 'ombori/2.0.0', 'qminder/1.0.0', 'waitwhile/1.0.0']) {
    const { contract } = await loadContract(join(root, 'asyncapi', id, 'asyncapi.yaml'));
    if (contract !== undefined) found.set(id.replaceAll(/\W/g, '_'), contract);
  }
  for (const [name, scheme] of Object.entries(schemes))
    found.set(`signed_${name.toLowerCase()}`, signedContract('cafe', scheme));
  return found;
}

export function writeInto(folder: string, files: readonly GeneratedFile[]): void {
  for (const { path, content } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}
