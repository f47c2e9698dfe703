import { createHash } from 'node:crypto';
import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import { pagePolicy } from '../catalog/parts/layout.ts';
import { demand } from '../registry/domain/access.ts';
import type { CatalogBook } from './catalog-book.ts';

export const catalogPrefix = '/catalog';

/** Describes itself to people. */
const hidden = { schema: { hide: true } };

/** `/catalog/`: pages of what is published and public, for those who may read. */
export function catalogRoutes(book: CatalogBook): FastifyPluginAsync {
  return async (server) => {
    server.get(catalogPrefix, hidden, async (_, reply) => reply.redirect(`${catalogPrefix}/`));
    server.get<{ Params: { '*': string } }>(`${catalogPrefix}/*`, hidden, async ({ params, actor, headers }, reply) => {
      demand(actor, 'read', undefined);
      const { status, type, body } = await book.page(params['*']);
      const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
      void reply.headers({ etag, 'cache-control': 'no-cache', 'content-security-policy': policy });
      if (headers['if-none-match'] === etag && status === 200) return sendUnchanged(reply);
      return reply.code(status).type(type).send(body);
    });
  };
}

/** As the pages say themselves, and what they cannot say. */
const policy = `${pagePolicy}; frame-ancestors 'none'`;

function sendUnchanged(reply: FastifyReply): FastifyReply {
  return reply.code(304).send();
}
