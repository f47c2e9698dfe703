import { loadContract } from '../../src/api/load-contract.ts';
import type { Contract, ContractEvent, Example } from '../../src/asyncapi/model.ts';
import { shippedContracts } from '../../src/checks/targets.ts';
import type { JsonSchema, SchemaBundle } from '../../src/json-schema/schema.ts';
import { createValidator } from '../../src/json-schema/validate.ts';
import { endpointOf } from '../../src/mock/openapi/endpoints.ts';
import type { Json } from '../../src/util/json.ts';
import { appliedSchemas } from '../contracts/applied-schemas.ts';
import { mutate } from '../contracts/mutants.ts';
import type { Mutant } from '../contracts/mutants.ts';

/** The contracts that come with the program. */
export async function loadShipped(): Promise<Contract[]> {
  const loaded = await Promise.all(shippedContracts().map(({ file }) => loadContract(file)));
  return loaded.map(({ contract }) => contract).filter((contract) => contract !== undefined);
}

/** A documented example with everything that it was changed into. */
export interface Subject {
  readonly contract: Contract;
  readonly event: ContractEvent;
  readonly example: Example;
  readonly mutants: readonly Mutant[];
  /** Whether the contract's validators accept a payload of this event. */
  readonly accepts: (payload: Json) => boolean;
}

/** Every example of the contracts, with its mutants. */
export function subjectsOf(contracts: readonly Contract[]): Subject[] {
  return contracts.flatMap((contract) => {
    const validator = createValidator(contract.schemas);
    return contract.events.flatMap((event) =>
      event.examples.map((example) => ({
        contract,
        event,
        example,
        mutants: mutate(example.payload, appliedSchemas(contract.schemas, validator, event.payload, example.payload)),
        accepts: (payload) => validator.compile(event.payload).isValid(payload),
      })),
    );
  });
}

/** The parts of a contract that a test is about; an event needs a name and a payload schema. */
export interface Sketch extends Partial<Omit<Contract, 'events' | 'schemas'>> {
  readonly events: readonly EventSketch[];
  readonly dialect?: SchemaBundle['dialect'];
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
}

export interface EventSketch extends Partial<Omit<ContractEvent, 'payload' | 'headers'>> {
  readonly name: string;
  readonly payload: JsonSchema;
  readonly headers?: JsonSchema;
}

/** A contract of a vendor called Cafe, without a loader. Its selector is `/type` unless the sketch has another. */
export function sketch({ events, dialect = 'draft-07', definitions = {}, ...rest }: Sketch): Contract {
  const schemas: Record<string, JsonSchema> = { ...definitions };
  for (const event of events) {
    schemas[`events.${event.name}`] = event.payload;
    if (event.headers !== undefined) schemas[`headers.${event.name}`] = event.headers;
  }
  return {
    id: 'cafe@1.0.0',
    vendor: 'cafe',
    version: '1.0.0',
    title: 'Cafe webhooks',
    description: undefined,
    file: 'asyncapi.yaml',
    models: [],
    selector: [{ kind: 'pointer', pointer: '/type' }],
    authentication: { kind: 'none' },
    endpointUrl: undefined,
    delivery: {},
    corrections: [],
    contradictions: [],
    scenarios: undefined,
    ...rest,
    schemas: { dialect, definitions: schemas },
    events: events.map((event) => ({
      title: undefined,
      summary: undefined,
      description: undefined,
      method: 'POST',
      contentType: 'application/json',
      match: [[event.name]],
      examples: [],
      source: undefined,
      ...event,
      payload: `events.${event.name}`,
      headers: event.headers === undefined ? undefined : `headers.${event.name}`,
    })),
  };
}

/** A payload schema that demands a type and, if it is named, some property. */
export function typed(type: string, ...required: readonly string[]): JsonSchema {
  return { type: 'object', required: ['type', ...required], properties: { type: { const: type } } };
}

/** The path of the endpoint of one event, or of all. */
export function pathOf(contract: Contract, event?: string): string {
  const endpoint = endpointOf(contract);
  return endpoint.events.find((one) => one.event.name === event)?.path ?? endpoint.path;
}
