import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Contract } from '../../src/asyncapi/model.ts';
import { generateTypeScript } from '../../src/codegen/client/generate-typescript.ts';
import type { Client, ContractTypes, Receiver } from '../../src/runtime/api.ts';

/** What a generated client exports. */
export interface ClientModule {
  readonly client: Client<ContractTypes>;
  readonly createReceiver: (options: object) => Receiver<ContractTypes>;
}

/** Generates a contract's client into a new folder, on the runtime as it stands in `src/`, and loads it. */
export async function sourceClient(contract: Contract, folder: string): Promise<ClientModule> {
  mkdirSync(folder, { recursive: true });
  const runtime = pathToFileURL(join(import.meta.dirname, '../../src/runtime/module.ts'));
  const text = `export * from ${JSON.stringify(runtime.href)};\n`;
  const origin = { contract: contract.id, digest: 'sha256:0', tool: '0.0.0' };
  const { files } = generateTypeScript(contract, origin, new Map([['runtime.js', text]]));
  for (const { path, content } of files) writeFileSync(join(folder, path), content);
  const module = (await import(pathToFileURL(join(folder, 'index.js')).href)) as Record<string, unknown>;
  const { createReceiver, [contract.vendor]: client } = module;
  return { createReceiver, client } as ClientModule;
}
