import { dirname, relative, sep } from 'node:path';
import type { CheckedContract } from '../../../checks/checked-contract.ts';
import { at, child, parsePointer, pointerOfReference } from '../../../json-schema/pointer.ts';
import { isObject, own } from '../../../util/json.ts';
import type { Json, JsonObject } from '../../../util/json.ts';
import type { Stranger } from '../summary.ts';
import type { ProposedFiles } from './files.ts';
import { keyOf, typesOf } from './form.ts';
import type { Below, FormContext } from './form.ts';

/** An object that shows fewer properties says too little about what it is. */
const fewestShared = 2;

/**
 * Finds the models of a contract that undocumented objects fit: they have properties of the model only, all that it
 * demands, and at least half of what it has, in the same types, formats and sets of values. The payloads at hand must be
 * valid under it.
 *
 * @param file that the schema is written to
 */
export function reuseIn(
  { contract, validator }: CheckedContract,
  files: ProposedFiles,
  file: string,
): FormContext['reuse'] {
  const definitions: Json = { definitions: contract.schemas.definitions as JsonObject };
  const models = contract.models.flatMap(({ name }) => {
    const schema = own(contract.schemas.definitions, name);
    return isObject(schema) ? [{ name, schema }] : [];
  });
  const resolve = (schema: JsonObject): JsonObject[] => partsOf(schema, definitions, new Set());

  function sharedWith(model: JsonObject, stranger: Stranger, below: Below): number | undefined {
    const parts = resolve(model);
    const properties = new Map(
      parts.flatMap((part) => Object.entries(isObject(part['properties']) ? part['properties'] : {})),
    );
    const seen = (below.get(stranger.path) ?? []).map((one) => [keyOf(one.path), one] as const);
    if (seen.length < fewestShared || seen.length * 2 < properties.size) return undefined;
    return fitsObject(parts, stranger, below) ? seen.length : undefined;
  }

  function fits(schema: Json | undefined, stranger: Stranger, below: Below): boolean {
    if (schema === true) return true;
    if (!isObject(schema)) return false;
    const parts = resolve(schema);
    return parts.every((part) => fitsPart(part, stranger, below)) && fitsObject(parts, stranger, below);
  }

  function fitsPart(part: JsonObject, stranger: Stranger, below: Below): boolean {
    const { types, formats, values } = stranger;
    const branches = part['anyOf'] ?? part['oneOf'];
    if (Array.isArray(branches)) return fitsBranches(branches as readonly Json[], stranger, below);
    const allowed = part['type'] === undefined ? undefined : ([part['type']].flat() as readonly Json[]);
    const isTyped = typesOf(types).every(
      (type) => allowed?.includes(type) !== false || (type === 'integer' && allowed.includes('number')),
    );
    const listed = part['const'] === undefined ? (part['enum'] ?? part['x-extensible-enum']) : [part['const']];
    // Of values other than texts, nobody has kept which they were.
    const isListed =
      !Array.isArray(listed) ||
      (typesOf(types).join() === 'string' &&
        values?.every((value) => (listed as readonly Json[]).includes(value)) === true);
    const isFormed = typeof part['format'] !== 'string' || formats?.includes(part['format']) !== false;
    const items = part['items'];
    const held = (below.get(stranger.path) ?? []).find(({ path }) => path.endsWith('/*'));
    const hasItems = items === undefined || (types[5] ?? 0) === 0 || held === undefined || fits(items, held, below);
    return isTyped && isListed && isFormed && hasItems;
  }

  /** One of the branches, beside null; an open set must list every text. */
  function fitsBranches(branches: readonly Json[], stranger: Stranger, below: Below): boolean {
    const isOf = (type: string) => (branch: Json) => isObject(branch) && branch['type'] === type;
    const isNull = isOf('null');
    if ((stranger.types[0] ?? 0) > 0 && !branches.some((branch) => isNull(branch))) return false;
    const rest = { ...stranger, types: stranger.types.with(0, 0) };
    const closed = branches.filter((branch) => isObject(branch) && Array.isArray(branch['enum']));
    const isOpenSet = closed.length === 1 && branches.some(isOf('string'));
    return (isOpenSet ? closed : branches.filter((branch) => !isNull(branch))).some((branch) =>
      fits(branch, rest, below),
    );
  }

  function fitsObject(parts: readonly JsonObject[], stranger: Stranger, below: Below): boolean {
    if (stranger.objects === 0) return true;
    const members = below.get(stranger.path) ?? [];
    const required = parts.flatMap((part) => (Array.isArray(part['required']) ? (part['required'] as string[]) : []));
    const byKey = new Map(members.map((one) => [keyOf(one.path), one]));
    if (required.some((name) => byKey.get(name)?.count !== stranger.objects)) return false;
    return members.every((one) => {
      const key = keyOf(one.path);
      const named = parts.flatMap((part) => {
        const { properties, additionalProperties } = part;
        const schema = isObject(properties) ? own(properties, key) : undefined;
        return schema ?? (key === '*' && isObject(additionalProperties) ? additionalProperties : []);
      });
      return named.length > 0 && named.every((schema) => fits(schema, one, below));
    });
  }

  return (stranger, below) => {
    const types = typesOf(stranger.types).filter((type) => type !== 'null');
    if (stranger.objects === 0 || types.length !== 1) return undefined;
    const found = models
      .flatMap(({ name, schema }) => {
        const shared = sharedWith(schema, stranger, below);
        return shared === undefined ? [] : [{ name, shared, isNamesake: isNamesake(name, stranger.path) }];
      })
      .toSorted((one, other) => other.shared - one.shared || Number(other.isNamesake) - Number(one.isNamesake))
      .find(({ name }) => {
        const compiled = validator.compile(name);
        return [stranger, ...below.values()]
          .flat()
          .every(({ exhibit }) =>
            partsAt(exhibit.payload, parsePointer(stranger.path)).every(
              (part) => part === null || compiled.isValid(part),
            ),
          );
      });
    if (found === undefined) return undefined;
    const { path, pointer } = files.locate(child('/definitions', found.name));
    const $ref = referenceTo(file, path, pointer);
    return (stranger.types[0] ?? 0) > 0 ? { anyOf: [{ $ref }, { type: 'null' }] } : { $ref };
  };
}

