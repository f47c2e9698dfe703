import type { ContractEvent, Example } from '../asyncapi/model.ts';
import type { Json } from '../util/json.ts';
import { nearest } from '../util/nearest.ts';
import { findContract, findEvent } from './contracts.ts';
import { TestSetupError } from './setup-error.ts';
import type { ContractOptions, ContractReference, EventNameOf, PayloadOf } from './types.ts';

export interface ExampleOptions extends ContractOptions {
  /** Name of the example in the contract; the first one when absent. */
  readonly name?: string;
}

/** A documented payload of a contract. */
export interface ContractExample<Event extends string = string, Payload = Json> {
  readonly event: Event;
  /** Name of the example in the contract. */
  readonly name: string;
  readonly payload: Payload;
}

/** The examples of a contract, told apart by `event`. */
export type ExampleOf<
  Reference extends ContractReference,
  Name extends string = EventNameOf<Reference>,
> = Name extends string ? ContractExample<Name, PayloadOf<Reference, Name>> : never;

/**
 * A documented payload of an event, as the vendor's documentation has it; a new copy each time.
 *
 * Its type is that of the generated client, when the program knows one, else the one that is named:
 * `example<OrderReady>('./contracts/cafe', 'order.ready')`.
 *
 * @throws {TestSetupError} when there is no such contract, event or example
 */
export function example<Payload = never>(
  contract: [Payload] extends [never] ? never : ContractReference,
  event: string,
  options?: ExampleOptions,
): NoInfer<Payload>;
export function example<const Reference extends ContractReference, const Name extends EventNameOf<Reference>>(
  contract: Reference,
  event: Name,
  options?: ExampleOptions,
): PayloadOf<Reference, Name>;
export function example(contract: ContractReference, event: string, options: ExampleOptions = {}): unknown {
  const found = findContract(contract, options);
  const wanted = findEvent(found, event);
  return structuredClone(chosen(found.contract.id, wanted, options.name).payload);
}

/**
 * All documented payloads of a contract, or of one event.
 *
 * @throws {TestSetupError} when there is no such contract or event
 */
export function examples<
  const Reference extends ContractReference,
  const Name extends EventNameOf<Reference> = EventNameOf<Reference>,
>(contract: Reference, event?: Name, options: ContractOptions = {}): ExampleOf<Reference, Name>[] {
  const found = findContract(contract, options);
  const events = event === undefined ? found.contract.events : [findEvent(found, event)];
  const all = events.flatMap((one) =>
    one.examples.map(({ name, payload }) => ({ event: one.name, name, payload: structuredClone(payload) })),
  );
  return all as unknown[] as ExampleOf<Reference, Name>[];
}

function chosen(
  contract: string,
  { name: event, examples: documented }: ContractEvent,
  name: string | undefined,
): Example {
  const found = name === undefined ? documented[0] : documented.find((one) => one.name === name);
  if (found !== undefined) return found;
  const names = documented.map((one) => one.name);
  if (names.length === 0) {
    throw new TestSetupError(`${contract} documents no example of ${event}. sample() makes a payload of it.`);
  }
  const meant = nearest(name ?? '', names);
  throw new TestSetupError(
    `${event} of ${contract} has no example "${name}".${meant === undefined ? '' : ` Did you mean "${meant}"?`} It has ${names.join(', ')}.`,
  );
}
