import type { FastifyPluginAsync } from 'fastify';
import { demand } from '../../domain/access.ts';
import type { RegistryStore } from '../../domain/store.ts';

interface Query {
  readonly limit: number;
  readonly before?: string;
}

const querySchema = {
  type: 'object',
  properties: {
    limit: { type: 'integer', minimum: 1, maximum: 1000, default: 100 },
    before: { type: 'string', format: 'date-time', description: 'Only what happened before.' },
  },
} as const;

const lineSchema = {
  type: 'object',
  properties: {
    at: { type: 'string', format: 'date-time' },
    actor: { type: 'string' },
    action: { type: 'string' },
    target: { type: 'string' },
  },
} as const;

/** `/admin/audit`: who has changed what, newest first; for admins of everything. */
export function auditRoutes({ store }: { readonly store: RegistryStore }): FastifyPluginAsync {
  return async (server) => {
    server.get<{ Querystring: Query }>(
      '/admin/audit',
      {
        schema: {
          summary: 'Who has changed what',
          tags: ['admin'],
          querystring: querySchema,
          response: { 200: { type: 'array', items: lineSchema } },
        },
      },
      async ({ query: { limit, before }, actor }, reply) => {
        demand(actor, 'admin', undefined);
        reply.header('cache-control', 'no-store');
        const lines = await store.listAudit({ limit, ...(before === undefined ? {} : { before: Date.parse(before) }) });
        return lines.map((line) => ({ ...line, at: new Date(line.at).toISOString() }));
      },
    );
  };
}
