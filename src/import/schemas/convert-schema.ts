import { valueAt } from '../../asyncapi/sources.ts';
import type { Location } from '../../asyncapi/sources.ts';
import { isObject } from '../../util/json.ts';
import type { Json, JsonObject } from '../../util/json.ts';
import {
  identityKeywords,
  listKeywords,
  lostKeywords,
  mapKeywords,
  plainKeywords,
  schemaKeywords,
} from './dialects.ts';
import type { SourceDialect } from './dialects.ts';
import { dependencyConditions } from './dependencies.ts';
import { below, membersAt } from '../places.ts';
import type { Taken } from '../taken.ts';

/** From which folder a schema refers to models. */
export type From = 'model' | 'event';

/** Where references lead, and where it is noted what is lost. */
export interface Book {
  readonly taken: Taken;
  /** Where `$defs` and `definitions` stand. */
  readonly definitions: Location[];
  /** A `$ref` to the model that a reference leads to; undefined when it leads nowhere. */
  refer(reference: string, at: Location, from: From): JsonObject | undefined;
}

export interface Conversion {
  readonly book: Book;
  readonly from: From;
  readonly dialect: SourceDialect;
  /** Where a closed object decides between alternatives, opening it would change what is accepted. */
  readonly isClosedKept: boolean;
}

/** The schema at a place in the keywords of the contract format; whatever it cannot say is noted. */
export function convertSchema(location: Location, conversion: Conversion): Json {
  const schema = valueAt(location);
  if (typeof schema === 'boolean') return schema;
  if (!isObject(schema)) {
    conversion.book.taken.note(location, 'schema', 'It is no schema, so anything is accepted.');
    return {};
  }
  const reference = referenceOf(schema);
  if (reference === undefined) return nullable(schema, convertMembers(location, schema, conversion), conversion);
  for (const name of ['$defs', 'definitions'])
    conversion.book.definitions.push(...membersAt(location, name).map(([, place]) => place));
  const target = conversion.book.refer(reference, location, conversion.from) ?? {};
  const beside = Object.fromEntries(
    Object.entries(schema).filter(([name]) => !referenceKeywords.has(name) && !holdsDefinitions(name)),
  );
  if (Object.keys(beside).length === 0) return target;
  const words = convertMembers(location, counted(location, beside, conversion), conversion);
  return Object.keys(words).length === 0
    ? target
    : nullable(schema, { ...words, allOf: [target, ...allOf(words)] }, conversion);
}

const referenceKeywords: ReadonlySet<string> = new Set(['$ref', '$dynamicRef', '$recursiveRef']);
/** Words that may stand beside a reference in every dialect, because they state nothing of a payload. */
const annotations: ReadonlySet<string> = new Set([
  'title',
  'description',
  'default',
  'examples',
  'example',
  'deprecated',
]);

function referenceOf(schema: JsonObject): string | undefined {
  for (const name of referenceKeywords) {
    const value = Object.hasOwn(schema, name) ? schema[name] : undefined;
    if (typeof value === 'string') return value;
  }
  return undefined;
}

/** What counts beside a `$ref`: in older dialects words alone. */
function counted(location: Location, beside: JsonObject, { book, dialect }: Conversion): JsonObject {
  if (dialect === 'newer') return beside;
  const [words, ignored] = [new Map<string, Json>(), []] as [Map<string, Json>, string[]];
  for (const [name, value] of Object.entries(beside)) {
    if (annotations.has(name) || name.startsWith('x-') || (name === 'nullable' && dialect === 'openapi-3.0'))
      words.set(name, value);
    else if (!holdsDefinitions(name) && !identityKeywords.has(name)) ignored.push(name);
  }
  for (const name of ignored)
    book.taken.note(below(location, name), name, 'It stands beside a $ref, where its dialect ignores it.');
  return Object.fromEntries(words);
}

