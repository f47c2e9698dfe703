import type { Contract, ContractEvent, SelectorPart } from '../../src/asyncapi/model.ts';
import { createValidator } from '../../src/json-schema/validate.ts';
import type { Validator } from '../../src/json-schema/validate.ts';
import type { JsonSchema } from '../../src/json-schema/schema.ts';

/** An event in short: the values of the selector's parts, and the schema of its payload. */
export interface SmallEvent {
  readonly match: ContractEvent['match'];
  readonly schema: JsonSchema;
}

/** A contract made of a few events, for tests. */
export function contract(
  id: string,
  selector: readonly string[],
  events: Readonly<Record<string, SmallEvent>>,
  authentication: Contract['authentication'] = { kind: 'none' },
): Contract {
  const [vendor = '', version = ''] = id.split('@');
  return {
    id,
    vendor,
    version,
    title: id,
    description: undefined,
    file: `${id}.yaml`,
    models: [],
    authentication,
    endpointUrl: undefined,
    delivery: {},
    corrections: [],
    contradictions: [],
    scenarios: undefined,
    selector: selector.map((part): SelectorPart =>
      part.startsWith('header:') ? { kind: 'header', header: part.slice(7) } : { kind: 'pointer', pointer: part },
    ),
    events: Object.entries(events).map(([name, { match }]) => ({
      name,
      match,
      title: undefined,
      summary: undefined,
      description: undefined,
      method: 'POST',
      contentType: 'application/json',
      payload: `events.${name}`,
      headers: undefined,
      examples: [],
      source: undefined,
    })),
    schemas: {
      dialect: 'draft-07',
      definitions: Object.fromEntries(Object.entries(events).map(([name, { schema }]) => [`events.${name}`, schema])),
    },
  };
}

/** Validators by contract, each made once. */
export function validators(): (contract: Contract) => Validator {
  const made = new Map<Contract, Validator>();
  return (each) => {
    const validator = made.get(each) ?? createValidator(each.schemas);
    made.set(each, validator);
    return validator;
  };
}

/** The schema of an object with these properties, all of them required. */
export function object(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: 'object', required: Object.keys(properties), properties };
}
