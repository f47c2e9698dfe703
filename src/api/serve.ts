import { resolve } from 'node:path';
import { resolveTargets } from '../checks/targets.ts';
import { RunError } from '../findings/run-error.ts';
import type { Timeouts } from '../http/listen.ts';
import { readPublicUrl } from '../http/public-url.ts';
import { isLoopback } from '../http/visitors.ts';
import type { MockLog } from '../mock/log/log.ts';
import { newestOfMajor } from '../mock/openapi/endpoints.ts';
import { chooseEngine } from '../mock/server/choose-engine.ts';
import type { EngineName } from '../mock/server/choose-engine.ts';
import { makeDesk } from '../mock/server/make-desk.ts';
import type { Secrets } from '../mock/spaces/space.ts';
import { roles } from '../registry/domain/store.ts';
import type { RegistryStore, Role } from '../registry/domain/store.ts';
import { CachedStore } from '../registry/store/cached-store.ts';
import { openRegistryStore } from '../registry/store/open-registry-store.ts';
import type { Anonymous } from '../serve/access/find-actor.ts';
import { readGrants } from '../serve/access/grants.ts';
import { readNetworks } from '../serve/access/networks.ts';
import type { TrustedHeader } from '../serve/access/trusted-header.ts';
import type { ServerOptions } from '../serve/create-server.ts';
import { CatalogBook } from '../serve/catalog-book.ts';
import { catalogPrefix, catalogRoutes } from '../serve/catalog-routes.ts';
import { createLogger, mockLogOf } from '../serve/log/logger.ts';
import { publishAtStart } from '../serve/publish-at-start.ts';
import type { StartupContract } from '../serve/publish-at-start.ts';
import { createRegistryParts } from '../serve/registry-plugins.ts';
import { loadRepositoryContract } from '../serve/repository-contracts.ts';
import type { RepositoryContract } from '../serve/repository-contracts.ts';
import { startServer } from '../serve/start-server.ts';
import type { RunningServer } from '../serve/start-server.ts';
import { readCatalog } from './catalog.ts';
import { servedTargets } from './targets.ts';

export type { Anonymous, StartupContract };