/** Whether a model is called as the place is. */
function isNamesake(model: string, path: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return plain(model).endsWith(plain(keyOf(path)));
}

/** A schema itself, what it refers to, and what stands in its `allOf`. */
function partsOf(schema: JsonObject, definitions: Json, visited: Set<JsonObject>): JsonObject[] {
  if (visited.has(schema)) return [];
  visited.add(schema);
  const reference = own<Json>(schema, '$ref');
  const pointer = typeof reference === 'string' ? pointerOfReference(reference) : undefined;
  const target = pointer === undefined ? undefined : at(definitions, pointer);
  const all = own<Json>(schema, 'allOf');
  const below = [target ?? [], Array.isArray(all) ? (all as readonly Json[]) : []].flat();
  return [schema, ...below.filter(isObject).flatMap((one) => partsOf(one, definitions, visited))];
}

/** What stands at a path in a payload; `*` is every item or member. */
function partsAt(payload: Json | undefined, [token, ...rest]: readonly string[]): Json[] {
  if (payload === undefined) return [];
  if (token === undefined) return [payload];
  if (typeof payload !== 'object' || payload === null) return [];
  const isFolded = token === '*' && !Object.hasOwn(payload, token);
  const held: readonly (Json | undefined)[] = isFolded ? Object.values(payload) : [own(payload as JsonObject, token)];
  return held.flatMap((one) => partsAt(one, rest));
}

/** How a schema in one file refers to a place of another. */
function referenceTo(file: string, target: string, pointer: string): string {
  const way = file === target ? '' : encodeURI(relative(dirname(file), target).split(sep).join('/'));
  return pointer === '' && way !== '' ? way : `${way}#${encodeURI(pointer)}`;
}
