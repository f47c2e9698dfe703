import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Actor } from '../domain/access.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks. Routes hold it against what is asked for with `demand`. */
    actor: Actor;
  }
}

/**
 * Finds out who asks, by what a request says of it.
 *
 * @throws {AccessDenied} for credentials that are wrong; requests without any are somebody's too
 */
export type FindActor = (request: FastifyRequest) => Actor | Promise<Actor>;

/** What a refused client is told it may authenticate with. Source: RFC 9110, section 11.6.1; RFC 7617; RFC 6750. */
export const challenge = 'Basic realm="counterfoil", charset="UTF-8", Bearer realm="counterfoil"';

/**
 * Gives every request of a server its `actor`, before anything else is looked at. An `AccessDenied` goes to the error
 * handler of the route, which answers in its own form; a 401 gets its `WWW-Authenticate` here.
 */
export function decorateActor(server: FastifyInstance, findActor: FindActor): void {
  server.decorateRequest('actor');
  server.addHook('onRequest', (request, _, done) => {
    const found = findActor(request);
    const know = (actor: Actor): void => {
      request.actor = actor;
      done();
    };
    if (found instanceof Promise) found.then(know, done);
    else know(found);
  });
  server.addHook('onSend', (_request, reply, payload, done) => {
    if (reply.statusCode === 401 && !reply.hasHeader('www-authenticate'))
      void reply.header('www-authenticate', challenge);
    done(null, payload);
  });
}
