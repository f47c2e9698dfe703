import type { FastifySchema } from 'fastify';
import { levels, modes } from '../../domain/store.ts';

/** What the OpenAPI document says of the routes; requests are read by hand, for the sake of Confluent's error codes. */
type Schema = Readonly<Record<string, unknown>>;

const string: Schema = { type: 'string' };
const integer: Schema = { type: 'integer' };
const boolean: Schema = { type: 'boolean' };

const object = (properties: Readonly<Record<string, Schema>>, required: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  ...(required.length === 0 ? {} : { required }),
});
const list = (items: Schema): Schema => ({ type: 'array', items });

const references = list(object({ name: string, subject: string, version: integer }, ['name', 'subject', 'version']));

export const bodies = {
  schema: object({ schema: string, schemaType: { type: 'string', enum: ['JSON'] }, references }, [
    'schema',
    'schemaType',
  ]),
  config: object({
    compatibility: { type: 'string', enum: levels },
    compatibilityPolicy: { type: 'string', enum: ['STRICT', 'LENIENT'] },
    normalize: boolean,
  }),
  mode: object({ mode: { type: 'string', enum: modes } }, ['mode']),
} as const;

const schemaParts = { schemaType: string, references, schema: string };

export const answers = {
  empty: object({}),
  schema: object({ ...schemaParts, maxId: integer }, ['schemaType', 'schema']),
  version: object({ subject: string, version: integer, id: integer, ...schemaParts }, [
    'subject',
    'version',
    'id',
    'schema',
  ]),
  versions: list(object({ subject: string, version: integer, id: integer, deleted: boolean, ...schemaParts })),
  registered: object({ id: integer, version: integer }, ['id', 'version']),
  check: object({ is_compatible: boolean, messages: list(string) }, ['is_compatible']),
  config: object({
    ...(bodies.config['properties'] as Schema),
    compatibilityLevel: { type: 'string', enum: levels },
  }),
  uses: list(object({ subject: string, version: integer }, ['subject', 'version'])),
  integers: list(integer),
  strings: list(string),
  integer,
  /** A schema, as it was registered. */
  text: {},
} as const;

const error = object({ error_code: integer, message: string }, ['error_code', 'message']);

/** Parameters of the query that say yes or no. */
const flags = new Set([
  'deleted',
  'deletedOnly',
  'permanent',
  'normalize',
  'verbose',
  'latestOnly',
  'fetchMaxId',
  'defaultToGlobal',
]);
const numbers = new Set(['offset', 'limit']);

/**
 * What a route takes and gives.
 *
 * @param path parts of the path and parameters of the query, by name
 */
export function describeRoute(
  summary: string,
  parts: {
    readonly path?: readonly string[];
    readonly query?: readonly string[];
    readonly body?: Schema;
    readonly answer: Schema;
    readonly errors?: readonly number[];
  },
): FastifySchema {
  const { path = [], query = [], body, answer, errors = [] } = parts;
  const typed = (name: string): Schema => (flags.has(name) ? boolean : numbers.has(name) ? integer : string);
  const named = (names: readonly string[]): Readonly<Record<string, Schema>> =>
    Object.fromEntries(names.map((name) => [name, typed(name)]));
  return {
    summary,
    tags: ['subjects'],
    ...(path.length === 0 ? {} : { params: object(named(path), path) }),
    ...(query.length === 0 ? {} : { querystring: object(named(query)) }),
    ...(body === undefined ? {} : { body }),
    response: { 200: answer, ...Object.fromEntries([...errors, 401, 403, 500].map((status) => [status, error])) },
  };
}
