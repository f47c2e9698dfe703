import { child } from '../../json-schema/pointer.ts';
import type { JsonSchema, JsonSchemaObject } from '../../json-schema/schema.ts';
import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';
import { isSchema, schemaList, schemasByName, stringList } from './reader.ts';
import type { Reader } from './reader.ts';
import { any, anyList, anyObject, never, unknown } from './type.ts';
import type { Member, Type } from './type.ts';

/** How schemas further down are read, and what is said about properties. */
export interface Below {
  readonly read: (schema: JsonSchema, pointer: string) => Type;
  readonly document: (schema: JsonSchema, pointer: string, name: string) => readonly string[];
}

const ofObjects = ['properties', 'required', 'patternProperties', 'additionalProperties', 'propertyNames'];
const ofArrays = ['items', 'prefixItems'];
const allKinds = ['object', 'array', 'string', 'number', 'boolean', 'null'];

/** What a schema says through `type` and through the keywords of objects and arrays, which bind no other kind of value. */
export function readKinds(reader: Reader, schema: JsonSchemaObject, pointer: string, below: Below): Type {
  const stated = reader.keyword(schema, 'type');
  const says = [...ofObjects, ...ofArrays].some((name) => reader.keyword(schema, name) !== undefined);
  if (stated === undefined && !says) return unknown;
  const kinds = stated === undefined ? allKinds : [stated].flat();
  return any(kinds.map((kind) => readKind(reader, schema, pointer, kind, below)));
}

function readKind(reader: Reader, schema: JsonSchemaObject, pointer: string, kind: Json, below: Below): Type {
  switch (kind) {
    case 'object':
      return readObject(reader, schema, pointer, below);
    case 'array':
      return readArray(reader, schema, pointer, below);
    case 'integer':
      return { kind: 'number' };
    case 'null':
    case 'boolean':
    case 'number':
    case 'string':
      return { kind };
    default:
      return unknown;
  }
}

function readObject(reader: Reader, schema: JsonSchemaObject, pointer: string, below: Below): Type {
  const required = new Set(stringList(reader.keyword(schema, 'required')));
  const properties = schemasByName(reader.keyword(schema, 'properties'));
  const rest = readRest(reader, schema, pointer, below);
  const members = new Map<string, Member>();
  for (const [name, held] of properties) {
    const at = child(child(pointer, 'properties'), name);
    const doc = below.document(held, at, name);
    members.set(name, { type: below.read(held, at), isOptional: !required.has(name), doc });
  }
  for (const name of [...required, ...namesOf(reader, schema)]) {
    if (!members.has(name)) members.set(name, { type: rest ?? unknown, isOptional: !required.has(name), doc: [] });
  }
  return members.size === 0 && rest === undefined ? anyObject : { kind: 'object', bases: [], members, rest };
}

/** The names that an object can have, when `propertyNames` lists them. */
function namesOf(reader: Reader, schema: JsonSchemaObject): string[] {
  const names = reader.keyword(schema, 'propertyNames');
  return isObject(names) ? stringList(reader.keyword(names, 'enum')) : [];
}

/** Patterns that every name matches. */
const matchesAll = new Set(['', '^', '.*', '^.*', '.*$', '^.*$', '.+', '^.+$']);

/** What properties without a name of their own hold, where the schema says so. */
function readRest(reader: Reader, schema: JsonSchemaObject, pointer: string, below: Below): Type | undefined {
  const patterns = schemasByName(reader.keyword(schema, 'patternProperties'));
  const matched = patterns.map(([name, held]) => below.read(held, child(child(pointer, 'patternProperties'), name)));
  const further = reader.keyword(schema, 'additionalProperties');
  if (further === false) return matched.length > 0 ? any(matched) : undefined;
  const others = isSchema(further) ? below.read(further, child(pointer, 'additionalProperties')) : undefined;
  if (patterns.some(([name]) => matchesAll.has(name))) return any(matched);
  if (others !== undefined) return any([...matched, others]);
  // A name that no pattern matches may hold anything.
  return matched.length > 0 ? unknown : undefined;
}

function readArray(reader: Reader, schema: JsonSchemaObject, pointer: string, below: Below): Type {
  const items = reader.keyword(schema, 'items');
  const [places, others] = Array.isArray(items) ? ['items', 'additionalItems'] : ['prefixItems', 'items'];
  const first = schemaList(reader.keyword(schema, places)).map((item, index) =>
    below.read(item, child(child(pointer, places), index)),
  );
  const further = reader.keyword(schema, others);
  const rest = isSchema(further) ? below.read(further, child(pointer, others)) : unknown;
  if (first.length === 0 && rest.kind !== 'never')
    return rest.kind === 'unknown' ? anyList : { kind: 'list', item: rest };
  const most = countOf(reader, schema, 'maxItems') ?? Number.POSITIVE_INFINITY;
  const least = countOf(reader, schema, 'minItems') ?? 0;
  if (least > most) return never;
  const isFull = rest.kind === 'never' || most <= first.length;
  return {
    kind: 'tuple',
    items: first.slice(0, most),
    least: Math.min(least, first.length),
    rest: isFull ? undefined : rest,
  };
}

function countOf(reader: Reader, schema: JsonSchemaObject, name: string): number | undefined {
  const count = reader.keyword(schema, name);
  return typeof count === 'number' ? count : undefined;
}
