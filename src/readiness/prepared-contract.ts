import type { Contract, ContractEvent } from '../asyncapi/model.ts';
import { RunError } from '../findings/run-error.ts';
import { createSampler, SampleError } from '../json-schema/sample/sampler.ts';
import type { SampleOptions, Sampler } from '../json-schema/sample/sampler.ts';
import { createValidator, SchemaCompileError } from '../json-schema/validate.ts';
import type { Validator } from '../json-schema/validate.ts';
import { nearest } from '../util/nearest.ts';
import type { Json } from '../util/json.ts';

/** A contract, made ready for payloads of its events to be made and judged. */
export interface PreparedContract {
  readonly contract: Contract;
  readonly validator: Validator;
  /**
   * A payload drawn from the event's schema.
   * @throws {SampleError} when none is found
   */
  sample(event: ContractEvent, options: SampleOptions): Json;
}

/**
 * Compiles the schemas of all events.
 *
 * @throws {RunError} when one of them cannot be used
 */
export function prepareContract(contract: Contract): PreparedContract {
  const validator = createValidator(contract.schemas);
  const samplers = new Map<string, Sampler>();
  try {
    for (const { payload } of contract.events) validator.compile(payload);
  } catch (error) {
    if (!(error instanceof SchemaCompileError)) throw error;
    throw new RunError('input', `A schema of ${contract.id} cannot be used: ${error.message}`, {
      help: `counterfoil check ${contract.file} says where.`,
    });
  }
  return {
    contract,
    validator,
    sample({ payload }, options) {
      const sampler = samplers.get(payload) ?? createSampler(validator, contract.schemas, payload);
      samplers.set(payload, sampler);
      return sampler.sample(options);
    },
  };
}

/**
 * The event called `name`.
 *
 * @throws {RunError} when the contract has none; the message names what was probably meant
 */
export function findEvent({ id, events }: Contract, name: string): ContractEvent {
  const found = events.find((event) => event.name === name);
  if (found !== undefined) return found;
  const names = events.map((event) => event.name);
  const meant = nearest(name, names);
  throw new RunError('usage', `${id} has no event "${name}".`, {
    help: `${meant === undefined ? '' : `Did you mean ${meant}? `}It has ${names.join(', ')}.`,
  });
}

export { SampleError };
