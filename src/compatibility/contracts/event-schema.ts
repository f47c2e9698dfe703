import { child, pointerOfReference, parsePointer } from '../../json-schema/pointer.ts';
import type { Dialect, JsonSchema, SchemaBundle } from '../../json-schema/schema.ts';
import { walkSchema } from '../../json-schema/walk.ts';
import { isObject } from '../../util/json.ts';

const dialectNames: Readonly<Record<Dialect, string>> = {
  'draft-04': 'http://json-schema.org/draft-04/schema#',
  'draft-06': 'http://json-schema.org/draft-06/schema#',
  'draft-07': 'http://json-schema.org/draft-07/schema#',
  '2019-09': 'https://json-schema.org/draft/2019-09/schema',
  '2020-12': 'https://json-schema.org/draft/2020-12/schema',
};

/** The definitions that the schema `name` needs, itself included, in order of first use. */
export function reachableFrom(bundle: SchemaBundle, name: string): Record<string, JsonSchema> {
  const found = new Map<string, JsonSchema>();
  const waiting = [name];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const schema = Object.hasOwn(bundle.definitions, next) ? bundle.definitions[next] : undefined;
    if (schema === undefined || found.has(next)) continue;
    found.set(next, schema);
    walkSchema(schema, (subschema) => waiting.push(...targetOf(subschema)));
  }
  return Object.fromEntries(found);
}

/** One schema of a bundle with all that it refers to: it stands for itself, and names its dialect. */
export function selfContained(bundle: SchemaBundle, name: string): JsonSchema {
  return {
    $schema: dialectNames[bundle.dialect],
    $ref: `#/definitions${encodeURI(child('', name)).replaceAll('#', '%23')}`,
    definitions: reachableFrom(bundle, name),
  };
}

function targetOf(schema: JsonSchema): string[] {
  const reference = isObject(schema) && Object.hasOwn(schema, '$ref') ? schema['$ref'] : undefined;
  const pointer = typeof reference === 'string' ? pointerOfReference(reference) : undefined;
  const [keyword, name] = pointer === undefined ? [] : parsePointer(pointer);
  return keyword === 'definitions' && name !== undefined ? [name] : [];
}
