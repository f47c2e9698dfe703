import type { FastifyRequest } from 'fastify';
import { depthOf } from '../../../asyncapi/nesting.ts';
import { own, isObject } from '../../../util/json.ts';
import type { Json, JsonObject } from '../../../util/json.ts';
import { levels } from '../../domain/store.ts';
import type { SchemaReference } from '../../domain/store.ts';
import type { ConfigChange } from '../../domain/subjects/configure-subjects.ts';
import type { SchemaDraft } from '../../domain/subjects/subject-draft.ts';
import {
  invalidLevel,
  invalidMode,
  invalidPolicy,
  invalidSchema,
  notPermitted,
  SubjectError,
} from '../../domain/subjects/subject-error.ts';
import { readSubjectName } from '../../domain/subjects/subject-names.ts';
import { RequestError } from './problems.ts';

/** Whether a parameter of the query says true. */
export function flag(request: FastifyRequest, name: string): boolean {
  return text(request, name)?.toLowerCase() === 'true';
}

/** A parameter of the query; of several the first. */
export function text(request: FastifyRequest, name: string): string | undefined {
  const value = own(request.query as Readonly<Record<string, unknown>>, name);
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first : undefined;
}

/** `offset` and `limit`; a negative limit is none. */
export function page(request: FastifyRequest): { readonly offset: number; readonly limit: number | undefined } {
  const limit = whole(request, 'limit');
  return {
    offset: Math.max(0, whole(request, 'offset') ?? 0),
    limit: limit !== undefined && limit < 0 ? undefined : limit,
  };
}

/**
 * A schema in a body.
 *
 * @throws {SubjectError} when it is none that this registry keeps
 */
export function readSchemaBody(request: FastifyRequest): SchemaDraft {
  const body = readBody(request);
  const type = own(body, 'schemaType') ?? 'AVRO';
  if (type !== 'JSON')
    throw new SubjectError(
      42201,
      `Invalid schema type ${printable(typeof type === 'string' ? type : typeof type)}: this registry keeps JSON Schemas; send "schemaType": "JSON".`,
    );
  const schema = own(body, 'schema') ?? '';
  if (typeof schema !== 'string') throw invalidSchema('it must be sent as text, under "schema"');
  if (isGiven(body, 'metadata')) throw invalidSchema('metadata are not kept');
  if (isGiven(body, 'ruleSet')) throw new SubjectError(42210, 'Invalid rule set: rules are not kept.');
  return {
    text: schema,
    references: readReferences(own(body, 'references') ?? []),
    normalize: flag(request, 'normalize'),
  };
}

/**
 * The same for a schema to be registered: ids and versions are given by the registry alone.
 *
 * @throws {SubjectError}
 */
export function readNewSchemaBody(request: FastifyRequest, subject: string): SchemaDraft {
  const body = readBody(request);
  for (const name of ['id', 'version']) {
    const given = own(body, name);
    if (typeof given === 'number' && given > (name === 'id' ? -1 : 0))
      throw notPermitted(`Subject ${subject} in context . is not in import mode`);
  }
  return readSchemaBody(request);
}

/** @throws {SubjectError} when a value is none that is known */
export function readConfigBody(request: FastifyRequest): ConfigChange {
  const body = readBody(request);
  const unknown = Object.keys(body).find((name) => isGiven(body, name) && !known.has(name));
  if (unknown !== undefined) throw new RequestError(422, `This registry has no setting "${printable(unknown)}".`);
  const { compatibility: level, compatibilityPolicy: policy, normalize } = body;
  return {
    ...(level === undefined ? {} : { level: oneOf(level, levels, invalidLevel) }),
    ...(policy === undefined ? {} : { policy: oneOf(policy, ['STRICT', 'LENIENT'] as const, invalidPolicy) }),
    ...(normalize === undefined ? {} : { normalize: booleanOrNull(normalize) }),
  };
}

/** @throws {SubjectError} when it is none that a subject can have here */
export function readModeBody(request: FastifyRequest): { readonly mode: 'READWRITE' | 'READONLY' } {
  const { mode } = readBody(request);
  const name = typeof mode === 'string' ? mode.toUpperCase() : '';
  if (name === 'READWRITE' || name === 'READONLY') return { mode: name };
  if (['IMPORT', 'FORWARD', 'READONLY_OVERRIDE'].includes(name))
    throw notPermitted(`This registry has no mode ${name}`);
  throw invalidMode();
}

/** Bodies are flat: schemas are texts in them. */
const deepest = 200;
const known = new Set(['compatibility', 'compatibilityPolicy', 'normalize']);

/** @throws {RequestError} when the body is no JSON object */
function readBody({ body }: FastifyRequest): JsonObject {
  if (typeof body !== 'string' || body.trim() === '') throw new RequestError(422, 'The body must not be empty.');
  let value: Json;
  try {
    value = JSON.parse(body) as Json;
  } catch (error) {
    throw new RequestError(400, `The body is no JSON: ${(error as Error).message}`);
  }
  if (depthOf(value, deepest) > deepest)
    throw new RequestError(400, `The body nests more than ${deepest} levels deep.`);
  if (!isObject(value)) throw new RequestError(422, 'The body must be a JSON object.');
  return value;
}

/** What somebody has sent, short enough to be sent back. */
function printable(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}...` : text;
}

function readReferences(value: Json): readonly SchemaReference[] {
  if (!Array.isArray(value)) throw invalidSchema('its references must be a list');
  return (value as readonly Json[]).map((reference) => {
    const { name, subject, version } = isObject(reference) ? reference : {};
    if (typeof name !== 'string' || typeof subject !== 'string' || !Number.isSafeInteger(version))
      throw invalidSchema('a reference has a name, a subject and a version');
    return { name, subject: readSubjectName(subject), version: version as number };
  });
}

function oneOf<Name extends string>(value: Json, names: readonly Name[], problem: () => SubjectError): Name | null {
  if (value === null) return null;
  const found = names.find((name) => typeof value === 'string' && name === value.toUpperCase());
  if (found === undefined) throw problem();
  return found;
}

function booleanOrNull(value: Json): boolean | null {
  if (value === null || typeof value === 'boolean') return value;
  throw new RequestError(422, '"normalize" must be true or false.');
}

function isGiven(body: JsonObject, name: string): boolean {
  return (own(body, name) ?? null) !== null;
}

function whole(request: FastifyRequest, name: string): number | undefined {
  const given = text(request, name);
  if (given === undefined || given === '') return undefined;
  if (!/^-?\d{1,9}$/.test(given)) throw new RequestError(400, `"${name}" must be a whole number.`);
  return Number(given);
}
