import type { Contract, ContractEvent } from '../../../src/asyncapi/model.ts';
import type { JsonSchema } from '../../../src/json-schema/schema.ts';

/** A contract in short: payload schemas by event, and whatever else differs. */
export function contract(
  version: string,
  payloads: Readonly<Record<string, JsonSchema>>,
  more: Omit<Partial<Contract>, 'models'> & {
    readonly headers?: JsonSchema;
    readonly models?: Readonly<Record<string, JsonSchema>>;
  } = {},
): Contract {
  const { headers, models = {}, ...rest } = more;
  const names = Object.keys(payloads);
  const of = (prefix: string, schemas: readonly (readonly [string, JsonSchema])[]) =>
    schemas.map(([name, schema]) => [`${prefix}.${name}`, schema] as const);
  return {
    id: `cafe@${version}`,
    vendor: 'cafe',
    version,
    title: 'Cafe',
    description: undefined,
    file: 'asyncapi/cafe/asyncapi.yaml',
    selector: [{ kind: 'pointer', pointer: '/type' }],
    authentication: { kind: 'none' },
    endpointUrl: undefined,
    delivery: {},
    corrections: [],
    contradictions: [],
    scenarios: undefined,
    ...rest,
    models: [],
    events: names.map((name) => event(name, headers !== undefined)),
    schemas: {
      dialect: 'draft-07',
      definitions: {
        ...models,
        ...Object.fromEntries([
          ...of('events', Object.entries(payloads)),
          ...of('headers', headers === undefined ? [] : names.map((name) => [name, headers] as const)),
        ]),
      },
    },
  };
}

function event(name: string, hasHeaders: boolean): ContractEvent {
  return {
    name,
    title: undefined,
    summary: undefined,
    description: undefined,
    method: 'POST',
    contentType: 'application/json',
    payload: `events.${name}`,
    headers: hasHeaders ? `headers.${name}` : undefined,
    match: [[name]],
    examples: [],
    source: undefined,
  };
}

/** A payload schema: the event's name under `type`, and these properties, all required. */
export function payload(name: string, properties: Readonly<Record<string, JsonSchema>> = {}): JsonSchema {
  return {
    type: 'object',
    required: ['type', ...Object.keys(properties)],
    properties: { type: { type: 'string', const: name }, ...properties },
  };
}
