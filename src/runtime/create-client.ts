import type { Client, ContractTypes, StandardSchema, Undocumented, Validator, Violation } from './api.ts';
import type { ClientDefinition, EventDefinition, SchemaSet } from './definition.ts';
import type { GeneratedDefinition } from './generated-definition.ts';
import { explain } from './explain.ts';
import { tokensOf } from './locate.ts';
import { createRecogniser } from './recognise.ts';
import { findUndocumented } from './undocumented.ts';

/** How payloads are explained; `key` is that of the event's schema. */
export interface Explainers {
  readonly explain: (definition: SchemaSet, key: string, value: unknown) => readonly Violation[];
  readonly findUndocumented: (definition: SchemaSet, key: string, value: unknown) => readonly Undocumented[];
}

/**
 * Where a client keeps its definition for receivers. A name of its own for each form of definitions, because clients
 * that were generated at different times can meet in one receiver.
 */
const definitionKey = Symbol.for('counterfoil.client.1');

/** The definition of a client; undefined for anything else, and for clients with definitions of another form. */
export function definitionOf(client: unknown): GeneratedDefinition | undefined {
  return (client as { [definitionKey]?: GeneratedDefinition } | undefined)?.[definitionKey];
}

/** The client of a contract: its validators by event, and what receivers need. `explainers` are the runtime's own. */
export function createClient<Contract extends ContractTypes>(
  definition: GeneratedDefinition,
  explainers: Explainers = { explain, findUndocumented },
): Client<Contract> {
  const { vendor, version, events } = definition;
  const recogniser = createRecogniser(definition);
  const validators = Object.fromEntries(
    Object.entries(events).map(([name, event]) => [name, createValidator(definition, event, explainers)]),
  );
  const client = {
    contract: `${vendor}@${version}`,
    vendor,
    version,
    events: validators,
    parse: ((payload, headers) => {
      const candidates = recogniser.find(payload, headers);
      const event = candidates.length > 1 ? candidates.find(({ isValid }) => isValid(payload)) : candidates[0];
      if (event === undefined) return { kind: 'unknown-event', selector: recogniser.values(payload, headers) };
      const { name, isValid, schema } = event;
      if (isValid(payload)) return { kind: 'event', name, payload };
      return { kind: 'invalid', name, violations: explainers.explain(definition, schema, payload) };
    }) as Client<ContractTypes>['parse'],
  };
  // Not enumerable: whoever prints a client wants to read its name, not its schemas.
  return Object.defineProperty(client, definitionKey, { value: definition }) as unknown as Client<Contract>;
}

function createValidator(
  definition: ClientDefinition,
  { isValid, schema }: EventDefinition,
  { explain, findUndocumented }: Explainers,
): Validator<unknown> {
  const violations = (value: unknown): readonly Violation[] =>
    isValid(value) ? [] : explain(definition, schema, value);
  const validate: StandardSchema<unknown>['validate'] = (value) =>
    isValid(value)
      ? { value }
      : {
          issues: violations(value).map(({ pointer, inner, message }) => ({
            message: inner === undefined ? message : `in the JSON text, ${inner} ${message}`,
            path: tokensOf(pointer),
          })),
        };
  return {
    isValid: isValid as Validator<unknown>['isValid'],
    violations,
    undocumented: (value) => findUndocumented(definition, schema, value),
    '~standard': { version: 1, vendor: 'counterfoil', validate },
  };
}
