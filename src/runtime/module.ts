/**
 * The runtime as one module, `runtime.js` of a client: what others may import, and what generated code imports.
 *
 * @module
 */
import type { Client, ContractTypes } from './api.ts';
import { createClient as create } from './create-client.ts';
import type { GeneratedDefinition } from './generated-definition.ts';
import { explain } from './explain.ts';
import { findUndocumented } from './undocumented.ts';

export * from './index.ts';
export * from './support.ts';
export * from './explain/further-rules.ts';
export { answerHandshake } from './receiver/handshake.ts';
export { createOrder } from './receiver/order.ts';
export { checkSignature } from './receiver/signature.ts';

/** The client of a contract: see `create-client.ts`. */
export function createClient<Contract extends ContractTypes>(definition: GeneratedDefinition): Client<Contract> {
  return create(definition, { explain, findUndocumented });
}
