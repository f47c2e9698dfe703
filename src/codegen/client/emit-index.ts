import type { Contract } from '../../asyncapi/model.ts';
import { camelCase, safeIdentifier } from '../names.ts';
import type { EmittedSchemas } from '../schemas/emit-schemas.ts';
import { toKey, toLiteral } from '../schemas/literal.ts';
import type { Json } from '../../util/json.ts';
import type { EmittedTypes } from '../types/emit-types.ts';
import type { EmittedValidators } from '../validators/emit-validators.ts';
import { definitionData, eventData } from './definition.ts';

/** The modules that a client's index puts together. */
export interface ClientModules {
  readonly types: EmittedTypes;
  readonly validators: EmittedValidators;
  readonly schemas: EmittedSchemas;
}

/** The name under which a client exports its contract: the vendor's. */
export function clientName({ vendor }: Contract): string {
  const name = safeIdentifier(camelCase(vendor));
  return ownNames.has(name) || /^is[A-Z]/.test(name) ? `${name}_` : name;
}

/** What `index.js` names beside the contract; validators all begin with `is`. */
const ownNames = new Set([
  'answerHandshake',
  'args',
  'checkSignature',
  'createClient',
  'createOrder',
  'createReceiver',
  'createReport',
  'memoryStore',
  'receive',
  'schemaSet',
]);

/** `index.js`: the contract as the runtime wants it, and a receiver that is bound to it. */
export function emitIndex(contract: Contract, modules: ClientModules): string {
  const name = clientName(contract);
  const functions = [...new Set(modules.validators.functionOf.values())].toSorted();
  const data = Object.entries(definitionData(contract)).map(([key, value]) => `  ${key}: ${toLiteral(value as Json)},`);
  const events = contract.events.map((event) => {
    const parts = Object.entries(eventData(event)).map(([key, value]) => `${key}: ${toLiteral(value as Json)}`);
    const isValid = modules.validators.functionOf.get(event.name) ?? '';
    const schema = toLiteral(modules.schemas.keyOf.get(event.name) ?? '');
    return `    ${toKey(event.name)}: { ${[...parts, `isValid: ${isValid}`, `schema: ${schema}`].join(', ')} },`;
  });
  const uses = usedFunctions(contract);
  return `import { ${['createClient', 'createReceiver as receive', ...Object.values(uses)].join(', ')} } from './runtime.js';
import { schemaSet } from './schemas.js';
import {
${functions.map((each) => `  ${each},`).join('\n')}
} from './validators.js';

export const ${name} = /* @__PURE__ */ createClient({
${data.join('\n')}
  uses: { ${Object.entries(uses)
    .map(([use, each]) => `${use}: ${each}`)
    .join(', ')} },
  events: {
${events.join('\n')}
  },
  ...schemaSet,
});

export function createReceiver(...args) {
  return args.length > 1 ? receive(args[0], args[1]) : receive(${name}, args[0]);
}

export { createReport, memoryStore } from './runtime.js';
`;
}

/** Functions of the runtime that not every contract needs: a bundler leaves out those that nobody names. */
function usedFunctions({ authentication, delivery }: Contract): Readonly<Record<string, string>> {
  return {
    ...(authentication.kind === 'signature' ? { signature: 'checkSignature' } : {}),
    ...(delivery.handshake === undefined ? {} : { handshake: 'answerHandshake' }),
    ...(delivery.orderKey === undefined ? {} : { order: 'createOrder' }),
  };
}

/** `index.d.ts`. */
export function emitIndexTypes(contract: Contract, { types }: ClientModules): string {
  const name = clientName(contract);
  return `import type { AnyClient, Client, ContractOf, Receiver, ReceiverOptions } from './runtime.js';
import type { ${types.contract}, ${types.events} } from './types.js';

export type * from './types.js';

/** The contract ${contract.id}: validators by event, and how its deliveries are verified. */
export declare const ${name}: Client<${types.contract}>;

/**
 * An endpoint for deliveries of ${contract.id}.
 *
 * @throws {TypeError} when the options leave out how deliveries are authenticated
 */
export declare function createReceiver(options: ReceiverOptions<${types.contract}>): Receiver<${types.contract}>;
/**
 * One endpoint for several versions of the contract: pass the clients, this one among them. Events are told apart by
 * \`event.contract\`.
 *
 * @throws {TypeError} when the clients are of different vendors, or the options leave out authentication
 */
export declare function createReceiver<const Clients extends readonly AnyClient[]>(
  clients: Clients,
  options: ReceiverOptions<ContractOf<Clients>>,
): Receiver<ContractOf<Clients>>;

export { createReport, memoryStore } from './runtime.js';

declare global {
  /** Payload types by contract, for \`counterfoil/testing\`. */
  interface CounterfoilContracts {
    '${contract.id}': ${types.events};
  }
}
`;
}
