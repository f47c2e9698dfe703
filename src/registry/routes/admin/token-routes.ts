import type { FastifyPluginAsync } from 'fastify';
import { roles } from '../../domain/store.ts';
import type { RegistryStore, Role, TokenEntry } from '../../domain/store.ts';
import { createToken, listTokens, revokeToken } from '../../domain/tokens/manage-tokens.ts';
import type { TokenBook } from '../../domain/tokens/token-book.ts';

export interface TokenRoutesOptions {
  readonly store: RegistryStore;
  readonly tokens: TokenBook;
  readonly now: () => number;
}

interface Wish {
  readonly role: Role;
  readonly name?: string;
  readonly vendors?: readonly string[];
  /** Moment in ISO 8601. */
  readonly expires?: string;
}

const tokenSchema = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string', enum: roles },
    vendors: { type: 'array', items: { type: 'string' } },
    created: { type: 'string', format: 'date-time' },
    expires: { type: 'string', format: 'date-time' },
    revoked: { type: 'string', format: 'date-time' },
    secret: { type: 'string', description: 'Shown once.' },
  },
} as const;

const wishSchema = {
  type: 'object',
  required: ['role'],
  additionalProperties: false,
  properties: {
    role: { type: 'string', enum: roles },
    name: { type: 'string', maxLength: 100 },
    vendors: { type: 'array', items: { type: 'string', maxLength: 100 }, minItems: 1, maxItems: 100 },
    expires: { type: 'string', format: 'date-time' },
  },
} as const;

const idSchema = { type: 'object', properties: { id: { type: 'string', maxLength: 100 } } } as const;

/** `/admin/tokens`: for admins, who see and make those of the vendors that they administer. */
export function tokenRoutes({ store, tokens, now }: TokenRoutesOptions): FastifyPluginAsync {
  return async (server) => {
    server.get(
      '/admin/tokens',
      { schema: { summary: 'Tokens', tags: ['admin'], response: { 200: { type: 'array', items: tokenSchema } } } },
      async ({ actor }, reply) => {
        reply.header('cache-control', 'no-store');
        return (await listTokens(store, actor)).map(shown);
      },
    );
    server.post<{ Body: Wish }>(
      '/admin/tokens',
      { schema: { summary: 'Make a token', tags: ['admin'], body: wishSchema, response: { 201: tokenSchema } } },
      async ({ body: { expires, ...wish }, actor }, reply) => {
        const lifetime = expires === undefined ? {} : { lifetime: Date.parse(expires) - now() };
        const { token, secret } = await createToken(store, { ...wish, ...lifetime }, actor, now());
        return reply
          .code(201)
          .header('cache-control', 'no-store')
          .send({ ...shown(token), secret });
      },
    );
    server.delete<{ Params: { id: string } }>(
      '/admin/tokens/:id',
      { schema: { summary: 'Revoke a token', tags: ['admin'], params: idSchema } },
      async ({ params: { id }, actor }, reply) => {
        const token = await revokeToken(store, id, actor, now());
        tokens.forget();
        if (token === undefined) throw notFound();
        return reply.code(204).send();
      },
    );
  };
}

/** Times as people and other programs read them. */
function shown({ created, expires, revoked, ...token }: TokenEntry): Record<string, unknown> {
  return {
    ...token,
    created: new Date(created).toISOString(),
    ...(expires === undefined ? {} : { expires: new Date(expires).toISOString() }),
    ...(revoked === undefined ? {} : { revoked: new Date(revoked).toISOString() }),
  };
}

function notFound(): Error {
  return Object.assign(new Error('There is no such token, or it was revoked before.'), { statusCode: 404 });
}
