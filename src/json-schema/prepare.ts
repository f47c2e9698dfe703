import { isObject } from '../util/json.ts';
import type { Json, JsonObject } from '../util/json.ts';
import { checkSchema } from './check-schema.ts';
import { keywordsOf, upTo } from './keywords.ts';
import type { Shape } from './keywords.ts';
import { at, child, pointerOfReference } from './pointer.ts';
import type { JsonSchema, SchemaBundle } from './schema.ts';
import { SchemaCompileError } from './schema-error.ts';
import { subschemas } from './walk.ts';
import type { Subschema } from './walk.ts';

/**
 * A schema made ready for validation: only keywords that its dialect defines and that assert something, draft-04's
 * limits in their later form, siblings of `$ref` dropped where the dialect ignores them, `$ref` and `jsonText` naming
 * another target by its key.
 */
export type PreparedSchema = boolean | { readonly [keyword: string]: Json };

/** A schema of the bundle that others refer to, or that was asked for. */
export interface Target {
  readonly key: string;
  /** `/definitions/<name>` or a pointer below one. */
  readonly pointer: string;
  readonly schema: PreparedSchema;
}

/** The prepared schemas of one bundle, made when they are first needed. */
export interface Targets {
  /**
   * The schema at `pointer`, prepared together with all that it refers to.
   * @throws {SchemaCompileError} when it or one of those is missing or malformed
   */
  readonly prepare: (pointer: string) => Target;
  /** A prepared target by its key. */
  readonly get: (key: string) => Target;
  /** Targets in the order in which they were prepared. */
  readonly all: () => readonly Target[];
  /** Formats that schemas name and nobody defines; they assert nothing. */
  readonly unknownFormats: ReadonlySet<string>;
}

interface Preparation {
  readonly bundle: SchemaBundle;
  readonly assertFormats: boolean;
  readonly knownFormats: ReadonlySet<string>;
  readonly unknownFormats: Set<string>;
  /** The key of the schema at `pointer`, which will be prepared too; `from` is where the reference stands. */
  readonly keyOf: (pointer: string, from: string) => string;
}

interface Waiting {
  readonly key: string;
  readonly pointer: string;
  readonly from: string;
}

/** Prepares schemas of `bundle` as they are asked for. With `assert` false, no format takes part in validation. */
export function createTargets(
  bundle: SchemaBundle,
  formats: { readonly known: ReadonlySet<string>; readonly assert: boolean },
): Targets {
  const prepared = new Map<string, Target>();
  const byKey = new Map<string, Target>();
  const unknownFormats = new Set<string>();
  let count = 0;

  const prepare = (pointer: string): Target => {
    const staged = new Map<string, Target>();
    const keys = new Map<string, string>();
    const waiting: Waiting[] = [];
    const keyOf = (wanted: string, from: string): string => {
      const known = prepared.get(wanted)?.key ?? keys.get(wanted);
      if (known !== undefined) return known;
      const key = `t${count++}`;
      keys.set(wanted, key);
      waiting.push({ key, pointer: wanted, from });
      return key;
    };
    const preparation = { bundle, assertFormats: formats.assert, knownFormats: formats.known, unknownFormats, keyOf };
    keyOf(pointer, pointer);
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      staged.set(next.key, { key: next.key, pointer: next.pointer, schema: prepareTarget(next, preparation) });
    }
    refuseEmptyCycles(staged);
    for (const target of staged.values()) {
      prepared.set(target.pointer, target);
      byKey.set(target.key, target);
    }
    return prepared.get(pointer) as Target;
  };

  return {
    prepare,
    get: (key) => byKey.get(key) as Target,
    all: () => [...byKey.values()],
    unknownFormats,
  };
}

function prepareTarget(wanted: Waiting, preparation: Preparation): PreparedSchema {
  const found = at({ definitions: preparation.bundle.definitions }, wanted.pointer);
  if (typeof found !== 'boolean' && !isObject(found)) {
    const what = found === undefined ? 'There is no schema' : 'What stands there is no schema';
    throw new SchemaCompileError(`${what}: #${wanted.pointer}.`, `#${wanted.from}`, '$ref');
  }
  checkSchema(found, preparation.bundle.dialect, `#${wanted.pointer}`);
  return prepareSchema(found, wanted.pointer, preparation);
}

function prepareSchema(schema: JsonSchema, pointer: string, preparation: Preparation): PreparedSchema {
  if (typeof schema === 'boolean') return schema;
  const { dialect } = preparation.bundle;
  const keywords = keywordsOf(dialect);
  const prepared: Record<string, Json> = {};
  const refersOnly = upTo(dialect, 'draft-07') && Object.hasOwn(schema, '$ref');
  for (const [name, value] of Object.entries(schema)) {
    const keyword = keywords.get(name);
    if (keyword === undefined || !keyword.asserts || (refersOnly && name !== '$ref')) continue;
    prepared[name] = prepareValue(keyword.shape, value, child(pointer, name), preparation);
  }
  if (refersOnly) return prepared;
  prepareFormat(prepared, preparation);
  prepareJsonText(prepared, pointer, preparation);
  if (dialect === 'draft-04') prepareSwitchedLimits(prepared);
  prepareDynamicReference(prepared, pointer);
  return prepared;
}

