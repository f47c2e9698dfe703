import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { RegistryStore } from '../../src/registry/domain/store.ts';
import { createToken } from '../../src/registry/domain/tokens/manage-tokens.ts';
import { openRegistryStore } from '../../src/registry/store/open-registry-store.ts';
import { readNetworks } from '../../src/serve/access/networks.ts';
import { createServer } from '../../src/serve/create-server.ts';
import { createLogger } from '../../src/serve/log/logger.ts';
import { createRegistryParts } from '../../src/serve/registry-plugins.ts';

/** One operation of the registry's HTTP API. */
export interface Operation {
  /** First tag; empty when it has none. */
  readonly area: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  /** Names of the query's parameters. */
  readonly query: readonly string[];
  /** The least role that is not turned away. */
  readonly role: 'none' | 'reader' | 'writer' | 'admin' | 'nobody';
  /** Those that it says itself, and those that it gave when asked; not 500, which everything can. */
  readonly statuses: readonly string[];
}

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

interface Described {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> };
  readonly responses?: Readonly<Record<string, { readonly description: string }>>;
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
}

const roles = ['none', 'reader', 'writer', 'admin'] as const;
/** Values for parameters of paths and queries; `cafe` for all others. */
const values: Readonly<Record<string, string>> = { version: '1', id: '1', from: '1.0.0', to: '1.1.0' };

/** Asks every operation of a registry with nothing in it, with no token and with one of each role. */
export async function probeRegistry(): Promise<Operation[]> {
  const folder = mkdtempSync(join(tmpdir(), 'counterfoil-http-'));
  const store = await openRegistryStore(join(folder, 'registry.db'), { create: true, fsync: 'off' });
  const { plugins, privacy, close } = createRegistryParts({ store });
  const server = await createServer({
    store,
    logger: createLogger(() => undefined, 'silent'),
    host: '127.0.0.1',
    anonymous: 'none',
    isProxy: readNetworks('--trust-proxy', []),
    limit: 1024 * 1024,
    processMetrics: false,
    plugins,
    privacy,
  });
  try {
    const tokens = await tokensIn(store);
    const { paths } = (await server.inject('/openapi.json')).json<Description>();
    const operations: Operation[] = [];
    for (const [path, methods] of Object.entries(paths))
      for (const [method, described] of Object.entries(methods))
        operations.push(await probe(server, tokens, method.toUpperCase(), path, described));
    return operations;
  } finally {
    await server.close();
    await close();
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function tokensIn(store: RegistryStore): Promise<ReadonlyMap<string, string>> {
  const operator = { name: 'operator', role: 'admin', known: true } as const;
  const tokens = new Map<string, string>();
  for (const role of roles)
    if (role !== 'none') tokens.set(role, (await createToken(store, { role }, operator, Date.now())).secret);
  return tokens;
}

async function probe(
  server: FastifyInstance,
  tokens: ReadonlyMap<string, string>,
  method: string,
  path: string,
  { summary = '', tags = [], parameters = [], requestBody, responses = {} }: Described,
): Promise<Operation> {
  const inQuery = parameters.filter((parameter) => parameter.in === 'query');
  const query = Object.fromEntries(
    inQuery.flatMap(({ name, required }) => (required === true ? [[name, valueOf(name)]] : [])),
  );
  const url = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => valueOf(name));
  const payload = exampleOf(Object.values(requestBody?.content ?? {})[0]?.schema);
  const given = new Map<string, number>();
  for (const role of roles) {
    const token = tokens.get(role);
    const { statusCode } = await server.inject({
      method: method as 'GET',
      url,
      query,
      ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
      ...(payload === undefined ? {} : { payload: payload as object }),
    });
    given.set(role, statusCode);
  }
  const isTurnedAway = (role: string): boolean => given.get(role) === 401 || given.get(role) === 403;
  const said = Object.entries(responses).flatMap(([status, { description }]) =>
    description === 'Default Response' && Object.keys(responses).length === 1 ? [] : [status],
  );
  const statuses = new Set([...said, ...Array.from(given.values(), String)]);
  return {
    area: tags[0] ?? '',
    method,
    path,
    summary,
    query: inQuery.map(({ name }) => name),
    role: roles.find((role) => !isTurnedAway(role)) ?? 'nobody',
    statuses: [...statuses].filter((status) => status !== '500').toSorted(),
  };
}

const valueOf = (name: string): string => values[name] ?? 'cafe';

/** The least that a schema of a body asks for. */
function exampleOf(schema: Schema | undefined): unknown {
  if (schema === undefined) return undefined;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.type !== 'object') return schema.type === 'string' ? 'cafe' : schema.type === 'boolean' ? true : 1;
  return Object.fromEntries((schema.required ?? []).map((name) => [name, exampleOf(schema.properties?.[name])]));
}
