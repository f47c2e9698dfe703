import type { FastifyPluginAsync } from 'fastify';
import { compareRoute } from './compare-route.ts';
import type { ContractRoutesOptions } from './options.ts';
import { sendProblem } from './problem.ts';
import { readRoutes } from './read-routes.ts';
import { writeRoutes } from './write-routes.ts';

/** `/contracts`: what is published, in a scope of its own. */
export function contractRoutes(options: ContractRoutesOptions): FastifyPluginAsync {
  return async (server) => {
    // Then every body that is no JSON is told so.
    server.removeContentTypeParser('text/plain');
    server.setErrorHandler((error, _, reply) => sendProblem(reply, error));
    readRoutes(server, options);
    compareRoute(server, options);
    writeRoutes(server, options);
  };
}