function prepareValue(shape: Shape, value: Json, pointer: string, preparation: Preparation): Json {
  const below = (held: Json, token?: string | number): Json =>
    isSchema(held) ? prepareSchema(held, token === undefined ? pointer : child(pointer, token), preparation) : held;
  switch (shape) {
    case 'reference':
      return keyOfReference(value as string, pointer, preparation);
    case 'schema':
    case 'schema or switch':
    case 'schemas':
    case 'schema or schemas':
      return Array.isArray(value) ? value.map((held: Json, index) => below(held, index)) : below(value);
    case 'named schemas':
    case 'schemas by pattern':
    case 'schemas or names by name':
      return Object.fromEntries(Object.entries(value as JsonObject).map(([name, held]) => [name, below(held, name)]));
    default:
      return value;
  }
}

function keyOfReference(reference: string, from: string, preparation: Preparation): string {
  const pointer = pointerOfReference(reference);
  if (pointer?.startsWith('/definitions/') === true) return preparation.keyOf(pointer, from);
  throw new SchemaCompileError(
    `The reference ${JSON.stringify(reference)} leads out of the schemas that belong together.`,
    `#${from}`,
    '$ref',
  );
}

function prepareFormat(prepared: Record<string, Json>, preparation: Preparation): void {
  const format = prepared['format'];
  if (typeof format !== 'string') return;
  const known = preparation.knownFormats.has(format);
  if (!known) preparation.unknownFormats.add(format);
  if (!known || !preparation.assertFormats) delete prepared['format'];
}

/** `contentSchema` for text that holds JSON becomes `jsonText`: the key of the schema of that JSON. */
function prepareJsonText(prepared: Record<string, Json>, pointer: string, preparation: Preparation): void {
  const isJson = prepared['contentMediaType'] === 'application/json' && prepared['contentEncoding'] === undefined;
  const holdsSchema = prepared['contentSchema'] !== undefined;
  for (const name of ['contentMediaType', 'contentEncoding', 'contentSchema']) delete prepared[name];
  if (!isJson || !holdsSchema) return;
  const content = child(pointer, 'contentSchema');
  prepared['jsonText'] = preparation.keyOf(content, content);
}

/** In draft-04 `exclusiveMinimum` is a switch beside `minimum`, later it is the limit itself. */
function prepareSwitchedLimits(prepared: Record<string, Json>): void {
  for (const [limit, exclusive] of [
    ['minimum', 'exclusiveMinimum'],
    ['maximum', 'exclusiveMaximum'],
  ] as const) {
    const value = prepared[limit];
    const isExclusive = prepared[exclusive] === true;
    delete prepared[exclusive];
    if (!isExclusive || value === undefined) continue;
    delete prepared[limit];
    prepared[exclusive] = value;
  }
}

/** A dynamic reference that is a pointer means what `$ref` means; the bundle has no anchors for any other. */
function prepareDynamicReference(prepared: Record<string, Json>, pointer: string): void {
  if (prepared['$recursiveRef'] !== undefined) {
    throw new SchemaCompileError(
      '"$recursiveRef" is not supported.',
      `#${child(pointer, '$recursiveRef')}`,
      '$recursiveRef',
    );
  }
  const key = prepared['$dynamicRef'];
  if (key === undefined) return;
  delete prepared['$dynamicRef'];
  if (prepared['$ref'] === undefined) prepared['$ref'] = key;
  else prepared['allOf'] = [...((prepared['allOf'] as readonly Json[] | undefined) ?? []), { $ref: key }];
}

function isSchema(value: Json): value is JsonSchema {
  return typeof value === 'boolean' || isObject(value);
}

const inPlace = new Set(['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'dependencies', 'dependentSchemas']);

/** A chain of references that comes back to its start without going into the value would never end. */
function refuseEmptyCycles(targets: ReadonlyMap<string, Target>): void {
  const done = new Set<string>();
  for (const target of targets.values()) {
    const path = new Set<string>();
    const waiting: ({ enter: string } | { leave: string })[] = [{ enter: target.key }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if ('leave' in next) {
        path.delete(next.leave);
        done.add(next.leave);
        continue;
      }
      const current = targets.get(next.enter);
      if (current === undefined || done.has(next.enter)) continue;
      if (path.has(next.enter)) {
        throw new SchemaCompileError(
          `The schema at #${current.pointer} refers to itself without saying anything.`,
          `#${current.pointer}`,
          '$ref',
        );
      }
      path.add(next.enter);
      waiting.push({ leave: next.enter });
      for (const key of keysInPlace(current.schema)) waiting.push({ enter: key });
    }
  }
}

/** Keys of the targets that `schema` applies to the same value as itself. */
function keysInPlace(schema: PreparedSchema): string[] {
  const keys: string[] = [];
  const waiting: Subschema['schema'][] = [schema];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (!isObject(next)) continue;
    if (typeof next['$ref'] === 'string') keys.push(next['$ref']);
    for (const below of subschemas(next)) if (inPlace.has(below.keyword)) waiting.push(below.schema);
  }
  return keys;
}
