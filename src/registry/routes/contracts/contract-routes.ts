import type { FastifyPluginAsync } from 'fastify';
import type { ContractDesk } from '../../domain/contracts/contract-desk.ts';
import { compareRoute } from './compare-route.ts';
import { sendProblem } from './problem.ts';
import { readRoutes } from './read-routes.ts';
import { writeRoutes } from './write-routes.ts';

export interface ContractRoutesOptions {
  readonly desk: ContractDesk;
  /** URL in front of all paths as clients know it, without a slash at its end; links are paths when absent. */
  readonly publicUrl?: string;
}

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
