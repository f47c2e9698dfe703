import type { FastifyPluginCallback } from 'fastify';
import { largestSchema } from '../../domain/subjects/subject-draft.ts';
import { addRoute } from './context.ts';
import type { ConfluentContext } from './context.ts';
import { addCompatibilityRoutes } from './compatibility-routes.ts';
import { addBodyParsers, chooseContentType } from './content-types.ts';
import { answers, describeRoute } from './documents.ts';
import { RequestError, sendProblem } from './problems.ts';
import { addRuleRoutes } from './rule-routes.ts';
import { addSchemaRoutes } from './schema-routes.ts';
import { addServerRoutes } from './server-routes.ts';
import { addSubjectRoutes } from './subject-routes.ts';

export interface ConfluentRoutesOptions extends ConfluentContext {
  /** Whether `GET /` answers as Confluent's registry does; false leaves it to others. True when absent. */
  readonly root?: boolean;
}

/** Texts in JSON are longer than the schema in them: quotes and line ends take two bytes. */
const largestBody = 4 * largestSchema;

/**
 * The API of the Confluent Schema Registry. Before it runs the server says in `request.actor` who asks; names of subjects need
 * a `maxParamLength` of 2,000 or more. Source: Confluent Schema Registry, API Reference.
 */
export const confluentRoutes: FastifyPluginCallback<ConfluentRoutesOptions> = (app, options, done) => {
  addBodyParsers(app);
  app.setErrorHandler(sendProblem);
  // The schemas are for the OpenAPI document: what is wrong with a request is told in Confluent's codes.
  app.setValidatorCompiler(() => () => true);
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer));
  app.addHook('onRoute', (route) => {
    route.bodyLimit ??= largestBody;
  });
  app.addHook('onRequest', (request, reply, next) => {
    const type = chooseContentType(request.headers.accept);
    if (type === undefined) return next(new RequestError(406, 'HTTP 406 Not Acceptable'));
    void reply.type(type);
    next();
  });
  if (options.root !== false)
    addRoute(
      app,
      'GET',
      '/',
      { schema: describeRoute("Nothing, as in Confluent's registry", { answer: answers.empty }) },
      () => ({}),
    );
  for (const add of [addSubjectRoutes, addSchemaRoutes, addRuleRoutes, addCompatibilityRoutes, addServerRoutes]) {
    add(app, options);
  }
  done();
};
