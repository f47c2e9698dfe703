import type { Contract } from '../../../src/asyncapi/model.ts';
import type { Dialect, JsonSchema } from '../../../src/json-schema/schema.ts';

/** A contract whose events are the definitions `events.<name>`, and whose models all others. */
export function contractOf(
  definitions: Readonly<Record<string, JsonSchema>>,
  options: { readonly vendor?: string; readonly dialect?: Dialect; readonly selector?: string } = {},
): Contract {
  const { vendor = 'acme', dialect = 'draft-07', selector = '/type' } = options;
  const names = Object.keys(definitions);
  return {
    id: `${vendor}@1.0.0`,
    vendor,
    version: '1.0.0',
    title: 'Acme webhooks',
    description: undefined,
    file: 'asyncapi.yaml',
    models: names.filter((name) => !name.startsWith('events.')).map((name) => ({ name, file: `${name}.schema.json` })),
    authentication: { kind: 'none' },
    endpointUrl: undefined,
    delivery: {},
    corrections: [],
    contradictions: [],
    scenarios: undefined,
    selector: [{ kind: 'pointer', pointer: selector }],
    events: names
      .filter((name) => name.startsWith('events.'))
      .map((payload) => ({
        name: payload.slice('events.'.length),
        match: [undefined],
        title: undefined,
        summary: undefined,
        description: undefined,
        method: 'POST',
        contentType: 'application/json',
        payload,
        headers: undefined,
        examples: [],
        source: undefined,
      })),
    schemas: { dialect, definitions },
  };
}