function convertMembers(location: Location, schema: JsonObject, conversion: Conversion): JsonObject {
  const { book, dialect } = conversion;
  const result = new Map<string, Json>();
  const inside = (name: string, ...more: (string | number)[]): Json =>
    convertSchema(below(location, name, ...more), {
      ...conversion,
      isClosedKept: conversion.isClosedKept || decides.has(name),
    });
  for (const [name, value] of Object.entries(schema)) {
    if (name === 'additionalProperties' && value === false && !conversion.isClosedKept) {
      if (!Object.hasOwn(schema, 'properties')) result.set('properties', {});
      book.taken.note(
        below(location, name),
        name,
        'Objects are open: the strict profile reports what the schema does not know.',
      );
    } else if (schemaKeywords.has(name)) result.set(name, inside(name));
    else if (listKeywords.has(name) && Array.isArray(value)) {
      if (value.length > 0)
        result.set(
          name,
          value.map((_, index) => inside(name, index)),
        );
    } else if (mapKeywords.has(name) && isObject(value)) {
      result.set(name, Object.fromEntries(Object.keys(value).map((key): [string, Json] => [key, inside(name, key)])));
    } else if (name === 'items' || name === 'prefixItems') items(location, schema, inside, result, conversion);
    else if (name.startsWith('x-')) result.set(name, value);
    else if (plainKeywords.has(name)) result.set(name, value);
    else if (name === 'example') result.set('examples', [value]);
    else if (name === 'nullable' && dialect === 'openapi-3.0') continue;
    else if (isIdentity(name, value) || dependencyKeywords.has(name) || name === 'additionalItems') continue;
    else if (holdsDefinitions(name)) book.definitions.push(...membersAt(location, name).map(([, place]) => place));
    else book.taken.note(below(location, name), name, lostKeywords.get(name) ?? 'It is no keyword of draft-07.');
  }
  bounds(schema, result);
  if (schema['minContains'] === 0) result.delete('contains');
  const conditions = dependencyConditions(schema, inside);
  if (conditions.length > 0) result.set('allOf', [...allOf(Object.fromEntries(result)), ...conditions]);
  return Object.fromEntries(result);
}

/** Keywords under which it matters what a schema refuses. */
const decides: ReadonlySet<string> = new Set(['oneOf', 'anyOf', 'not', 'if']);
const dependencyKeywords: ReadonlySet<string> = new Set(['dependencies', 'dependentRequired', 'dependentSchemas']);

function holdsDefinitions(name: string): boolean {
  return name === '$defs' || name === 'definitions';
}

function isIdentity(name: string, value: Json): boolean {
  return identityKeywords.has(name) || (name === 'id' && typeof value === 'string');
}

function allOf(schema: JsonObject): readonly Json[] {
  const all = schema['allOf'];
  return Array.isArray(all) ? (all as readonly Json[]) : [];
}

/** A tuple means something else in every draft: its items may come in any order afterwards. */
function items(
  location: Location,
  schema: JsonObject,
  inside: (name: string, ...more: (string | number)[]) => Json,
  result: Map<string, Json>,
  { book }: Conversion,
): void {
  const key = Array.isArray(schema['prefixItems']) ? 'prefixItems' : 'items';
  const list = schema[key];
  if (!Array.isArray(list)) {
    if (Object.hasOwn(schema, 'items')) result.set('items', inside('items'));
    return;
  }
  if (result.has('items')) return;
  const rest = key === 'prefixItems' ? 'items' : 'additionalItems';
  const further = Object.hasOwn(schema, rest) ? inside(rest) : true;
  // Where any item may follow, any item may stand anywhere.
  if (further === true) result.set('items', {});
  else {
    const alternatives = list.map((_, index) => inside(key, index));
    result.set('items', { anyOf: further === false ? alternatives : [...alternatives, further] });
  }
  const then = further === true ? 'any item is accepted' : 'each may be any of them';
  book.taken.note(below(location, key), key, `Which item stands at which position cannot be said; ${then}.`);
}

/** In draft-04 and OpenAPI 3.0 a boolean beside the bound says that the bound itself is excluded. */
function bounds(schema: JsonObject, result: Map<string, Json>): void {
  for (const [bound, exclusive] of [
    ['minimum', 'exclusiveMinimum'],
    ['maximum', 'exclusiveMaximum'],
  ] as const) {
    const value = schema[exclusive];
    if (typeof value !== 'boolean') continue;
    result.delete(exclusive);
    const limit = result.get(bound);
    if (!value || limit === undefined) continue;
    result.delete(bound);
    result.set(exclusive, limit);
  }
}

/** `nullable: true` of OpenAPI 3.0. */
function nullable(schema: JsonObject, converted: JsonObject, { dialect }: Conversion): JsonObject {
  if (dialect !== 'openapi-3.0' || schema['nullable'] !== true) return converted;
  const { type, description, ...rest } = converted;
  if (typeof type !== 'string')
    return {
      ...(description === undefined ? {} : { description }),
      anyOf: [type === undefined ? rest : { ...rest, type }, { type: 'null' }],
    };
  const known = converted['enum'];
  return {
    ...converted,
    type: [type, 'null'],
    ...(Array.isArray(known) && !known.includes(null) ? { enum: [...(known as readonly Json[]), null] } : {}),
  };
}
