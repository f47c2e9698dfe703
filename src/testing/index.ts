/**
 * Contracts in tests: payloads to test with, deliveries to send to a receiver, and checks of payloads. Plain functions for
 * every test runner; nothing here waits. For vitest there is `counterfoil/vitest` beside it.
 *
 * @module
 */
export { checkEvent, type CheckEventOptions, type EventCheck } from './check-event.ts';
export { ContractCheckError, type ContractCheck } from './contract-check.ts';
export { contractChecks, type ContractChecksOptions } from './contract-checks.ts';
export { example, examples, type ContractExample, type ExampleOf, type ExampleOptions } from './examples.ts';
export { toBeEvent, type MatcherResult } from './matcher.ts';
export { registerChecks, type Runner } from './register.ts';
export { sample, type SampleOptions } from './sample.ts';
export { TestSetupError } from './setup-error.ts';
export { signedDelivery, toRequest, type SignedDeliveryOptions } from './signed-delivery.ts';
export type { ClientReference, ContractOptions, ContractReference, EventNameOf, PayloadOf } from './types.ts';
