import swagger from '@fastify/swagger';
import { fastify, LogController } from 'fastify';
import type { FastifyBaseLogger, FastifyInstance, FastifyPluginAsync } from 'fastify';
import { usualTimeouts } from '../http/listen.ts';
import type { Timeouts } from '../http/listen.ts';
import { followAnswers, refuseConnection } from '../http/refuse-connection.ts';
import { wantsHtml } from '../http/request.ts';
import { createWorkerPool } from '../isolation/worker-pool.ts';
import type { Desk } from '../mock/server/desk.ts';
import type { RegistryStore } from '../registry/domain/store.ts';
import { demand } from '../registry/domain/access.ts';
import type { PrivacyBook } from '../registry/domain/subjects/private-subjects.ts';
import { TokenBook } from '../registry/domain/tokens/token-book.ts';
import { decorateActor } from '../registry/routes/actor.ts';
import { auditRoutes } from '../registry/routes/admin/audit-routes.ts';
import { tokenRoutes } from '../registry/routes/admin/token-routes.ts';
import { failureOf } from '../registry/routes/failure.ts';
import { healthRoutes } from '../registry/routes/health.ts';
import { toolVersion } from '../util/version.ts';
import { actorFinder } from './access/find-actor.ts';
import type { Anonymous } from './access/find-actor.ts';
import { createLimits } from './access/limits.ts';
import type { Networks } from './access/networks.ts';
import { limitWork } from './access/work-limit.ts';
import type { WorkLimitOptions } from './access/work-limit.ts';
import type { TrustedHeader } from './access/trusted-header.ts';
import { guardVisits } from './guard-visits.ts';
import { logRequests } from './log/logger.ts';
import { watchRequests } from './metrics.ts';
import { mountMocks } from './mount-mocks.ts';
import { parseJsonBodies } from './parse-json.ts';
import { sendProblem } from './problem.ts';
import { sendSecurityHeaders } from './security-headers.ts';

export interface ServerOptions {
  readonly store: RegistryStore;
  readonly logger: FastifyBaseLogger;
  /** Address that it will listen on. */
  readonly host: string;
  /** URL in front of all paths as clients know it; as each request says when absent. */
  readonly publicUrl?: string;
  readonly anonymous: Anonymous;
  readonly trustedHeader?: TrustedHeader;
  /** Proxies whose headers are believed. */
  readonly isProxy: Networks;
  /** Most bytes of a body. */
  readonly limit: number;
  /** Requests a minute, of an address or a token; any number when absent. */
  readonly rate?: number;
  /** Work that readers without a token may cause, where there is a `rate`. */
  readonly workLimit?: WorkLimitOptions;
  readonly timeouts?: Timeouts;
  /** Which contracts are private; none when absent. */
  readonly privacy?: Pick<PrivacyBook, 'read'>;
  /** Mocks of contracts; none when absent. */
  readonly makeDesk?: (closing: AbortSignal) => Desk;
  /** Further routes, in their own scopes. */
  readonly plugins: readonly FastifyPluginAsync[];
  /** Where a browser is sent that asks for `/`; it gets what programs get when absent. */
  readonly startPage?: string;
  /** Whether `/metrics` also tells of the process. */
  readonly processMetrics: boolean;
  /** Milliseconds since 1970; the machine's clock when absent. */
  readonly now?: () => number;
  /** How long a token is known before the store is asked again, in milliseconds. */
  readonly tokenLifetime?: number;
}

/** Names of subjects and packages stand in paths. */
const longestParameter = 2048;

