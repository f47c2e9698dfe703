import { at, child, parsePointer, pointerOfReference } from '../json-schema/pointer.ts';
import type { JsonSchema, JsonSchemaObject, SchemaBundle } from '../json-schema/schema.ts';
import { isObject } from '../util/json.ts';
import type { Json } from '../util/json.ts';
import { get } from './bundled-view.ts';
import type { SelectorPart } from './model.ts';

/** The definitions that describe one event. */
export interface EventSchemas {
  readonly payload: string;
  readonly headers: string | undefined;
}

/** The values that a place of a payload or a header can have, when the schema names them. */
type Constants = ReadonlyMap<string, readonly string[]>;

/** Reads the entries of `x-selector`: a JSON Pointer into the payload, or `header:<name>`. */
export function parseSelector(entries: readonly string[]): SelectorPart[] {
  return entries.map((entry) =>
    entry.startsWith('header:')
      ? { kind: 'header', header: entry.slice('header:'.length) }
      : { kind: 'pointer', pointer: entry },
  );
}

/**
 * Finds the selector that a document does not state: the shallowest place of the payload, else the header, that has one
 * value per event, a different one for each. Empty when there is none, or only one event.
 */
export function findSelector(bundle: SchemaBundle, events: readonly EventSchemas[]): SelectorPart[] {
  if (events.length < 2) return [];
  const pointer = distinguishing(
    bundle,
    events.map((event) => event.payload),
  );
  if (pointer !== undefined) return [{ kind: 'pointer', pointer }];
  const headers = events.map((event) => event.headers).filter((name) => name !== undefined);
  const header = headers.length === events.length ? distinguishing(bundle, headers) : undefined;
  return header === undefined ? [] : [{ kind: 'header', header: parsePointer(header)[0] ?? '' }];
}

/** The values that each part of the selector has for an event; undefined for a part that its schemas leave open. */
export function matchOf(
  bundle: SchemaBundle,
  event: EventSchemas,
  selector: readonly SelectorPart[],
): (readonly string[] | undefined)[] {
  return selector.map((part) => {
    if (part.kind === 'pointer') return constantsOf(bundle, event.payload, [part.pointer]).get(part.pointer);
    const name = child('', part.header).toLowerCase();
    const headers = event.headers === undefined ? [] : constantsOf(bundle, event.headers);
    return [...headers].find(([pointer]) => pointer.toLowerCase() === name)?.[1];
  });
}

function distinguishing(bundle: SchemaBundle, definitions: readonly string[]): string | undefined {
  const [first = '', ...others] = definitions;
  const found = [...constantsOf(bundle, first)].filter(([, values]) => values.length === 1);
  const candidates = found.toSorted(([a], [b]) => parsePointer(a).length - parsePointer(b).length);
  const seen = new Map(candidates.map(([pointer, values]) => [pointer, new Set(values)]));
  for (const definition of others) {
    const constants = constantsOf(bundle, definition, [...seen.keys()]);
    for (const [pointer, values] of seen) {
      const own = constants.get(pointer);
      if (own?.length !== 1 || values.size === values.add(own[0] ?? '').size) seen.delete(pointer);
    }
  }
  return seen.keys().next().value;
}

/**
 * By pointer into the instance; follows `properties`, `allOf` and `$ref`, shallow places first. With `wanted`, looks only
 * on the way to these pointers.
 */
function constantsOf(bundle: SchemaBundle, definition: string, wanted?: readonly string[]): Constants {
  const found = new Map<string, readonly string[]>();
  const visited = new Set<string>();
  const waiting = [{ schema: own(bundle.definitions, definition), pointer: '', reference: definition }];
  for (const { schema, pointer, reference } of waiting) {
    if (!isObject(schema) || visited.has(`${pointer} ${reference}`) || visited.size > mostPlaces) continue;
    if (reference !== '') visited.add(`${pointer} ${reference}`);
    const values = constants(schema);
    if (values !== undefined) found.set(pointer, narrowed(found.get(pointer), values));
    for (const next of inPlace(bundle, schema)) waiting.push({ ...next, pointer });
    for (const [name, property] of propertiesOf(bundle, schema)) {
      const below = child(pointer, name);
      if (
        waiting.length > mostPlaces ||
        (wanted !== undefined && !wanted.some((end) => `${end}/`.startsWith(`${below}/`)))
      )
        continue;
      waiting.push({ schema: property as JsonSchema, pointer: below, reference: '' });
    }
  }
  return found;
}

function inPlace(
  bundle: SchemaBundle,
  schema: JsonSchemaObject,
): { schema: JsonSchema | undefined; reference: string }[] {
  const reference = get(schema, '$ref');
  const target = typeof reference === 'string' ? [{ schema: resolve(bundle, reference), reference }] : [];
  const all = get(schema, 'allOf');
  if (!Array.isArray(all) || ignoresSiblings(bundle, schema)) return target;
  return [...target, ...(all as JsonSchema[]).map((part) => ({ schema: part, reference: '' }))];
}

function propertiesOf(bundle: SchemaBundle, schema: JsonSchemaObject): [string, Json][] {
  const properties = get(schema, 'properties');
  return isObject(properties) && !ignoresSiblings(bundle, schema) ? Object.entries(properties) : [];
}

/** Up to draft-07 everything beside a `$ref` is ignored. */
function ignoresSiblings(bundle: SchemaBundle, schema: JsonSchemaObject): boolean {
  return get(schema, '$ref') !== undefined && bundle.dialect !== '2019-09' && bundle.dialect !== '2020-12';
}

/** A selector is near the top of a payload: it is looked for in this many places. */
const mostPlaces = 2_000;

function constants(schema: JsonSchemaObject): string[] | undefined {
  const fixed = get(schema, 'const');
  if (fixed !== undefined) return isScalar(fixed) ? [String(fixed)] : undefined;
  const known = get(schema, 'enum');
  return Array.isArray(known) && known.length > 0 && known.every(isScalar) ? known.map(String) : undefined;
}

function narrowed(before: readonly string[] | undefined, values: readonly string[]): readonly string[] {
  return before === undefined ? values : before.filter((value) => values.includes(value));
}

function isScalar(value: Json): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function resolve(bundle: SchemaBundle, reference: string): JsonSchema | undefined {
  const pointer = pointerOfReference(reference);
  const found =
    pointer?.startsWith('/definitions/') === true ? at({ definitions: bundle.definitions }, pointer) : undefined;
  return typeof found === 'boolean' || isObject(found) ? found : undefined;
}

function own(definitions: SchemaBundle['definitions'], name: string): JsonSchema | undefined {
  return Object.hasOwn(definitions, name) ? definitions[name] : undefined;
}
