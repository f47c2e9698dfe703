import { SampleError } from '../json-schema/sample/sampler.ts';
import type { SampleOptions as SamplerOptions } from '../json-schema/sample/sampler.ts';
import { SchemaCompileError } from '../json-schema/validate.ts';
import { findContract, findEvent } from './contracts.ts';
import { TestSetupError } from './setup-error.ts';
import type { ContractOptions, ContractReference, EventNameOf, PayloadOf } from './types.ts';

export type SampleOptions = ContractOptions & SamplerOptions;

/**
 * A generated payload of an event: valid, with known values only and nothing that the contract does not describe. The same
 * options make the same payload on every machine. Nothing in it is anybody's.
 *
 * Its type is found as for `example`.
 *
 * @throws {TestSetupError} when there is no such contract or event, or no payload can fulfil the event's schema
 * @throws {RangeError} when an option is out of its range
 */
export function sample<Payload = never>(
  contract: [Payload] extends [never] ? never : ContractReference,
  event: string,
  options?: SampleOptions,
): NoInfer<Payload>;
export function sample<const Reference extends ContractReference, const Name extends EventNameOf<Reference>>(
  contract: Reference,
  event: Name,
  options?: SampleOptions,
): PayloadOf<Reference, Name>;
export function sample(contract: ContractReference, event: string, options: SampleOptions = {}): unknown {
  const { cwd: _, ...settings } = options;
  const found = findContract(contract, options);
  try {
    return found.samplerOf(findEvent(found, event)).sample(settings);
  } catch (error) {
    if (!(error instanceof SampleError || error instanceof SchemaCompileError)) throw error;
    throw new TestSetupError(`${event} of ${found.contract.id}: ${error.message}`, { cause: error });
  }
}
