import type { ClientDefinition } from './definition.ts';
import type { answerHandshake } from './receiver/handshake.ts';
import type { createOrder } from './receiver/order.ts';
import type { checkSignature } from './receiver/signature.ts';

/**
 * What generated code writes as a literal: the definition of a contract, and those functions of the runtime that not every
 * contract needs. Generated code names them, and a bundler leaves out the others.
 */
export interface GeneratedDefinition extends ClientDefinition {
  readonly uses?: UsedFunctions;
}

export interface UsedFunctions {
  /** For contracts with a signature: `checkSignature`. */
  readonly signature?: typeof checkSignature;
  /** For contracts with a handshake: `answerHandshake`. */
  readonly handshake?: typeof answerHandshake;
  /** For contracts that state `order` and `orderKey`: `createOrder`. */
  readonly order?: typeof createOrder;
}
