import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parse } from 'yaml';
import { createValidator } from '../../src/json-schema/validate.ts';
import type { JsonSchema } from '../../src/json-schema/schema.ts';
import { isObject } from '../../src/util/json.ts';
import type { Json } from '../../src/util/json.ts';
import type { Context } from './contexts.ts';
import type { Random } from './random.ts';

/** The payload schema of a shipped event, on its own, and places in documented payloads. */
export interface Event {
  readonly file: string;
  readonly schema: JsonSchema;
  readonly places: readonly Place[];
}

/** An object in a payload to which the schema lets any property be added. */
interface Place {
  readonly payload: Json;
  readonly path: readonly string[];
}

/** All shipped events with a documented example. */
export function shippedEvents(): readonly Event[] {
  return globSync('asyncapi/*/*/messages/*.yaml').flatMap((file) => {
    const message = parse(readFileSync(file, 'utf8')) as {
      payload?: { $ref?: string };
      examples?: { payload: Json }[];
    };
    const reference = message.payload?.$ref;
    const examples = (message.examples ?? []).map((example) => example.payload);
    if (reference === undefined || examples.length === 0) return [];
    const schema = standalone(join(dirname(file), reference));
    const places = examples.flatMap((payload) => objectPaths(payload).map((path) => ({ payload, path })));
    return [{ file, schema, places: places.filter((place) => isOpen(schema, place)) }];
  });
}

function isOpen(schema: JsonSchema, { payload, path }: Place): boolean {
  const { definitions } = schema as { definitions: Record<string, JsonSchema> };
  const [root] = Object.keys(definitions);
  const compiled = createValidator({ dialect: 'draft-07', definitions }).compile(root as string);
  return [null, true, 0, 1.5, 's', [1], {}].every((value) => compiled.isValid(placed(payload, path, 'probe', value)));
}

/** The schema in a file with all that it refers to in its `definitions`. */
function standalone(file: string): JsonSchema {
  const definitions: Record<string, Json> = {};
  const nameOf = (path: string): string => path.replaceAll(/[^\w.]+/g, '_');
  const include = (path: string): void => {
    const name = nameOf(path);
    if (Object.hasOwn(definitions, name)) return;
    definitions[name] = true;
    definitions[name] = rewrite(JSON.parse(readFileSync(path, 'utf8')) as Json, path);
  };
  const rewrite = (value: Json, from: string): Json => {
    if (Array.isArray(value)) return value.map((item: Json) => rewrite(item, from));
    if (!isObject(value)) return value;
    const members = Object.entries(value).filter(([name]) => name !== '$schema');
    return Object.fromEntries(
      members.map(([name, held]) => [
        name,
        name === '$ref' && typeof held === 'string' ? target(held, from) : rewrite(held, from),
      ]),
    );
  };
  const target = (reference: string, from: string): string => {
    const [path = '', pointer = ''] = reference.split('#');
    const file = path === '' ? from : normalize(join(dirname(from), path));
    include(file);
    return `#/definitions/${nameOf(file)}${pointer}`;
  };
  include(file);
  return { definitions, allOf: [{ $ref: `#/definitions/${nameOf(file)}` }] };
}

/** Puts a schema on a property of its own somewhere in a documented payload. */
export function eventContext(random: Random, { file, schema, places }: Event): Context {
  const { payload, path } = random.pick(places);
  const probe = `probe_${random.word()}`;
  return {
    name: file,
    schema: (inner) => ({
      ...(schema as object),
      allOf: [...((schema as { allOf: Json[] }).allOf ?? []), at(path, { properties: { [probe]: inner as Json } })],
    }),
    value: (inner) => placed(payload, path, probe, inner),
    flips: false,
  };
}

function objectPaths(value: Json, path: readonly string[] = []): (readonly string[])[] {
  if (!isObject(value)) return [];
  return [path, ...Object.entries(value).flatMap(([name, held]) => objectPaths(held, [...path, name]))];
}

function at(path: readonly string[], schema: Json): Json {
  return path.reduceRight<Json>((inner, name) => ({ properties: { [name]: inner } }), schema);
}

function placed(value: Json, path: readonly string[], name: string, inner: Json): Json {
  const object = value as Readonly<Record<string, Json>>;
  const [first, ...rest] = path;
  if (first === undefined) return { ...object, [name]: inner };
  return { ...object, [first]: placed(object[first] as Json, rest, name, inner) };
}
