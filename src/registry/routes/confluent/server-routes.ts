import { toolVersion } from '../../../util/version.ts';
import { demand } from '../../domain/access.ts';
import { addRoute } from './context.ts';
import type { AddRoutes } from './context.ts';
import { answers, describeRoute } from './documents.ts';
import { notFound } from './problems.ts';

/** Everything else where Confluent's registry has something. */
const unknown = [
  '/associations',
  ...['/associations', '/compatibility', '/config', '/contexts', '/mode', '/schemas', '/subjects', '/v1'].map(
    (path) => `${path}/*`,
  ),
];

/** What clients ask of the server itself, and what Confluent's registry has and this one has not. */
export const addServerRoutes: AddRoutes = (app) => {
  addRoute(
    app,
    'GET',
    '/contexts',
    { schema: describeRoute('The contexts', { answer: answers.strings }) },
    (request) => {
      demand(request.actor, 'read', undefined);
      return ['.'];
    },
  );
  addRoute(
    app,
    'GET',
    '/v1/metadata/id',
    { schema: describeRoute('Which registry it is', { answer: answers.empty }) },
    () => ({
      scope: { path: [], clusters: { 'kafka-cluster': '', 'schema-registry-cluster': 'counterfoil' } },
      id: '',
    }),
  );
  addRoute(
    app,
    'GET',
    '/v1/metadata/version',
    { schema: describeRoute('Which API it has', { answer: answers.empty }) },
    () => ({
      version: toolVersion,
      commitId: '',
    }),
  );
  for (const path of unknown) {
    app.route({
      method: ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'],
      url: path,
      schema: { hide: true },
      handler: () => {
        throw notFound();
      },
    });
  }
};
