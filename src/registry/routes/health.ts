import type { FastifyPluginAsync } from 'fastify';

export interface HealthOptions {
  /** Whether what is needed to answer is there; rejects when not. */
  readonly ping: () => Promise<void>;
  /** Aborted when the server ends: then nothing new should be sent here. */
  readonly ending: AbortSignal;
}

const fresh = { 'cache-control': 'no-store' } as const;

/** `/healthz`: the process answers. `/readyz`: it can be sent work. */
export function healthRoutes({ ping, ending }: HealthOptions): FastifyPluginAsync {
  return async (server) => {
    server.get('/healthz', async (_, reply) => reply.headers(fresh).send({ status: 'ok' }));
    server.get('/readyz', async (request, reply) => {
      reply.headers(fresh);
      if (ending.aborted) return reply.code(503).send({ status: 'ending' });
      try {
        await ping();
        return { status: 'ready' };
      } catch (error) {
        request.log.warn({ reason: error instanceof Error ? error.name : 'unknown' }, 'The store does not answer.');
        return reply.code(503).send({ status: 'the store does not answer' });
      }
    });
  };
}
