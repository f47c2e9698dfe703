import type { Contract } from '../../asyncapi/model.ts';
import { pointerOfReference } from '../../json-schema/pointer.ts';
import type { Dialect, JsonSchema, JsonSchemaObject } from '../../json-schema/schema.ts';
import { walkSchema } from '../../json-schema/walk.ts';
import { isObject } from '../../util/json.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { definitionOf, definitionsKeyword, referenceTo } from './projection.ts';
import type { Projection } from './projection.ts';

/** URIs of the dialects. Source: the `$schema` of each meta-schema. */
const metaSchemas: Readonly<Record<Dialect, string>> = {
  'draft-04': 'http://json-schema.org/draft-04/schema#',
  'draft-06': 'http://json-schema.org/draft-06/schema#',
  'draft-07': 'http://json-schema.org/draft-07/schema#',
  '2019-09': 'https://json-schema.org/draft/2019-09/schema',
  '2020-12': 'https://json-schema.org/draft/2020-12/schema',
};

/**
 * One JSON Schema with all definitions of a projection. `x-events` has a reference for each event; the document itself
 * says nothing about a value.
 *
 * @param comment says where the document comes from
 */
export function bundleDocument(contract: Contract, projection: Projection, comment: string): JsonSchemaObject {
  const { dialect, definitions, events } = projection;
  return {
    $schema: metaSchemas[dialect],
    $comment: comment,
    title: contract.title,
    ...(contract.description === undefined ? {} : { description: contract.description }),
    'x-contract': contract.id,
    'x-events': Object.fromEntries([...events].map(([event, name]) => [event, referenceTo(name, dialect)])),
    [definitionsKeyword(dialect)]: Object.fromEntries(definitions),
  };
}

/** A JSON Schema of one event, with the definitions that it needs. */
export function eventDocument(
  contract: Contract,
  projection: Projection,
  event: string,
  comment: string,
): JsonSchemaObject {
  const { dialect, definitions, events } = projection;
  const body = definitions.get(events.get(event) ?? '') ?? true;
  const needed = reachable(body, definitions);
  return {
    $schema: metaSchemas[dialect],
    $comment: comment,
    'x-contract': contract.id,
    'x-event': event,
    ...(isObject(body) ? body : body ? {} : { not: {} }),
    ...(needed.size === 0 ? {} : { [definitionsKeyword(dialect)]: Object.fromEntries(needed) }),
  };
}

/** The file of each event: its name, with what no file name should hold as `%` and its code. */
export function eventFileNames(events: Iterable<string>): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  const names = new Map<string, string>();
  for (const event of events) {
    const base = encodeURIComponent(event).replaceAll(/[!'()*~]|^\./g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
    let name = base;
    // Some file systems do not tell capitals from small letters.
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${base}-${number}`;
    taken.add(name.toLowerCase());
    names.set(event, `${name}.schema.json`);
  }
  return names;
}

/** A JSON document as a file. */
export function jsonFile(path: string, document: JsonSchemaObject): GeneratedFile {
  return { path, content: `${JSON.stringify(document, undefined, 2)}\n` };
}

function reachable(root: JsonSchema, definitions: Projection['definitions']): Map<string, JsonSchema> {
  const found = new Map<string, JsonSchema>();
  const waiting = [root];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    walkSchema(next, (schema) => {
      const reference = isObject(schema) ? schema['$ref'] : undefined;
      if (typeof reference !== 'string' || pointerOfReference(reference) === undefined) return;
      const name = definitionOf(reference);
      const target = definitions.get(name);
      if (target === undefined || found.has(name)) return;
      found.set(name, target);
      waiting.push(target);
    });
  }
  return new Map([...definitions].filter(([name]) => found.has(name)));
}
