import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import swagger from '@fastify/swagger';
import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import { onTestFinished } from 'vitest';
import { loadContract } from '../../../src/asyncapi/load-contract.ts';
import { selfContained } from '../../../src/asyncapi/self-contained.ts';
import { yamlToData } from '../../../src/asyncapi/yaml.ts';
import { createAnalyst } from '../../../src/isolation/analyst.ts';
import { createWorkerPool } from '../../../src/isolation/worker-pool.ts';
import { AccessDenied } from '../../../src/registry/domain/access.ts';
import type { Actor } from '../../../src/registry/domain/access.ts';
import type { Analyst, PublishedContract } from '../../../src/registry/domain/analyst.ts';
import { createContractDesk } from '../../../src/registry/domain/contracts/contract-desk.ts';
import type { ContractDesk } from '../../../src/registry/domain/contracts/contract-desk.ts';
import type { RegistryStore } from '../../../src/registry/domain/store.ts';
import { createSubjectDesk } from '../../../src/registry/domain/subjects/subject-desk.ts';
import { decorateActor } from '../../../src/registry/routes/actor.ts';
import { contractRoutes } from '../../../src/registry/routes/contracts/contract-routes.ts';
import { npmRoutes } from '../../../src/registry/routes/npm/npm-routes.ts';
import { parseJsonBodies } from '../../../src/serve/parse-json.ts';
import type { Json, JsonObject } from '../../../src/util/json.ts';

const root = join(import.meta.dirname, '../../..');

/** One for all tests, also of other files: workers take long to start. While they have nothing to do they keep nothing alive. */
const shared = createAnalyst(createWorkerPool({ size: 2 }));

export function deskOn(store: RegistryStore, analyst: Analyst = shared, now?: () => number): ContractDesk {
  return createContractDesk(store, analyst, createSubjectDesk(store, analyst), now === undefined ? {} : { now });
}

export const admin: Actor = { name: 'admin', role: 'admin', known: true };
export const anonymous: Actor = { name: 'anonymous', role: 'reader', known: false };

/** Who asks, by the token that they send. */
export const actors: Readonly<Record<string, Actor>> = {
  admin,
  reader: { name: 'reader', role: 'reader', known: true },
  cafe: { name: 'cafe', role: 'writer', vendors: ['cafe'], known: true },
  other: { name: 'other', role: 'writer', vendors: ['other'], known: true },
};

export interface Served {
  /** Without a slash at its end. */
  readonly url: string;
  readonly server: FastifyInstance;
}

/** Routes that listen on a port of their own until the test ends. */
export async function serve(desk: ContractDesk, unknown: Actor = anonymous): Promise<Served> {
  const server = fastify({ routerOptions: { maxParamLength: 1024 } });
  parseJsonBodies(server);
  decorateActor(server, ({ headers: { authorization } }) => {
    if (authorization === undefined) return unknown;
    const actor = actors[authorization.replace(/^Bearer /, '')];
    if (actor === undefined) throw new AccessDenied('unknown', 'This token is not valid.');
    return actor;
  });
  await server.register(swagger, { openapi: { openapi: '3.1.0', info: { title: 'Registry', version: '1' } } });
  await server.register(contractRoutes({ desk }));
  await server.register(npmRoutes({ desk }));
  server.get('/openapi.json', { schema: { hide: true } }, async () => server.swagger());
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  return { url, server };
}

export interface Asked {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly bytes: Buffer;
  readonly text: string;
  readonly json: JsonObject;
}

/** Asks a server; a body is sent as JSON. */
export async function ask(
  { url }: Served,
  path: string,
  {
    token,
    body,
    method = body === undefined ? 'GET' : 'PUT',
    headers = {},
  }: {
    readonly token?: string;
    readonly body?: unknown;
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
  } = {},
): Promise<Asked> {
  const sent = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  // `fetch` needs WebAssembly, which tests run without.
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const outgoing = request(
    url,
    {
      method,
      path,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(sent)) }),
        ...headers,
      },
    },
    resolve,
  );
  outgoing.on('error', reject);
  outgoing.end(sent);
  const response = await promise;
  const bytes = Buffer.concat(await response.toArray());
  const text = bytes.toString('utf8');
  const isJson = /json/.test(response.headers['content-type'] ?? '') && text !== '';
  return {
    status: response.statusCode ?? 0,
    headers: new Map(Object.entries(response.headers).map(([name, value]) => [name, String(value)])),
    bytes,
    text,
    json: isJson ? (JSON.parse(text) as JsonObject) : {},
  };
}

/** A contract of this repository as it is published. */
export async function shipped(id: string): Promise<PublishedContract> {
  const folder = join(root, 'asyncapi', ...id.split('@'));
  const { contract, document } = await loadContract(join(folder, 'asyncapi.yaml'));
  if (contract === undefined) throw new Error(`${id} cannot be loaded.`);
  const scenarios = yamlToData(readFileSync(join(folder, 'scenarios.yaml'), 'utf8'), 100);
  if (scenarios.problem !== undefined) throw new Error(scenarios.problem.message);
  return { document: selfContained(contract, document), scenarios: scenarios.data };
}

/** A small contract of the vendor `cafe`: properties of the payload of its one event by name, and what else it says. */
export function cafe(
  version: string,
  properties: JsonObject = { id: { type: 'string' } },
  { required = ['type'], vendor = 'cafe', description = 'An order.' } = {},
): JsonObject {
  return {
    asyncapi: '3.1.0',
    info: { title: 'Café webhooks', version, 'x-vendor': vendor },
    channels: {
      webhook: { address: '/webhooks', messages: { 'order.paid': { $ref: '#/components/messages/order.paid' } } },
    },
    operations: { deliver: { action: 'send', channel: { $ref: '#/channels/webhook' } } },
    components: {
      messages: {
        'order.paid': {
          title: 'Order paid',
          summary: description,
          payload: { $ref: '#/components/schemas/order' },
          examples: [{ name: 'paid', payload: { type: 'order.paid', id: 'o-1' } }],
        },
      },
      schemas: {
        order: {
          type: 'object',
          required: required as unknown as Json,
          properties: { type: { const: 'order.paid' }, ...properties },
        },
      },
    },
  };
}
