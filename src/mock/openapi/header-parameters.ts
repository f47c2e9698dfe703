import type { OpenAPIV3_1 } from 'openapi-types';
import type { Contract, ContractEvent } from '../../asyncapi/model.ts';
import { canonicalize } from '../../json-schema/canonicalize.ts';
import type { JsonSchema } from '../../json-schema/schema.ts';
import { isObject } from '../../util/json.ts';
import { asParameterSchema } from './as-openapi.ts';
import type { ContractSchemas } from './components.ts';
import { authenticatingHeaders, describedHeaders } from './header-schema.ts';
import type { DescribedHeader } from './header-schema.ts';

/** Parameters of these names have no meaning. Source: OpenAPI 3.1, Parameter Object, `name`. */
const ignored = new Set(['accept', 'content-type', 'authorization']);

/**
 * The headers of a delivery that is one of `events`, as parameters: those that header schemas describe, those that prove
 * where it comes from, and those that the selector looks at, with its values as an `enum`. With several events a header is
 * required that all of them require, and its value is one that some event allows.
 *
 * @param skipped names in lower case that are left out
 */
export function headerParameters(
  contract: Contract,
  events: readonly ContractEvent[],
  schemas: ContractSchemas,
  skipped: ReadonlySet<string>,
): OpenAPIV3_1.ParameterObject[] {
  const described = events.map((event) => describedHeaders(contract, event));
  const proving = authenticatingHeaders(contract.authentication);
  const selecting = selectingHeaders(contract, events);
  const names = new Set([...described.flatMap((headers) => [...headers.keys()]), ...proving, ...selecting.keys()]);
  return [...names]
    .filter((name) => !ignored.has(name) && !skipped.has(name))
    .map((name) => {
      const found = described.map((headers) => headers.get(name));
      const values = selecting.get(name)?.values;
      const isNeeded = proving.includes(name) || values !== undefined || found.every((header) => header?.required);
      const schema = values === undefined ? schemaOf(found, schemas) : ({ type: 'string', enum: values } as const);
      return {
        name:
          found.find((header) => header !== undefined)?.name ?? selecting.get(name)?.name ?? properName(contract, name),
        in: 'header',
        required: isNeeded,
        ...descriptionOf(found, schemas),
        schema: asParameterSchema(schema),
        ...examplesOf(events, name),
      };
    });
}

/** Headers that the selector looks at, by name in lower case, with the values of all events; undefined where one leaves it open. */
function selectingHeaders(
  { selector }: Contract,
  events: readonly ContractEvent[],
): ReadonlyMap<string, { readonly name: string; readonly values: string[] | undefined }> {
  return new Map(
    selector.flatMap((part, index) => {
      if (part.kind !== 'header') return [];
      const values = events.map(({ match }) => match[index]);
      const all = values.every((list) => list !== undefined) ? [...new Set(values.flat())] : undefined;
      return [[part.header.toLowerCase(), { name: part.header, values: all }] as const];
    }),
  );
}

function schemaOf(found: readonly (DescribedHeader | undefined)[], schemas: ContractSchemas): JsonSchema {
  const alternatives = found.map((header) => {
    const [only = true, ...others] = (header?.schemas ?? []).map((pointer) => schemas.inline(pointer));
    return others.length > 0 ? { allOf: [only, ...others] } : only;
  });
  const distinct = [...new Map(alternatives.map((schema) => [canonicalize(schema), schema])).values()];
  const [only = true, ...others] = distinct;
  if (others.length > 0) return distinct.includes(true) ? { type: 'string' } : { anyOf: distinct };
  return only === true ? { type: 'string' } : only;
}

function descriptionOf(
  found: readonly (DescribedHeader | undefined)[],
  schemas: ContractSchemas,
): { description?: string } {
  const texts = found.flatMap((header) => (header?.schemas ?? []).map((pointer) => schemas.inline(pointer)));
  const text = texts.map((schema) => (isObject(schema) ? schema['description'] : undefined)).find(isText);
  return text === undefined ? {} : { description: text };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** The header's documented values, by the example's name, where the delivery can only be one event. */
function examplesOf(
  events: readonly ContractEvent[],
  name: string,
): { examples?: Record<string, OpenAPIV3_1.ExampleObject> } {
  const [event, ...others] = events;
  if (event === undefined || others.length > 0) return {};
  const documented = event.examples.flatMap((example) =>
    Object.entries(example.headers ?? {})
      .filter(([header]) => header.toLowerCase() === name)
      .map(([, value]) => [example.name, { value }] as const),
  );
  return documented.length === 0 ? {} : { examples: Object.fromEntries(documented) };
}

/** The name of a header that proves, as the contract writes it. */
function properName({ authentication }: Contract, name: string): string {
  if (authentication.kind === 'none') return name;
  const written = authentication.kind === 'header' ? authentication.header : authentication.scheme.header;
  return written.toLowerCase() === name ? written : name;
}
