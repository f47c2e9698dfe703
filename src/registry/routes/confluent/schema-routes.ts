import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { AccessDenied, demand, readsAllPublic } from '../../domain/access.ts';
import type { RegistryStore, StoredSchema, SubjectVersion } from '../../domain/store.ts';
import type { ShelvedSchema } from '../../domain/subjects/schema-shelf.ts';
import { schemaAnswer } from '../../domain/subjects/schema-shelf.ts';
import { noSchema } from '../../domain/subjects/subject-error.ts';
import { readPrefix } from '../../domain/subjects/subject-names.ts';
import type { AddRoutes, ConfluentContext } from './context.ts';
import { addRoute, parameter, seesAll, visible } from './context.ts';
import { answers, describeRoute } from './documents.ts';
import { notFound } from './problems.ts';
import { flag, page, text } from './read-request.ts';

/** Versions in an answer at most, and when no other number is asked for, as in Confluent's registry. */
const mostVersions = 1_000;
const readAtOnce = 16;

/** `/schemas` and all below. */
export const addSchemaRoutes: AddRoutes = (app, context) => {
  const { desk } = context;
  const { store } = desk;

  addRoute(
    app,
    'GET',
    '/schemas',
    {
      schema: describeRoute('All versions with their schemas, by id', {
        query: ['subjectPrefix', 'deleted', 'latestOnly', 'offset', 'limit'],
        answer: answers.versions,
      }),
    },
    async (request, reply) => {
      demand(request.actor, 'read', undefined);
      const versions = await listVersions(request, context);
      return reply.send(Readable.from(jsonOf(versions, store)));
    },
  );

  addRoute(
    app,
    'GET',
    '/schemas/types',
    { schema: describeRoute('The kinds of schemas that are kept', { answer: answers.strings }) },
    (request) => {
      demand(request.actor, 'read', undefined);
      return ['JSON'];
    },
  );

  addRoute(
    app,
    'GET',
    '/schemas/ids/:id',
    {
      schema: describeRoute('A schema by its id', {
        path: ['id'],
        query: ['subject', 'fetchMaxId'],
        answer: answers.schema,
        errors: [404],
      }),
    },
    async (request, reply) => {
      const { schema, body } = await readShelved(request, context);
      if (!flag(request, 'fetchMaxId')) return reply.send(body);
      return { ...schemaAnswer(schema), maxId: await findLargestId(store) };
    },
  );

  addRoute(
    app,
    'GET',
    '/schemas/ids/:id/schema',
    {
      schema: describeRoute('The text of a schema', {
        path: ['id'],
        query: ['subject'],
        answer: answers.text,
        errors: [404],
      }),
    },
    async (request, reply) => reply.send(Buffer.from((await readShelved(request, context)).schema.text)),
  );

  addRoute(
    app,
    'GET',
    '/schemas/ids/:id/subjects',
    {
      schema: describeRoute('Subjects that have a schema', {
        path: ['id'],
        query: ['subject', 'deleted'],
        answer: answers.strings,
        errors: [404],
      }),
    },
    async (request) => [...new Set((await listUses(request, context)).map(({ subject }) => subject))],
  );

  addRoute(
    app,
    'GET',
    '/schemas/ids/:id/versions',
    {
      schema: describeRoute('Versions that have a schema', {
        path: ['id'],
        query: ['subject', 'deleted'],
        answer: answers.uses,
        errors: [404],
      }),
    },
    async (request) => (await listUses(request, context)).map(({ subject, version }) => ({ subject, version })),
  );
};

/**
 * A schema that somebody may read: because one of its subjects may be read.
 *
 * @throws {SubjectError} when there is none
 * @throws {AccessDenied}
 */
async function readShelved(request: FastifyRequest, { shelf, privacy }: ConfluentContext): Promise<ShelvedSchema> {
  demand(request.actor, 'read', undefined);
  const given = parameter(request, 'id');
  if (!/^\d{1,10}$/.test(given)) throw notFound();
  const id = Number(given);
  const found = await shelf.get(id);
  if (found === undefined) throw noSchema(id);
  const subjects = await privacy.read();
  if (seesAll(subjects, request)) return found;
  const having = await found.subjects();
  if (having.some((subject) => subjects.mayRead(request.actor, subject))) return found;
  // Who may read what is public is told nothing of what is not.
  if (readsAllPublic(request.actor)) throw noSchema(id);
  throw new AccessDenied('forbidden', `${request.actor.name} may not read schema ${id}.`);
}

async function listUses(request: FastifyRequest, context: ConfluentContext): Promise<readonly SubjectVersion[]> {
  const { schema } = await readShelved(request, context);
  const only = text(request, 'subject');
  const uses = (await context.desk.store.listUses(schema.id)).filter(
    ({ subject, deleted }) => (flag(request, 'deleted') || !deleted) && (only === undefined || subject === only),
  );
  return visible(uses, ({ subject }) => subject, request, context);
}

async function listVersions(request: FastifyRequest, context: ConfluentContext): Promise<readonly SubjectVersion[]> {
  const { store } = context.desk;
  const prefix = readPrefix(text(request, 'subjectPrefix') ?? '');
  if (prefix === undefined) return [];
  const { offset, limit = mostVersions } = page(request);
  const most = Math.min(limit, mostVersions);
  const query = { prefix, deleted: flag(request, 'deleted'), latestOnly: flag(request, 'latestOnly') };
  if (seesAll(await context.privacy.read(), request)) return store.listVersions({ ...query, offset, limit: most });
  const seen = await visible(await store.listVersions(query), ({ subject }) => subject, request, context);
  return seen.slice(offset, offset + most);
}

/** The versions as a JSON list, piece by piece: all of it may be larger than the memory. */
async function* jsonOf(versions: readonly SubjectVersion[], store: RegistryStore): AsyncGenerator<string> {
  let lead = '[';
  let schemas: readonly (StoredSchema | undefined)[] = [];
  for (const [index, { subject, version, id, deleted }] of versions.entries()) {
    const place = index % readAtOnce;
    if (place === 0) {
      const next = versions.slice(index, index + readAtOnce);
      schemas = await Promise.all(next.map((one) => store.getSchema(one.id)));
    }
    const schema = schemas[place];
    // It was removed for good meanwhile.
    if (schema === undefined) continue;
    yield `${lead}${JSON.stringify({ subject, version, id, ...(deleted ? { deleted } : {}), ...schemaAnswer(schema) })}`;
    lead = ',';
  }
  yield lead === '[' ? '[]' : ']';
}

/** The largest id that any version has: the last of the list, which is found by halving. */
async function findLargestId(store: RegistryStore): Promise<number> {
  const at = async (offset: number): Promise<number | undefined> =>
    (await store.listVersions({ deleted: true, offset, limit: 1 }))[0]?.id;
  let [known, beyond] = [0, 1];
  let largest = (await at(0)) ?? 0;
  for (let id = await at(beyond); id !== undefined; id = await at(beyond)) {
    [known, largest] = [beyond, id];
    beyond *= 2;
  }
  while (beyond - known > 1) {
    const middle = Math.floor((known + beyond) / 2);
    const id = await at(middle);
    if (id === undefined) beyond = middle;
    else [known, largest] = [middle, id];
  }
  return largest;
}
