import { child } from '../../json-schema/pointer.ts';
import type { JsonSchema, JsonSchemaObject } from '../../json-schema/schema.ts';
import { isObject } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';
import { isSchema, schemasByName, stringList } from './reader.ts';
import type { Reader } from './reader.ts';
import { any, anyList, never, nullType, unknown } from './type.ts';
import type { Condition, Test, Type } from './type.ts';

type Read = (schema: JsonSchema, pointer: string) => Type;

/** What a schema says through `if`, `not`, and keywords that ask whether a property is there. */
export function readConditions(reader: Reader, schema: JsonSchemaObject, pointer: string, read: Read): Condition[] {
  const conditions: Condition[] = [];
  const asked = reader.keyword(schema, 'if');
  const [met, unmet] = ['then', 'else'].map((name) => {
    const held = reader.keyword(schema, name);
    return isSchema(held) ? read(held, child(pointer, name)) : unknown;
  });
  if (isSchema(asked)) {
    conditions.push({
      asks: read(asked, child(pointer, 'if')),
      met: met ?? unknown,
      unmet: unmet ?? unknown,
      test: testOf(reader, asked),
      words: wordsOf(reader, asked),
      names: typeNames(reader, reader.keyword(schema, 'then')),
    });
  }
  const refused = reader.keyword(schema, 'not');
  if (isSchema(refused)) {
    const test = testOf(reader, refused);
    const isWhole = typeof refused === 'boolean' || test !== undefined;
    // What no type can turn round says nothing.
    if (isWhole) {
      const asks = read(refused, child(pointer, 'not'));
      conditions.push({ asks, met: never, unmet: unknown, test, words: undefined, names: new Map() });
    }
  }
  return [...conditions, ...readDependencies(reader, schema, pointer, read)];
}

function readDependencies(reader: Reader, schema: JsonSchemaObject, pointer: string, read: Read): Condition[] {
  const found: Condition[] = [];
  for (const keyword of ['dependencies', 'dependentSchemas', 'dependentRequired']) {
    const value = reader.keyword(schema, keyword);
    for (const [name, held] of isObject(value) ? Object.entries(value) : []) {
      const at = child(child(pointer, keyword), name);
      const met = isSchema(held) ? read(held, at) : requiring(stringList(held));
      found.push({
        asks: requiring([name]),
        met,
        unmet: unknown,
        test: undefined,
        words: `${code(name)} is there`,
        names: new Map(),
      });
    }
  }
  return found;
}

/** The names of the types that a schema gives to properties. */
function typeNames(reader: Reader, schema: Json | undefined): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const [name, held] of isObject(schema) ? schemasByName(reader.keyword(schema, 'properties')) : []) {
    const target = isObject(held) ? reader.keyword(held, '$ref') : undefined;
    const reference = typeof target === 'string' ? reader.refer(target) : undefined;
    if (reference !== undefined) names.set(name, reader.nameOf(reference));
  }
  return names;
}

/** What has these properties if it is an object. */
function requiring(names: readonly string[]): Type {
  const members = new Map(names.map((name) => [name, { type: unknown, isOptional: false, doc: [] }]));
  const object: Type = { kind: 'object', bases: [], members, rest: undefined };
  const others: Type[] = [{ kind: 'boolean' }, { kind: 'number' }, { kind: 'string' }, anyList, nullType];
  return names.length === 0 ? unknown : any([object, ...others]);
}

/** A schema that only asks which value, or kind of value, something is: at its place, or in one property. */
function testOf(reader: Reader, schema: JsonSchema): Test | undefined {
  if (!isObject(schema)) return undefined;
  const said = sayingOf(reader, schema).filter((name) => name !== 'properties' && name !== 'required');
  const properties = schemasByName(reader.keyword(schema, 'properties'));
  const [property] = properties;
  if (property === undefined) {
    const asksNoProperty = reader.keyword(schema, 'required') === undefined;
    return asksNoProperty ? asked(reader, schema, said, undefined) : undefined;
  }
  const required = stringList(reader.keyword(schema, 'required'));
  const isOne = properties.length === 1 && required.every((name) => name === property[0]);
  const isObjectOnly =
    said.every((name) => name === 'type') && [undefined, 'object'].includes(typeName(reader, schema));
  if (!isOne || !isObjectOnly || !isObject(property[1])) return undefined;
  return asked(reader, property[1], sayingOf(reader, property[1]), property[0]);
}

function asked(
  reader: Reader,
  schema: JsonSchemaObject,
  said: readonly string[],
  property: string | undefined,
): Test | undefined {
  const values = valuesOf(reader, schema);
  if (values !== undefined && said.length === 1) return { property, values, kinds: undefined };
  const type = reader.keyword(schema, 'type');
  if (type === undefined || said.length !== 1) return undefined;
  return { property, values: undefined, kinds: stringList([type].flat()) };
}

/** The keywords of a schema that say something about values. */
function sayingOf(reader: Reader, schema: JsonSchemaObject): string[] {
  return Object.keys(schema).filter((name) => reader.keyword(schema, name) !== undefined);
}

function typeName(reader: Reader, schema: JsonSchemaObject): string | undefined {
  const type = reader.keyword(schema, 'type');
  return type === undefined || typeof type === 'string' ? type : '';
}

/** The values of `const` or `enum`, when each is a scalar. */
function valuesOf(reader: Reader, schema: JsonSchemaObject): (string | number | boolean | null)[] | undefined {
  const constant = reader.keyword(schema, 'const');
  const values = constant === undefined ? reader.keyword(schema, 'enum') : [constant];
  if (!Array.isArray(values)) return undefined;
  const scalars = values.filter((value: Json) => typeof value !== 'object' || value === null);
  return scalars.length === values.length ? scalars : undefined;
}

const mostWords = 5;

/** A condition on properties in words: `type` is `booking`. */
function wordsOf(reader: Reader, schema: JsonSchema): string | undefined {
  if (!isObject(schema)) return undefined;
  const parts = schemasByName(reader.keyword(schema, 'properties')).map(([name, held]) => {
    const values = isObject(held) ? valuesOf(reader, held) : undefined;
    if (values === undefined || values.length > mostWords) return undefined;
    return `${code(name)} is ${values.map((value) => code(String(value))).join(' or ')}`;
  });
  const plain = sayingOf(reader, schema).every((name) => ['properties', 'required', 'type'].includes(name));
  return plain && parts.length > 0 && parts.every((part) => part !== undefined) ? parts.join(' and ') : undefined;
}

function code(text: string): string {
  return text.includes('`') ? JSON.stringify(text) : `\`${text}\``;
}
