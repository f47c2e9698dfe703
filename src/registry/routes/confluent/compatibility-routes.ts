import type { FastifyRequest } from 'fastify';
import { describeDisagreement } from '../../domain/subjects/describe-disagreement.ts';
import { readVersionName } from '../../domain/subjects/find-versions.ts';
import type { VersionName } from '../../domain/subjects/find-versions.ts';
import { checkSchema } from '../../domain/subjects/register-schema.ts';
import type { AddRoutes, ConfluentContext } from './context.ts';
import { isHidden } from '../../domain/subjects/private-subjects.ts';
import { readSubjectName } from '../../domain/subjects/subject-names.ts';
import { addRoute, parameter, subjectToRead } from './context.ts';
import { answers, bodies, describeRoute } from './documents.ts';
import { flag, readSchemaBody } from './read-request.ts';
import { readableDraft } from './subject-routes.ts';

/** `/compatibility/subjects/{subject}/versions` and all below. */
export const addCompatibilityRoutes: AddRoutes = (app, context) => {
  const parts = { query: ['normalize', 'verbose'], body: bodies.schema, answer: answers.check, errors: [404, 422] };
  const path = '/compatibility/subjects/:subject/versions';
  addRoute(
    app,
    'POST',
    path,
    { schema: describeRoute('Whether a schema could be registered', { ...parts, path: ['subject'] }) },
    (request) => check(request, context),
  );
  addRoute(
    app,
    'POST',
    `${path}/:version`,
    {
      schema: describeRoute('Whether a schema agrees with a version', { ...parts, path: ['subject', 'version'] }),
    },
    (request) => check(request, context, readVersionName(parameter(request, 'version'))),
  );
};

async function check(request: FastifyRequest, context: ConfluentContext, version?: VersionName) {
  const subject = await comparedSubject(request, context);
  const draft = await readableDraft(request, readSchemaBody(request), context);
  const disagreements = await checkSchema(context.desk, subject, draft, version);
  const verdict = { is_compatible: disagreements.length === 0 };
  return flag(request, 'verbose') ? { ...verdict, messages: disagreements.flatMap(describeDisagreement) } : verdict;
}

/** A name that no subject can have. It is reserved. */
const nobody = '__EMPTY';

/** What is hidden is compared with as what is not there: everything may be registered. */
async function comparedSubject(request: FastifyRequest, context: ConfluentContext): Promise<string> {
  const subject = readSubjectName(parameter(request, 'subject'));
  return isHidden(await context.privacy.read(), request.actor, subject) ? nobody : subjectToRead(request, context);
}
