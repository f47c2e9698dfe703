import { detectDialect } from '../../../json-schema/dialect.ts';
import { upTo } from '../../../json-schema/keywords.ts';
import type { Dialect, JsonSchema, JsonSchemaObject } from '../../../json-schema/schema.ts';
import { isObject } from '../../../util/json.ts';
import type { Json } from '../../../util/json.ts';
import { SchemaRefused } from './schema-refused.ts';

/** A schema that others refer to, and what they call it in `$ref`. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** The dialect of schemas that name none: what clients of schema registries read them as. */
const usualDialect = 'http://json-schema.org/draft-07/schema#';

/**
 * The schema with those that it refers to inside: each stands under the definitions, its name as its address. A schema
 * that names no dialect is given draft-07.
 * @returns JSON text
 * @throws {SyntaxError} when a text is no JSON
 * @throws {SchemaRefused} when one is no schema, or they are written in different dialects
 */
export function embedReferences(text: string, references: readonly NamedText[]): string {
  const schema = parseSchema(text, 'it');
  if (!isObject(schema)) return JSON.stringify(schema);
  const named: JsonSchemaObject = Object.hasOwn(schema, '$schema') ? schema : { $schema: usualDialect, ...schema };
  if (references.length === 0) return JSON.stringify(named);
  const dialect = dialectOf(named, 'it');
  const place = upTo(dialect, 'draft-07') ? 'definitions' : '$defs';
  const own = isObject(named[place]) ? Object.entries(named[place]) : [];
  const taken = new Set(own.map(([name]) => name));
  const added = references.map(({ name, text: referred }): [string, Json] => {
    return [freeName(`reference ${name}`, taken), addressed(name, referred, dialect)];
  });
  return JSON.stringify({ ...named, [place]: Object.fromEntries([...own, ...added]) });
}

function addressed(name: string, text: string, dialect: Dialect): JsonSchema {
  const what = `the schema ${JSON.stringify(name)} that it refers to`;
  const schema = parseSchema(text, what);
  const address = { [dialect === 'draft-04' ? 'id' : '$id']: name };
  if (!isObject(schema)) return schema ? address : { ...address, not: {} };
  const found = Object.hasOwn(schema, '$schema') ? dialectOf(schema, what) : 'draft-07';
  if (found !== dialect) throw new SchemaRefused(`${what} is written in ${found}, not in ${dialect} as itself`);
  const { $schema: _, $id: __, id: ___, ...rest } = schema;
  if (!upTo(dialect, 'draft-07') || !Object.hasOwn(rest, '$ref')) return { ...rest, ...address };
  // Up to draft-07 an address beside a reference counts for nothing, nor does anything else but what others point at.
  const { definitions } = rest;
  return { ...address, allOf: [{ $ref: rest['$ref'] as Json }], ...(definitions === undefined ? {} : { definitions }) };
}

function parseSchema(text: string, what: string): JsonSchema {
  const schema = JSON.parse(text) as Json;
  if (typeof schema !== 'boolean' && !isObject(schema)) throw new SchemaRefused(`${what} is no object and no boolean`);
  return schema;
}

function dialectOf(schema: JsonSchemaObject, what: string): Dialect {
  const dialect = detectDialect(schema, 'draft-07');
  if (dialect === undefined) throw new SchemaRefused(`${what} names a dialect that is not known`);
  return dialect;
}

function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  while (taken.has(name)) name += "'";
  taken.add(name);
  return name;
}