export interface ServeOptions {
  /** Path of a SQLite file, or a `postgres://` URL; `counterfoil-registry.db` when absent. It is made when there is none. */
  readonly store?: string;
  /** What is published at the start and has mocks; as for `startMock`. An empty list publishes nothing. */
  readonly contracts?: readonly string[];
  /** Folder that relative paths start from; the working folder when absent. */
  readonly cwd?: string;
  /** Address to listen on; 127.0.0.1 when absent. */
  readonly host?: string;
  /** Any that is free when absent, or 0. */
  readonly port?: number;
  /** URL in front of all paths as clients know it; as each request says when absent. */
  readonly publicUrl?: string;
  /** What may be done without a token; when absent, `read` on the loopback and `none` elsewhere. */
  readonly anonymous?: Anonymous;
  /** Addresses and networks of proxies whose headers are believed. */
  readonly trustProxy?: readonly string[];
  /** Header in which a sign-on proxy names the person. */
  readonly trustedHeader?: string;
  /** Header in which it names their groups. */
  readonly groupsHeader?: string;
  /** Who may do what: `<person>=<role>[:<vendor>,...]`, `@<group>=<role>`. */
  readonly grants?: readonly string[];
  /** What everybody may do whom the proxy names; `reader` when absent. */
  readonly trustedRole?: Role | 'none';
  /** Most bytes of a body; 4 MiB when absent. */
  readonly limit?: number;
  /** Requests a minute, of an address or a token; when absent, any number on the loopback and 6,000 elsewhere. Infinity for any number. */
  readonly rate?: number;
  /** Of the packages that clients are made into; `@counterfoil` when absent. */
  readonly scope?: string;
  /** Whether mocks of the contracts are served; true when absent. */
  readonly mocks?: boolean;
  /** What judges deliveries to mocks; `fast` when absent. */
  readonly mockEngine?: EngineName;
  /** Secrets that deliveries to mocks are signed with, by vendor. */
  readonly secrets?: Secrets;
  /** Gets the log: JSON lines. */
  readonly log?: (line: string) => void;
  readonly timeouts?: Timeouts;
  /** Whether `/metrics` also tells of the process; false when absent. */
  readonly processMetrics?: boolean;
  /** Told how far the start is. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

/** A registry that answers. */
export interface RegistryServer extends RunningServer {
  /** For people: a path, or a URL without its password. */
  readonly store: string;
  readonly contracts: readonly StartupContract[];
  readonly anonymous: Anonymous;
  /** How many tokens can be used. */
  readonly tokens: number;
  /** Whether there are mocks, below `/mocks`. */
  readonly mocks: boolean;
}

const defaultStore = 'counterfoil-registry.db';
const usualLimit = 4 * 1024 * 1024;
const usualRate = 6_000;

/**
 * Starts a registry: subjects, contracts and clients from one store, with mocks of the contracts that it is started with.
 * Everything that can be wrong is found out before it listens.
 *
 * @throws {RunError} when an option, a contract or the store cannot be used, or the address cannot be listened on
 */
export async function serve(options: ServeOptions = {}): Promise<RegistryServer> {
  const cwd = resolve(options.cwd ?? '');
  const settings = readSettings(options);
  const contracts: RepositoryContract[] = [];
  for (const file of resolveTargets(options.contracts?.length === 0 ? [] : servedTargets(options.contracts, cwd), cwd))
    contracts.push(await loadRepositoryContract(file, cwd));
  const mocks = await mocksOf(options, contracts, mockLogOf(settings.logger));
  const store = new CachedStore(await openRegistryStore(options.store ?? defaultStore, { cwd, create: true }));
  const { publicUrl } = settings;
  const parts = createRegistryParts({
    store,
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(options.scope === undefined ? {} : { scope: options.scope }),
  });
  try {
    const total = contracts.length;
    const published = await publishAtStart(parts.contracts, contracts, (done) => options.onProgress?.({ done, total }));
    const book = new CatalogBook({
      store,
      read: (folder) => readCatalog(['asyncapi'], { cwd: folder }),
      onFailure: (error) => settings.logger.error({ err: error }, 'The catalog cannot be made anew.'),
      ...(publicUrl === undefined ? {} : { mockUrl: `${publicUrl}/mocks` }),
    });
    const now = Date.now();
    const tokens = (await store.listTokens()).filter(
      ({ revoked, expires = Infinity }) => revoked === undefined && expires > now,
    );
    const running = await startServer(
      {
        ...settings,
        ...mocks,
        privacy: parts.privacy,
        store,
        plugins: [...parts.plugins, catalogRoutes(book)],
        startPage: `${catalogPrefix}/`,
        processMetrics: options.processMetrics ?? false,
      },
      options.port ?? 0,
    );
    return {
      url: running.url,
      store: store.location,
      contracts: published,
      anonymous: settings.anonymous,
      tokens: tokens.length,
      mocks: mocks.makeDesk !== undefined,
      async close() {
        await running.close();
        await end(parts, store);
      },
    };
  } catch (error) {
    await end(parts, store);
    throw error;
  }
}

async function end(parts: { close(): Promise<void> }, store: RegistryStore): Promise<void> {
  await parts.close();
  await store.close();
}

type Settings = Omit<ServerOptions, 'store' | 'plugins' | 'processMetrics' | 'makeDesk'>;

function readSettings(options: ServeOptions): Settings {
  const { host = '127.0.0.1', trustProxy = [], rate } = options;
  const isOpen = !isLoopback(host);
  const publicUrl = readPublicUrl(options.publicUrl, 'clients could know the registry by');
  const trustedHeader = readTrustedHeader(options);
  const usual = isOpen ? usualRate : undefined;
  const finite = rate === Infinity ? undefined : (rate ?? usual);
  return {
    host,
    anonymous: options.anonymous ?? (isOpen ? 'none' : 'read'),
    isProxy: readNetworks('--trust-proxy', trustProxy),
    limit: options.limit ?? usualLimit,
    logger: createLogger(options.log ?? (() => {}), options.log === undefined ? 'silent' : 'info'),
    ...(publicUrl === undefined ? {} : { publicUrl }),
    ...(trustedHeader === undefined ? {} : { trustedHeader }),
    ...(finite === undefined ? {} : { rate: finite }),
    ...(options.timeouts === undefined ? {} : { timeouts: options.timeouts }),
  };
}

function readTrustedHeader(options: ServeOptions): TrustedHeader | undefined {
  const { trustedHeader, groupsHeader, grants = [], trustedRole = 'reader', trustProxy = [] } = options;
  if (trustedHeader === undefined) {
    if (grants.length === 0 && groupsHeader === undefined) return undefined;
    throw new RunError('usage', 'Grants are for persons whom a sign-on proxy names, and none is trusted.', {
      help: 'Name its header with --trusted-header, or leave out --grant and --groups-header.',
    });
  }
  for (const name of [trustedHeader, groupsHeader ?? 'x'])
    if (!/^[\w!#$%&'*+.^`|~-]{1,100}$/.test(name)) throw new RunError('usage', `"${name}" is no name of a header.`);
  if (trustProxy.length === 0)
    throw new RunError('usage', `Anybody could send the header ${trustedHeader}.`, {
      help: 'Name the addresses of the proxy that sends it: --trust-proxy 10.1.2.3.',
    });
  const role = roles.find((one) => one === trustedRole);
  return {
    name: trustedHeader.toLowerCase(),
    grants: readGrants(grants),
    ...(groupsHeader === undefined ? {} : { groups: groupsHeader.toLowerCase() }),
    ...(role === undefined ? {} : { role }),
  };
}

async function mocksOf(
  { mocks = true, mockEngine = 'fast', secrets, host }: ServeOptions,
  contracts: readonly RepositoryContract[],
  log: MockLog,
): Promise<Pick<ServerOptions, 'makeDesk'>> {
  if (!mocks) return {};
  const { newest } = newestOfMajor(contracts.map(({ contract }) => contract));
  const engine = await chooseEngine(mockEngine, newest, log);
  const { at } = makeDesk({
    contracts: newest,
    engine,
    log,
    ...(secrets === undefined ? {} : { secrets }),
    ...(host === undefined ? {} : { host }),
  });
  return { makeDesk: at };
}