/** Puts everything into one server, which does not listen yet. */
export async function createServer(options: ServerOptions): Promise<FastifyInstance> {
  const { store, host, isProxy, publicUrl, now = Date.now } = options;
  const ending = new AbortController();
  const server = makeServer(options);
  followAnswers(server.server);
  server.addHook('preClose', async () => ending.abort());
  server.setErrorHandler((error, _, reply) => sendProblem(reply, failureOf(error)));
  server.setNotFoundHandler((_, reply) => sendProblem(reply, { status: 404, detail: 'There is nothing here.' }));
  logRequests(server, isQuiet);
  const metrics = watchRequests(server, { process: options.processMetrics });
  parseJsonBodies(server);
  sendSecurityHeaders(server, publicUrl);
  guardVisits(server, { host, publicUrl, onRefused: () => metrics.turnAway('host') });
  const limits = await createLimits(server, options.rate === undefined ? {} : { rate: options.rate });
  const tokens = new TokenBook(store, {
    now,
    ...(options.tokenLifetime === undefined ? {} : { lifetime: options.tokenLifetime }),
  });
  const findActor = actorFinder({
    tokens,
    anonymous: options.anonymous,
    trustedHeader: options.trustedHeader,
    isProxy,
    failures: limits.failures,
    onRefused: () => metrics.turnAway('credentials'),
  });
  decorateActor(server, findActor);
  if (options.rate !== undefined) {
    server.addHook('onRequest', async (request) => {
      if (!isQuiet(request.url)) await limits.demandRate(request).catch(countAndThrow);
    });
    limitWork(server, options.workLimit);
  }
  function countAndThrow(error: unknown): never {
    metrics.turnAway('rate');
    throw error;
  }
  await server.register(swagger, { openapi: description(publicUrl) });
  const desk =
    options.makeDesk === undefined
      ? undefined
      : mountMocks(server, {
          makeDesk: options.makeDesk,
          // Apart from those who judge publications: deliveries come from anybody.
          published: { store, pool: createWorkerPool({ size: 2 }) },
          ending: ending.signal,
          publicUrl,
          privacy: options.privacy,
        });
  if (options.startPage !== undefined) sendBrowsers(server, options.startPage);
  await server.register(healthRoutes({ ping: () => store.ping(), ending: ending.signal }));
  await server.register(tokenRoutes({ store, tokens, now }));
  await server.register(auditRoutes({ store }));
  for (const plugin of options.plugins) await server.register(plugin);
  server.get('/metrics', { schema: { hide: true } }, async ({ actor }, reply) => {
    demand(actor, 'read', undefined);
    const texts = await Promise.all([metrics.text(), ...(desk === undefined ? [] : [desk.metrics.text()])]);
    return reply.type(metrics.contentType).send(texts.join('\n'));
  });
  server.get('/openapi.json', { schema: { hide: true } }, async () => server.swagger());
  await server.ready();
  return server;
}

function makeServer({ logger, isProxy, limit, timeouts = usualTimeouts }: ServerOptions): FastifyInstance {
  return fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    // Lines name their request themselves: a logger for each takes time for nothing.
    childLoggerFactory: (parent) => parent,
    // What is not asked for is a mistake, and is not taken out in silence.
    ajv: { customOptions: { removeAdditional: false } },
    bodyLimit: limit,
    requestTimeout: timeouts.request * 1000,
    connectionTimeout: timeouts.idle * 1000,
    keepAliveTimeout: 5_000,
    http: {
      headersTimeout: timeouts.headers * 1000,
      connectionsCheckingInterval: Math.min(1000, timeouts.headers * 500),
      maxHeaderSize: 16 * 1024,
      noDelay: true,
    },
    trustProxy: (address) => isProxy(address),
    routerOptions: { maxParamLength: longestParameter },
    forceCloseConnections: 'idle',
    clientErrorHandler: (error, socket) => refuseConnection(error, socket, undefined),
    frameworkErrors: (error, _, reply) => void sendProblem(reply, { ...failureOf(error), detail: 'This is no path.' }),
  });
}

function sendBrowsers(server: FastifyInstance, page: string): void {
  server.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url !== '/') return undefined;
    reply.header('vary', 'accept');
    const isVisit = request.method === 'GET' || request.method === 'HEAD';
    return isVisit && wantsHtml(request.raw) ? reply.redirect(page) : undefined;
  });
}

function isQuiet(path: string): boolean {
  return /^\/(?:healthz|readyz|metrics)(?:\?|$)/.test(path);
}

function description(publicUrl: string | undefined) {
  return {
    openapi: '3.1.0' as const,
    info: { title: 'Counterfoil registry', version: toolVersion },
    ...(publicUrl === undefined ? {} : { servers: [{ url: publicUrl }] }),
    components: {
      securitySchemes: {
        token: { type: 'http' as const, scheme: 'bearer' },
        password: { type: 'http' as const, scheme: 'basic' },
      },
    },
  };
}
