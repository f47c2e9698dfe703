import type { Contract, ContractEvent } from '../../../src/asyncapi/model.ts';
import type { Dialect, JsonSchema } from '../../../src/json-schema/schema.ts';

/** What a small contract is made of. */
export interface Parts extends Partial<Omit<Contract, 'events' | 'schemas' | 'models'>> {
  readonly dialect?: Dialect;
  /** Shared schemas by name; references are `#/definitions/<name>`. */
  readonly models?: Readonly<Record<string, JsonSchema>>;
  /** Payload schemas by event. */
  readonly events: Readonly<Record<string, JsonSchema>>;
  /** More of single events. */
  readonly more?: Readonly<Record<string, Partial<ContractEvent>>>;
}

/** A contract of a vendor called cafe, whose events are told apart by `/type`. */
export function contractOf({ dialect = 'draft-07', models = {}, events, more = {}, ...others }: Parts): Contract {
  const payloads = Object.entries(events).map(([name, schema]) => [`events.${name}`, schema]);
  return {
    id: 'cafe@1.2.3',
    vendor: 'cafe',
    version: '1.2.3',
    title: 'Cafe webhooks',
    description: undefined,
    file: 'asyncapi.yaml',
    events: Object.keys(events).map((name) => ({ ...eventOf(name), ...more[name] })),
    models: Object.keys(models).map((name) => ({ name, file: `${name}.schema.json` })),
    selector: [{ kind: 'pointer', pointer: '/type' }],
    authentication: { kind: 'none' },
    endpointUrl: undefined,
    delivery: {},
    schemas: { dialect, definitions: { ...models, ...Object.fromEntries(payloads) } },
    corrections: [],
    contradictions: [],
    scenarios: undefined,
    ...others,
  };
}

function eventOf(name: string): ContractEvent {
  return {
    name,
    title: undefined,
    summary: undefined,
    description: undefined,
    method: 'POST',
    contentType: 'application/json',
    payload: `events.${name}`,
    headers: undefined,
    match: [[name]],
    examples: [],
    source: undefined,
  };
}
