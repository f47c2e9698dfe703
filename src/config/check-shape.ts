import type { Finding } from '../findings/finding.ts';
import { child, parsePointer } from '../json-schema/pointer.ts';
import { isObject } from '../util/json.ts';
import type { Json, JsonObject } from '../util/json.ts';
import { nearest } from '../util/nearest.ts';
import configSchema from './counterfoil.schema.json' with { type: 'json' };
import { invalidValue, unknownKey } from './rules.ts';
import { report } from './source.ts';
import type { ConfigSource } from './source.ts';

/**
 * Holds a file of ours against its published JSON Schema, that of the configuration when none is named: one finding for
 * each place. No message shows a value: it could be a secret.
 *
 * The few keywords that the schema uses are read here rather than by the validator of payloads, which takes longer to
 * load than all the rest of reading a configuration. A test holds the two against each other.
 */
export function checkShape(source: ConfigSource, schema: Shape = configSchema): Finding[] {
  return [...breaches(schema, source.data, '')].map(({ pointer, demand, known }) => {
    const place = source.place(pointer);
    if (known === undefined) return report(invalidValue, `${nameOf(pointer)} ${demand}.`, place);
    const meant = nearest(parsePointer(pointer).at(-1) ?? '', known);
    const help = meant === undefined ? `Known keys here: ${known.join(', ')}.` : `Did you mean "${meant}"?`;
    return report(unknownKey, `${nameOf(pointer)} ${demand}.`, place, help);
  });
}

/** The keywords that the published schemas use. */
export interface Shape {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly items?: Shape;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly additionalProperties?: boolean | Shape;
  readonly required?: readonly string[];
  /** Exactly one of these keys must be there. */
  readonly oneOf?: readonly { readonly required: readonly string[] }[];
  /** Alternatives that are told apart by the type. */
  readonly anyOf?: readonly Shape[];
  readonly minimum?: number;
  readonly maximum?: number;
}

interface Breach {
  readonly pointer: string;
  /** What a sentence about the place says. */
  readonly demand: string;
  /** The keys that are known here, when the key is not. */
  readonly known?: readonly string[];
}

function* breaches(shape: Shape, value: Json, pointer: string): Iterable<Breach> {
  const target = chosen(shape.$ref === undefined ? shape : definition(shape.$ref), value);
  const demand = ownDemand(target, value);
  if (demand !== undefined) {
    yield { pointer, demand };
  } else if (isObject(value)) {
    yield* breachesOfMembers(target, value, pointer);
  } else if (Array.isArray(value)) {
    const list: readonly Json[] = value;
    for (const [index, item] of list.entries()) yield* breaches(target.items ?? {}, item, child(pointer, index));
  }
}

function* breachesOfMembers(shape: Shape, value: JsonObject, pointer: string): Iterable<Breach> {
  const { properties = {}, additionalProperties = {} } = shape;
  const others = additionalProperties === true ? {} : additionalProperties;
  for (const [key, member] of Object.entries(value)) {
    const below = child(pointer, key);
    const known = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (known !== undefined) yield* breaches(known, member, below);
    else if (others !== false) yield* breaches(others, member, below);
    else yield { pointer: below, demand: 'is not a known key', known: Object.keys(properties) };
  }
}

/** Of alternatives the one of the value's type; where there is none, all of them, which demand something of it. */
function chosen(shape: Shape, value: Json): Shape {
  return shape.anyOf?.find(({ type }) => types[type ?? '']?.[0](value)) ?? shape;
}

function definition(reference: string): Shape {
  const definitions: Readonly<Record<string, Shape>> = configSchema.definitions;
  const shape = definitions[reference.replace('#/definitions/', '')];
  if (shape === undefined) throw new Error(`counterfoil.schema.json has no ${reference}`);
  return shape;
}

/** What the value itself must be and is not, without its members. */
function ownDemand(
  { type, enum: values, pattern, minLength, minimum, maximum, required, oneOf, anyOf }: Shape,
  value: Json,
): string | undefined {
  if (anyOf !== undefined) return anyOf.map((one) => ownDemand(one, value)).join(', or ');
  const [is, words] = types[type ?? ''] ?? [() => true, ''];
  if (!is(value)) return `must be ${words}`;
  if (typeof value === 'number' && (value < (minimum ?? -Infinity) || value > (maximum ?? Infinity)))
    return `must be from ${minimum} to ${maximum}`;
  if (values !== undefined && !values.some((known) => known === value)) return `must be one of ${values.join(', ')}`;
  if (typeof value === 'string' && value.length < (minLength ?? 0)) return 'must not be empty';
  if (typeof value === 'string' && pattern !== undefined && !new RegExp(pattern, 'u').test(value)) {
    return 'does not have the form that is asked for';
  }
  if (!isObject(value)) return undefined;
  const missing = required?.find((key) => !Object.hasOwn(value, key));
  if (missing !== undefined) return `must have the key "${missing}"`;
  const choice = oneOf?.flatMap((branch) => branch.required);
  if (choice === undefined || choice.filter((key) => Object.hasOwn(value, key)).length === 1) return undefined;
  return `must have one of the keys "${choice.join('" and "')}"`;
}

const types: Readonly<Record<string, readonly [is: (value: Json) => boolean, words: string]>> = {
  string: [(value) => typeof value === 'string', 'a text'],
  integer: [(value) => Number.isInteger(value), 'a whole number'],
  array: [(value) => Array.isArray(value), 'a list'],
  object: [isObject, 'a map of keys and values'],
};

/** `captures[0].secrets[1].env`: keys as in the file, positions from 0. */
function nameOf(pointer: string): string {
  const parts = parsePointer(pointer).map((token) => (/^\d+$/.test(token) ? `[${token}]` : `.${token}`));
  return parts.length === 0 ? 'The configuration' : `"${parts.join('').replace(/^\./, '')}"`;
}
