import { Ajv } from 'ajv';
import type { AnySchemaObject } from 'ajv';
import addFormats from 'ajv-formats';
import type { SchemaBundle } from '../../../src/json-schema/schema.ts';
import type { Validator } from '../../../src/json-schema/validate.ts';
import { isObject } from '../../../src/util/json.ts';
import type { Json, JsonObject } from '../../../src/util/json.ts';
import { appliedSchemas, below } from '../../contracts/applied-schemas.ts';
import { show } from '../../contracts/mutants.ts';

/**
 * What Ajv makes of the schemas of a bundle as they are written, with the formats of `ajv-formats` (but for `int64` and `email`) and
 * one keyword of ours, for JSON in texts. Nothing of `src/` takes part: neither the schemas made ready nor our formats.
 */
export function createPlainAjv({ definitions }: SchemaBundle): (name: string) => (value: Json) => boolean {
  const ajv = addFormats.default(new Ajv({ strict: false, logger: false }));
  // Their functions take every whole number, 1e300 too, and ask for a dot in the domain of an address.
  ajv.addFormat('int64', { type: 'number', validate: (value) => value >= -(2 ** 63) && value <= 2 ** 63 });
  ajv.addFormat('email', plainAddress);
  const compileBelow = (schema: AnySchemaObject): ((value: Json) => boolean) => {
    const check = ajv.compile<Json>({ allOf: [schema], definitions });
    return (value) => check(value);
  };
  ajv.removeKeyword('contentSchema');
  ajv.addKeyword({
    keyword: 'contentSchema',
    type: 'string',
    schemaType: ['object', 'boolean'],
    compile(schema: AnySchemaObject, parent: AnySchemaObject) {
      if (parent['contentMediaType'] !== 'application/json') return () => true;
      // When it is first needed: a text can hold what it stands in.
      let check: ((value: Json) => boolean) | undefined;
      return (text: string) => {
        const content = parse(text);
        check ??= compileBelow(schema);
        return content !== undefined && check(content);
      };
    },
  });
  return (name) => compileBelow({ $ref: `#/definitions/${name}` });
}

/** Words with dots between them, at a domain of any depth. Source: RFC 5321, section 4.1.2 `Mailbox`, without quotes. */
const plainAddress =
  /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)*$/i;

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/**
 * What the strict profile reports about a valid payload, as the definition of the profile has it and as simple as can
 * be: which schemas apply to each place is found by asking Ajv about every branch. One word and one place each, sorted.
 */
export function undocumentedPlaces(bundle: SchemaBundle, validator: Validator, name: string, payload: Json): string[] {
  const applied = appliedSchemas(bundle, validator, name, payload);
  const places = Map.groupBy(applied, ({ place }) => show(place));
  return [...places.values()]
    .flatMap((here) => {
      const [first] = here;
      if (first === undefined) return [];
      const { place, value } = first;
      const schemas = here.map(({ schema }) => schema);
      if (isObject(value)) return strangers(schemas, value).map((key) => `property ${show(below(place, key))}`);
      return isUnknown(schemas, value) ? [`value ${show(place)}`] : [];
    })
    .toSorted();
}

/** Names that no schema has, where some schema has names and none says what the others hold. */
function strangers(schemas: readonly JsonObject[], value: JsonObject): string[] {
  const named = schemas.flatMap(({ properties }) => (isObject(properties) ? [new Set(Object.keys(properties))] : []));
  const isFree = schemas.some(({ additionalProperties = false }) => additionalProperties !== false);
  if (named.length === 0 || isFree) return [];
  return Object.keys(value).filter((key) => !named.some((names) => names.has(key)));
}

/** Whether a value belongs to a set that is open, and is not among the known ones, nor listed by another schema. */
function isUnknown(schemas: readonly JsonObject[], value: Json): boolean {
  if (value === null || typeof value === 'object') return false;
  const isOpen = schemas.some(({ anyOf }) => {
    const branches = Array.isArray(anyOf) ? anyOf.filter(isObject) : [];
    return branches.some(isList) && branches.some((branch) => isBareType(branch) && branch['type'] !== 'null');
  });
  const isListed = schemas.some((schema) => isList(schema) && listOf(schema).includes(value));
  return isOpen && !isListed;
}

function isList(schema: JsonObject): boolean {
  return schema['enum'] !== undefined || schema['const'] !== undefined;
}

function listOf(schema: JsonObject): readonly Json[] {
  return Array.isArray(schema['enum']) ? schema['enum'] : [schema['const'] ?? null];
}

function isBareType(schema: JsonObject): boolean {
  return Object.keys(schema).every((keyword) => keyword === 'type' || keyword === 'description');
}
