import type { OpenAPIV3_1 } from 'openapi-types';
import { RunError } from '../../findings/run-error.ts';
import type { Contract, ContractEvent } from '../../asyncapi/model.ts';
import { asSchemaObject } from './as-openapi.ts';
import { bodySchema } from './body-schema.ts';
import type { ContractSchemas } from './components.ts';
import { prefixOf } from './components.ts';
import type { EventEndpoint } from './endpoints.ts';
import { headerParameters } from './header-parameters.ts';
import { authenticatingHeaders } from './header-schema.ts';
import { responsesOf } from './responses.ts';
import { securityOf } from './security.ts';

/** What the operations of a document hold besides paths, parameters and bodies. */
export interface OperationSettings {
  /** For a judge behind a front: payloads and headers alone, without authentication and examples, as `application/json`. */
  readonly judging: boolean;
  /** Whether answers to what is refused are documented. */
  readonly errors: boolean;
  /** A reference to an example, which becomes part of the document. */
  readonly referToExample: (contract: Contract, event: ContractEvent, index: number) => OpenAPIV3_1.ReferenceObject;
}

/** The operation of one event. */
export function eventOperation(
  contract: Contract,
  { event }: EventEndpoint,
  schemas: ContractSchemas,
  settings: OperationSettings,
): OpenAPIV3_1.PathItemObject {
  const description = event.description ?? event.summary;
  return {
    [methodOf(contract, event)]: {
      tags: [contract.id],
      operationId: `${prefixOf(contract)}.${event.name}`,
      summary: event.title ?? event.name,
      ...(description === undefined ? {} : { description }),
      ...requestOf(contract, [event], schemas, settings),
    },
  };
}

/** The operations of the endpoint that takes all events: one per method that the vendor uses. */
export function contractOperations(
  contract: Contract,
  schemas: ContractSchemas,
  settings: OperationSettings,
): OpenAPIV3_1.PathItemObject {
  const byMethod = Map.groupBy(contract.events, (event) => methodOf(contract, event));
  const operations = [...byMethod].map(([method, events]) => [
    method,
    {
      tags: [contract.id],
      operationId: byMethod.size === 1 ? prefixOf(contract) : `${prefixOf(contract)}:${method}`,
      summary: 'Any event',
      description: choiceOf(contract),
      ...requestOf(contract, events, schemas, settings),
    },
  ]);
  return Object.fromEntries(operations);
}

function requestOf(
  contract: Contract,
  events: readonly ContractEvent[],
  schemas: ContractSchemas,
  settings: OperationSettings,
): Pick<OpenAPIV3_1.OperationObject, 'parameters' | 'requestBody' | 'security' | 'responses'> {
  const { judging, errors } = settings;
  const skipped = new Set(judging ? authenticatingHeaders(contract.authentication) : []);
  const parameters = headerParameters(contract, events, schemas, skipped);
  const security = judging ? undefined : securityOf(contract);
  const byType = Map.groupBy(events, ({ contentType }) => (judging ? 'application/json' : mediaType(contentType)));
  const content = [...byType].map(([type, ofType]): [string, OpenAPIV3_1.MediaTypeObject] => [
    type,
    {
      schema: asSchemaObject(bodySchema(contract, ofType, schemas)),
      ...(judging ? {} : examplesOf(contract, ofType, events.length === 1, settings)),
    },
  ]);
  return {
    ...(parameters.length === 0 ? {} : { parameters }),
    requestBody: { required: true, content: Object.fromEntries(content) },
    ...(security === undefined ? {} : { security: [{ [security.name]: [] }] }),
    responses: responsesOf(contract, errors),
  };
}

function examplesOf(
  contract: Contract,
  events: readonly ContractEvent[],
  alone: boolean,
  { referToExample }: OperationSettings,
): { examples?: Record<string, OpenAPIV3_1.ReferenceObject> } {
  const examples = new Map<string, OpenAPIV3_1.ReferenceObject>();
  for (const event of events) {
    for (const [index, { name }] of event.examples.entries()) {
      const key = alone ? name : `${event.name}: ${name}`;
      examples.set(examples.has(key) ? `${key} (${index + 1})` : key, referToExample(contract, event, index));
    }
  }
  return examples.size === 0 ? {} : { examples: Object.fromEntries(examples) };
}

const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);

function methodOf(contract: Contract, { name, method }: ContractEvent): string {
  const key = method.toLowerCase();
  if (methods.has(key)) return key;
  throw new RunError('input', `${contract.id}: OpenAPI has no method ${method}, which ${name} is sent with.`, {
    help: 'OpenAPI cannot say what this contract says.',
  });
}

/** A media type without its parameters. */
function mediaType(contentType: string): string {
  return (contentType.split(';', 1)[0] ?? '').trim().toLowerCase();
}

function choiceOf({ selector }: Contract): string {
  if (selector.length === 0) return 'The payload of any event.';
  const places = selector.map((part) => (part.kind === 'header' ? `the header ${part.header}` : part.pointer));
  const shown = places.map((place) => `\`${place}\``).join(' and ');
  if (selector.every(({ kind }) => kind === 'pointer')) return `Any event; ${shown} says which one it is.`;
  return (
    `Any event; ${shown} says which one it is. A schema of the body cannot see headers, so the payload of any event ` +
    'will do here; the endpoints of single events are exact.'
  );
}
