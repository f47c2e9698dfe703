import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { ContractDesk } from '../../domain/contracts/contract-desk.ts';
import { ContractError } from '../../domain/contracts/contract-error.ts';
import { findPackage, getPackage } from '../../domain/packages/find-packages.ts';
import { abbreviated, packumentOf } from '../../domain/packages/packument.ts';
import { contentOf, jsonType, preferred, sendContent } from '../contracts/answers.ts';
import { failureOf } from '../failure.ts';

export interface NpmRoutesOptions {
  readonly desk: ContractDesk;
  /** URL in front of all paths as clients know it, without a slash at its end; as each request says when absent. */
  readonly publicUrl?: string;
}

const shortType = 'application/vnd.npm.install-v1+json';

/**
 * `/npm`: what `npm` asks a registry for when it installs the packages of one scope. Published are contracts, not packages:
 * everything else is answered with npm's own 404.
 */
export function npmRoutes(options: NpmRoutesOptions): FastifyPluginAsync {
  return async (server) => {
    server.setErrorHandler((error, _, reply) => sendError(reply, error));
    server.get('/npm/-/ping', { schema: { hide: true } }, async (_, reply) => reply.send({}));
    server.get('/npm/-/whoami', { schema: { hide: true } }, async ({ actor }, reply) => {
      reply.header('cache-control', 'no-store');
      if (!actor.known) return reply.code(401).send({ error: 'You are not logged in: the request had no token.' });
      return reply.send({ username: actor.name });
    });
    packumentRoutes(server, options);
    tarballRoutes(server, options);
    server.all('/npm/*', { schema: { hide: true } }, async (_, reply) => sendAbsent(reply));
  };
}

/** `@scope%2fname`, as npm asks, and `@scope/name`, as people do. */
function packumentRoutes(server: FastifyInstance, { desk, publicUrl }: NpmRoutesOptions): void {
  const send = async (request: FastifyRequest, reply: FastifyReply, name: string): Promise<FastifyReply> => {
    const versions = await findPackage(desk, request.actor, name);
    const base = publicUrl ?? `${request.protocol}://${request.host}`;
    const file = name.slice(desk.scope.length + 1);
    const packument = packumentOf(name, versions, (version) => `${base}/npm/${name}/-/${file}-${version}.tgz`);
    const form = preferred(request.headers.accept, ['application/json', shortType]);
    const content =
      form === shortType
        ? contentOf(Buffer.from(JSON.stringify(abbreviated(packument))), shortType)
        : contentOf(JSON.stringify(packument), jsonType);
    const isPrivate = versions.some(({ entry }) => entry.visibility === 'private');
    return sendContent(request, reply, content, 'fresh', isPrivate);
  };
  const schema = { summary: 'What npm is told of a package', tags: ['npm'] };
  server.get<{ Params: { name: string } }>('/npm/:name', { schema }, async (request, reply) =>
    send(request, reply, request.params.name),
  );
  server.get<{ Params: { scope: string; name: string } }>('/npm/:scope/:name', { schema }, async (request, reply) =>
    send(request, reply, `${request.params.scope}/${request.params.name}`),
  );
}

function tarballRoutes(server: FastifyInstance, { desk }: NpmRoutesOptions): void {
  const send = async (request: FastifyRequest, reply: FastifyReply, name: string, file: string) => {
    const prefix = `${name.split('/').at(-1)}-`;
    const version = file.startsWith(prefix) && file.endsWith('.tgz') ? file.slice(prefix.length, -'.tgz'.length) : '';
    const { tarball, integrity } = await getPackage(desk, request.actor, name, version);
    const content = { body: Buffer.from(tarball), type: 'application/octet-stream', etag: `"${integrity}"` };
    return sendContent(request, reply, content, 'lasting', false);
  };
  const schema = { summary: 'A package', tags: ['npm'] };
  server.get<{ Params: { name: string; file: string } }>('/npm/:name/-/:file', { schema }, async (request, reply) =>
    send(request, reply, request.params.name, request.params.file),
  );
  server.get<{ Params: { scope: string; name: string; file: string } }>(
    '/npm/:scope/:name/-/:file',
    { schema },
    async (request, reply) =>
      send(request, reply, `${request.params.scope}/${request.params.name}`, request.params.file),
  );
}

function sendAbsent(reply: FastifyReply): FastifyReply {
  return reply.code(404).header('cache-control', 'no-store').send({ error: 'Not found' });
}

function sendError(reply: FastifyReply, error: unknown): FastifyReply {
  if (error instanceof ContractError) return sendAbsent(reply);
  const { status, detail, headers } = failureOf(error);
  return reply
    .code(status)
    .headers({ 'cache-control': 'no-store', ...headers })
    .send({ error: detail });
}
