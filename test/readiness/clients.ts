import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Contract } from '../../src/asyncapi/model.ts';
import type { ContractTypes, Receiver } from '../../src/runtime/api.ts';
import { writeClient } from '../support/client-folder.ts';
import { past, present } from './receiver.ts';
import { serve } from './servers.ts';
import type { TestServer } from './servers.ts';

/** The generated receiver of a contract, with the secrets of a rotation. */
export async function serveClient(contract: Contract, folder: string, dedupes = false): Promise<TestServer> {
  const written = writeClient(contract, mkdtempSync(join(folder, 'client-')));
  const { createReceiver, memoryStore } = (await import(join(written, 'index.js'))) as {
    createReceiver: (options: object) => Receiver<ContractTypes>;
    memoryStore: () => object;
  };
  const server = await serve((request, response) => void receiver.node(request, response));
  const isSigned = contract.authentication.kind === 'signature';
  const secrets = [present, past];
  const receiver = createReceiver({
    ...(isSigned ? { secrets, url: server.url } : { auth: { secret: secrets } }),
    ...(dedupes ? { dedupe: memoryStore() } : {}),
    onError: () => {},
  });
  return server;
}
