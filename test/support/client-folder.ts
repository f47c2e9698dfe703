import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Contract } from '../../src/asyncapi/model.ts';
import { loadContractSync } from '../../src/asyncapi/load-contract.ts';
import { shippedContracts } from '../../src/checks/targets.ts';
import { generateTypeScript } from '../../src/codegen/client/generate-typescript.ts';
import type { GeneratedFile } from '../../src/codegen/generated-file.ts';

const runtimeFolder = join(import.meta.dirname, '../../src/generated/client-runtime');

/** The files of a contract's client, as `counterfoil generate` makes them. */
export function clientFiles(contract: Contract): GeneratedFile[] {
  const runtime = new Map(
    readdirSync(runtimeFolder).map((name) => [name, readFileSync(join(runtimeFolder, name), 'utf8')] as const),
  );
  return generateTypeScript(contract, { contract: contract.id, digest: 'sha256:0', tool: '0.0.0' }, runtime).files;
}

/** Writes a contract's client into a new folder below `folder` and returns its path. */
export function writeClient(contract: Contract, folder: string): string {
  const target = join(folder, contract.id.replaceAll(/[^\w.-]/g, '_'));
  mkdirSync(target, { recursive: true });
  for (const { path, content } of clientFiles(contract)) writeFileSync(join(target, path), content);
  return target;
}

/** The shipped contracts, loaded anew. */
export function loadShipped(): Contract[] {
  return shippedContracts().map(({ id, file }) => {
    const { contract } = loadContractSync(file);
    if (contract === undefined) throw new Error(`${id} cannot be loaded.`);
    return contract;
  });
}
