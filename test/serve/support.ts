import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { onTestFinished } from 'vitest';
import { demand } from '../../src/registry/domain/access.ts';
import type { Actor } from '../../src/registry/domain/access.ts';
import type { RegistryStore } from '../../src/registry/domain/store.ts';
import { createToken } from '../../src/registry/domain/tokens/manage-tokens.ts';
import type { TokenWish } from '../../src/registry/domain/tokens/manage-tokens.ts';
import { openRegistryStore } from '../../src/registry/store/open-registry-store.ts';
import { readNetworks } from '../../src/serve/access/networks.ts';
import { createServer } from '../../src/serve/create-server.ts';
import type { ServerOptions } from '../../src/serve/create-server.ts';
import { createLogger } from '../../src/serve/log/logger.ts';

/** Whoever is at the machine. */
export const operator: Actor = { name: 'operator', role: 'admin', known: true };

export interface TestServer {
  readonly server: FastifyInstance;
  readonly store: RegistryStore;
  /** Lines of the log so far. */
  readonly log: string[];
  /** Makes a token, and returns its secret. */
  token(wish: TokenWish): Promise<string>;
}

/** A server on a store of its own, with the routes `/test/<action>/<vendor>`, which say who was let in. */
export async function serverOn(options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-serve-'));
  const store = options.store ?? (await openRegistryStore(join(folder, 'registry.db'), { create: true, fsync: 'off' }));
  const log: string[] = [];
  const server = await createServer({
    store,
    logger: createLogger((line) => log.push(line), 'debug'),
    host: '127.0.0.1',
    anonymous: 'read',
    isProxy: readNetworks('--trust-proxy', []),
    limit: 1024 * 1024,
    processMetrics: false,
    ...options,
    plugins: [testRoutes, ...(options.plugins ?? [])],
  });
  onTestFinished(async () => {
    await server.close();
    if (options.store === undefined) await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    server,
    store,
    log,
    async token(wish) {
      return (await createToken(store, wish, operator, options.now?.() ?? Date.now())).secret;
    },
  };
}

const testRoutes: FastifyPluginAsync = async (server) => {
  server.route<{ Params: { action: 'read' | 'write' | 'admin'; vendor: string } }>({
    method: ['GET', 'POST'],
    url: '/test/:action/:vendor',
    handler: async ({ params: { action, vendor }, actor }) => {
      demand(actor, action, vendor === 'none' ? undefined : vendor);
      return { actor };
    },
  });
  server.get('/test/bug', () => {
    throw new Error('SELECT secret_column FROM "the body of somebody" at /srv/place');
  });
  server.post('/test/echo', ({ body }) => ({ body }));
};
