import { child } from '../../json-schema/pointer.ts';
import type { JsonSchema, JsonSchemaObject } from '../../json-schema/schema.ts';
import { isObject } from '../../util/json.ts';
import { readConditions } from './read-conditions.ts';
import { documentMember } from './documentation.ts';
import { readKinds } from './read-kinds.ts';
import { readValue } from './read-value.ts';
import { schemaList } from './reader.ts';
import type { Reader } from './reader.ts';
import { all, any, never } from './type.ts';
import type { Condition, Type } from './type.ts';

/**
 * The type of what a schema lets through, or of more: keywords that no type can express (`pattern`, `minimum`, ...) are
 * left out. Schemas that have a declaration of their own become references to it.
 *
 * @param pointer where the schema stands in the bundle
 */
export function readSchema(reader: Reader, schema: JsonSchema, pointer: string): Type {
  return reader.declaredAt(pointer) ?? readDeclared(reader, schema, pointer);
}

/** As `readSchema`, for a schema that has a declaration: what is declared. */
export function readDeclared(reader: Reader, schema: JsonSchema, pointer: string): Type {
  const types: Type[] = [];
  const conditions: Condition[] = [];
  gather(reader, schema, pointer, types, conditions);
  return all(types, conditions);
}

/** Collects what a schema says about one value, with what `allOf` adds to it. */
function gather(reader: Reader, schema: JsonSchema, pointer: string, types: Type[], conditions: Condition[]): void {
  if (!isObject(schema)) {
    if (!schema) types.push(never);
    return;
  }
  const read = (held: JsonSchema, at: string): Type => readSchema(reader, held, at);
  for (const name of ['$ref', '$dynamicRef']) {
    const target = reader.keyword(schema, name);
    const reference = typeof target === 'string' ? reader.refer(target) : undefined;
    if (reference !== undefined) types.push(reference);
  }
  for (const [index, part] of schemaList(reader.keyword(schema, 'allOf')).entries()) {
    const at = child(child(pointer, 'allOf'), index);
    const reference = reader.declaredAt(at);
    if (reference === undefined) gather(reader, part, at, types, conditions);
    else types.push(reference);
  }
  types.push(...readValues(reader, schema));
  types.push(
    readKinds(reader, schema, pointer, { read, document: (held, at, name) => documentMember(reader, held, at, name) }),
  );
  for (const name of ['anyOf', 'oneOf']) {
    const branches = reader.keyword(schema, name);
    if (!Array.isArray(branches)) continue;
    types.push(any(schemaList(branches).map((branch, index) => read(branch, child(child(pointer, name), index)))));
  }
  conditions.push(...readConditions(reader, schema, pointer, read));
}

function readValues(reader: Reader, schema: JsonSchemaObject): Type[] {
  const types: Type[] = [];
  const constant = reader.keyword(schema, 'const');
  if (constant !== undefined) types.push(readValue(constant));
  const values = reader.keyword(schema, 'enum');
  if (Array.isArray(values)) types.push(any(values.map(readValue)));
  const known = reader.keyword(schema, 'x-extensible-enum');
  if (Array.isArray(known)) types.push(any([...known.map(readValue), { kind: 'string' }, { kind: 'number' }]));
  return types;
}
