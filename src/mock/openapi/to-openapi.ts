import type { OpenAPIV3_1 } from 'openapi-types';
import type { Contract, ContractEvent } from '../../asyncapi/model.ts';
import { asSchemaObject } from './as-openapi.ts';
import { allowed, createComponents, prefixOf } from './components.ts';
import { endpointOf, newestOfMajor } from './endpoints.ts';
import { contractOperations, eventOperation } from './operations.ts';
import type { OperationSettings } from './operations.ts';
import { responseComponents } from './responses.ts';
import { securityOf } from './security.ts';

export interface OpenApiOptions {
  /**
   * Whether the answers to what is refused are documented; true when absent. Prism answers with a documented error's
   * example, and puts what is wrong into a header; without one it says in the body what is wrong.
   */
  readonly errors?: boolean;
  /** Leaves out what a front has judged already: authentication, content types; and examples. False when absent. */
  readonly judging?: boolean;
}

/**
 * Contracts as one OpenAPI 3.1 document of the receivers' side: a path for all events of each contract and one for each
 * event, with the newest version of each major version. The same contracts give the same document.
 *
 * @param contracts contracts whose schemas all compile (`createValidator`)
 * @throws {RunError} when an event is sent with a method that OpenAPI does not have
 */
export function toOpenApi(contracts: readonly Contract[], options: OpenApiOptions = {}): OpenAPIV3_1.Document {
  const { newest } = newestOfMajor(contracts);
  const { errors = true, judging = false } = options;
  const examples = createExamples();
  const settings = { errors, judging, referToExample: examples.refer };
  const schemas = createComponents();
  const paths: Record<string, OpenAPIV3_1.PathItemObject> = {};
  for (const contract of newest) {
    const endpoint = endpointOf(contract);
    paths[endpoint.path] = contractOperations(contract, schemas.of(contract), settings);
    for (const one of endpoint.events) {
      paths[one.path] = eventOperation(contract, one, schemas.of(contract), settings);
    }
  }
  const answers = errors ? responseComponents() : {};
  const described = Object.entries(schemas.schemas()).map(([name, schema]) => [name, asSchemaObject(schema)]);
  return {
    openapi: '3.1.0',
    info: infoOf(newest),
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    servers: [{ url: 'http://127.0.0.1:4010', description: 'A mock on this machine.' }],
    tags: newest.map(({ id, title }) => ({ name: id, description: title })),
    paths,
    components: {
      ...answers,
      schemas: { ...answers.schemas, ...Object.fromEntries(described) },
      ...examples.components(),
      ...(judging ? {} : securityComponents(newest)),
    },
  };
}

function infoOf(contracts: readonly Contract[]): OpenAPIV3_1.InfoObject {
  const [only, ...others] = contracts;
  if (only !== undefined && others.length === 0) {
    const { title, version, description } = only;
    return { title, version, ...(description === undefined ? {} : { description }) };
  }
  const version = contracts.map(({ id }) => id).join(', ');
  return { title: 'Receivers of webhooks', version: version === '' ? '0' : version };
}

function securityComponents(contracts: readonly Contract[]): OpenAPIV3_1.ComponentsObject {
  const schemes = contracts.flatMap((contract) => securityOf(contract) ?? []);
  if (schemes.length === 0) return {};
  return { securitySchemes: Object.fromEntries(schemes.map(({ name, scheme }) => [name, scheme])) };
}

/** Examples stand once in a document, though two paths show them. */
function createExamples(): {
  refer: OperationSettings['referToExample'];
  components: () => OpenAPIV3_1.ComponentsObject;
} {
  const names = new Map<ContractEvent['examples'][number], string>();
  const examples = new Map<string, OpenAPIV3_1.ExampleObject>();
  const refer = (contract: Contract, event: ContractEvent, index: number): OpenAPIV3_1.ReferenceObject => {
    const example = event.examples[index];
    const known = example === undefined ? undefined : names.get(example);
    if (example === undefined || known !== undefined) return reference(known ?? '');
    const wanted = allowed(`${prefixOf(contract)}.${event.name}.${example.name}`);
    const name = examples.has(wanted) ? `${wanted}-${examples.size + 1}` : wanted;
    names.set(example, name);
    const { summary, payload } = example;
    examples.set(name, { ...(summary === undefined ? {} : { summary }), value: payload });
    return reference(name);
  };
  const components = (): OpenAPIV3_1.ComponentsObject =>
    examples.size === 0 ? {} : { examples: Object.fromEntries(examples) };
  return { refer, components };
}

function reference(name: string): OpenAPIV3_1.ReferenceObject {
  return { $ref: `#/components/examples/${name}` };
}
