import type { Actor } from '../domain/access.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks. The server decorates requests with it before any route of the registry runs. */
    actor: Actor;
  }
}

export type { Actor } from '../domain/access.ts';
