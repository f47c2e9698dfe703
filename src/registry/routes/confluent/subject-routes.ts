import type { FastifyRequest } from 'fastify';
import { demand } from '../../domain/access.ts';
import { deleteSubject, deleteVersion } from '../../domain/subjects/delete-versions.ts';
import { demandVersion, listReferrers, readVersion, readVersionName } from '../../domain/subjects/find-versions.ts';
import { demandReader } from '../../domain/subjects/private-subjects.ts';
import { lookUpSchema, registerSchema } from '../../domain/subjects/register-schema.ts';
import { schemaAnswer } from '../../domain/subjects/schema-shelf.ts';
import { noReference, noSubject } from '../../domain/subjects/subject-error.ts';
import type { SchemaDraft } from '../../domain/subjects/subject-draft.ts';
import { readPrefix } from '../../domain/subjects/subject-names.ts';
import type { AddRoutes, ConfluentContext } from './context.ts';
import { addRoute, parameter, subjectTo, subjectToRead, visible } from './context.ts';
import { answers, bodies, describeRoute } from './documents.ts';
import { flag, page, readNewSchemaBody, readSchemaBody, text } from './read-request.ts';

const one = ['subject', 'version'];

/** `/subjects` and all below. */
export const addSubjectRoutes: AddRoutes = (app, context) => {
  const { desk, shelf } = context;
  const { store } = desk;

  addRoute(
    app,
    'GET',
    '/subjects',
    {
      schema: describeRoute('Names of the subjects', {
        query: ['subjectPrefix', 'deleted', 'deletedOnly', 'offset', 'limit'],
        answer: answers.strings,
      }),
    },
    async (request) => {
      demand(request.actor, 'read', undefined);
      const prefix = readPrefix(text(request, 'subjectPrefix') ?? '');
      if (prefix === undefined) return [];
      const deletedOnly = flag(request, 'deletedOnly');
      const found = await store.listSubjects({ prefix, deleted: deletedOnly || flag(request, 'deleted') });
      const live = deletedOnly ? new Set(await store.listSubjects({ prefix })) : new Set<string>();
      const { offset, limit } = page(request);
      const names = await visible(
        found.filter((name) => !live.has(name)),
        (name) => name,
        request,
        context,
      );
      return names.slice(offset, limit === undefined ? undefined : offset + limit);
    },
  );

  addRoute(
    app,
    'POST',
    '/subjects/:subject',
    {
      schema: describeRoute('The version of a subject that has a schema', {
        path: ['subject'],
        query: ['normalize', 'deleted'],
        body: bodies.schema,
        answer: answers.version,
        errors: [404, 422],
      }),
    },
    async (request) => {
      const subject = await subjectToRead(request, context);
      const draft = await readableDraft(request, readSchemaBody(request), context);
      const { version, id } = await lookUpSchema(desk, subject, draft, flag(request, 'deleted'));
      return readNumbered(context, subject, version, id);
    },
  );

  addRoute(
    app,
    'DELETE',
    '/subjects/:subject',
    {
      schema: describeRoute('Delete all versions of a subject', {
        path: ['subject'],
        query: ['permanent'],
        answer: answers.integers,
        errors: [404, 422],
      }),
    },
    async (request) => {
      const permanent = flag(request, 'permanent');
      const subject = await subjectTo(request, permanent ? 'admin' : 'write', context);
      const versions = await deleteSubject(desk, subject, { permanent, actor: request.actor.name });
      shelf.forget();
      return versions;
    },
  );

  addRoute(
    app,
    'GET',
    '/subjects/:subject/versions',
    {
      schema: describeRoute('Numbers of the versions', {
        path: ['subject'],
        query: ['deleted', 'deletedOnly', 'offset', 'limit'],
        answer: answers.integers,
        errors: [404],
      }),
    },
    async (request) => {
      const subject = await subjectToRead(request, context);
      const { versions } = await store.getSubject(subject);
      const deletedOnly = flag(request, 'deletedOnly');
      const withDeleted = deletedOnly || flag(request, 'deleted');
      if (!versions.some(({ deleted }) => withDeleted || !deleted)) throw noSubject(subject);
      const listed = versions.filter(({ deleted }) => (deletedOnly ? deleted : withDeleted || !deleted));
      const { offset, limit } = page(request);
      return listed.map(({ version }) => version).slice(offset, limit === undefined ? undefined : offset + limit);
    },
  );

  addRoute(
    app,
    'POST',
    '/subjects/:subject/versions',
    {
      schema: describeRoute('Register a schema as the next version', {
        path: ['subject'],
        query: ['normalize'],
        body: bodies.schema,
        answer: answers.registered,
        errors: [409, 422],
      }),
    },
    async (request) => {
      const subject = await subjectTo(request, 'write', context);
      const draft = await readableDraft(request, readNewSchemaBody(request, subject), context);
      const { id, version } = await registerSchema(desk, subject, draft, request.actor.name);
      return { id, version };
    },
  );

  addRoute(
    app,
    'GET',
    '/subjects/:subject/versions/:version',
    {
      schema: describeRoute('A version with its schema', {
        path: one,
        query: ['deleted'],
        answer: answers.version,
        errors: [404, 422],
      }),
    },
    async (request) => {
      const subject = await subjectToRead(request, context);
      const name = readVersionName(parameter(request, 'version'));
      const { version, schema } = await readVersion(store, subject, name, flag(request, 'deleted'));
      return { subject, version: version.version, id: schema.id, ...schemaAnswer(schema) };
    },
  );

  addRoute(
    app,
    'GET',
    '/subjects/:subject/versions/:version/schema',
    {
      schema: describeRoute('The schema of a version', {
        path: one,
        query: ['deleted'],
        answer: answers.text,
        errors: [404, 422],
      }),
    },
    async (request, reply) => {
      const subject = await subjectToRead(request, context);
      const name = readVersionName(parameter(request, 'version'));
      const { schema } = await readVersion(store, subject, name, flag(request, 'deleted'));
      return reply.send(Buffer.from(schema.text));
    },
  );

  addRoute(
    app,
    'GET',
    '/subjects/:subject/versions/:version/referencedby',
    {
      schema: describeRoute('Ids of schemas that refer to a version', {
        path: one,
        query: ['deleted'],
        answer: answers.integers,
        errors: [404, 422],
      }),
    },
    async (request) => {
      const subject = await subjectToRead(request, context);
      const name = readVersionName(parameter(request, 'version'));
      const { version } = demandVersion(await store.getSubject(subject), subject, name, true);
      return listReferrers(store, subject, version, flag(request, 'deleted'));
    },
  );

  addRoute(
    app,
    'DELETE',
    '/subjects/:subject/versions/:version',
    {
      schema: describeRoute('Delete a version', {
        path: one,
        query: ['permanent'],
        answer: answers.integer,
        errors: [404, 422],
      }),
    },
    async (request) => {
      const permanent = flag(request, 'permanent');
      const subject = await subjectTo(request, permanent ? 'admin' : 'write', context);
      const name = readVersionName(parameter(request, 'version'));
      const version = await deleteVersion(desk, subject, name, { permanent, actor: request.actor.name });
      shelf.forget();
      return version;
    },
  );
};

async function readNumbered({ desk }: ConfluentContext, subject: string, version: number, id: number) {
  const { schema } = await readVersion(desk.store, subject, version, true);
  return { subject, version, id, ...schemaAnswer(schema) };
}

/** What a schema refers to must be readable for whoever sends it: comparisons tell of it. */
export async function readableDraft(
  { actor }: FastifyRequest,
  draft: SchemaDraft,
  { privacy }: ConfluentContext,
): Promise<SchemaDraft> {
  const subjects = await privacy.read();
  for (const { subject, version } of draft.references)
    demandReader(subjects, actor, subject, () => noReference(subject, version));
  return draft;
}
