import { resolve } from 'node:path';
import type { Contract } from '../asyncapi/model.ts';
import { loadSoundContract } from '../checks/load-sound-contract.ts';
import { resolveTargets } from '../checks/targets.ts';
import { silentLog } from '../mock/log/log.ts';
import type { MockLog } from '../mock/log/log.ts';
import { newestOfMajor } from '../mock/openapi/endpoints.ts';
import { chooseEngine } from '../mock/server/choose-engine.ts';
import type { EngineName } from '../mock/server/choose-engine.ts';
import type { Timeouts } from '../http/listen.ts';
import { serve } from '../mock/server/create-server.ts';
import { makeDesk } from '../mock/server/make-desk.ts';
import type { MockDelivery } from '../mock/spaces/delivery-list.ts';
import type { Faults } from '../mock/spaces/faults.ts';
import type { Secrets } from '../mock/spaces/space.ts';
import type { SpacesMode } from '../mock/spaces/spaces.ts';
import { servedTargets } from './targets.ts';

export type { EngineName, Faults, MockDelivery, MockLog, SpacesMode };

export interface MockOptions {
  /**
   * AsyncAPI documents, folders, or shipped contracts (`<vendor>`, `<vendor>@2.0.0`). When absent: those of the nearest
   * `counterfoil.yaml`, else the folder `asyncapi`, else all shipped ones.
   */
  readonly contracts?: readonly string[];
  /** Folder that relative paths start from; the working folder when absent. */
  readonly cwd?: string;
  /** Address to listen on; 127.0.0.1 when absent. */
  readonly host?: string;
  /** Any that is free when absent, or 0. */
  readonly port?: number;
  /** What judges; `prism` when absent and Prism is installed, else `fast`. */
  readonly engine?: EngineName;
  /** Secrets by vendor. Signatures of vendors without one are not checked. */
  readonly secrets?: Secrets;
  /** Environment variables that the secrets stood in, by vendor, which the page names; `<VENDOR>_SECRET` when absent. */
  readonly variables?: Readonly<Record<string, string>>;
  /** `strict` refuses what the contract does not describe; `tolerant`, when absent, accepts it with a warning. */
  readonly profile?: 'tolerant' | 'strict';
  /** Whether accepted deliveries are searched for what the contract does not describe; true when absent. */
  readonly warnings?: boolean;
  /** Most bytes of a body; 1 MiB when absent. */
  readonly limit?: number;
  /** URL in front of all paths as senders know it, for signatures that cover it; as each request says when absent. */
  readonly publicUrl?: string;
  readonly faults?: Faults;
  /** Who may make spaces, and how many there can be; by call, and 100, when absent. */
  readonly spaces?: { readonly mode?: SpacesMode; readonly most?: number };
  /** Whoever sends it (`Authorization: Bearer`) to `/__spaces` is told the names of all spaces; nobody when absent. */
  readonly operatorKey?: string;
  /** How many deliveries are kept; 1,000 when absent. */
  readonly keep?: number;
  readonly log?: MockLog;
  /** Seconds that clients are waited for. */
  readonly timeouts?: Timeouts;
  /** Whether `/metrics` also tells of the process; false when absent. */
  readonly processMetrics?: boolean;
}

/** A mock that takes deliveries. */
export interface Mock {
  /** Without a slash at its end; the endpoints are `/<vendor>/<major version>`, and the same with `/<event>`. */
  readonly url: string;
  readonly engine: EngineName;
  /** What is served: ids and paths. */
  readonly endpoints: readonly { readonly contract: string; readonly path: string; readonly events: number }[];
  /** Ids of contracts left out because another one named is a later version with the same paths. */
  readonly superseded: readonly string[];
  /** Vendors that sign, but whose signatures are not checked. */
  readonly unchecked: readonly string[];
  /** The last deliveries outside of spaces, in the order in which they were answered. */
  readonly deliveries: readonly MockDelivery[];
  /** Forgets all deliveries. */
  clear(): void;
  /** Lets what is being answered end. */
  close(): Promise<void>;
}

/**
 * Starts a server that takes deliveries as their receivers would, and judges them. Everything that can be wrong is
 * found out before it listens.
 *
 * @throws {RunError} when a contract is missing or has errors, a secret belongs to nobody or cannot be used, Prism is
 *   asked for and missing, or the address cannot be listened on
 */
export async function startMock(options: MockOptions = {}): Promise<Mock> {
  const { host = '127.0.0.1', port = 0, log = silentLog } = options;
  const cwd = resolve(options.cwd ?? '');
  const loaded: Contract[] = [];
  for (const file of resolveTargets(servedTargets(options.contracts, cwd), cwd))
    loaded.push(await loadSoundContract(file, cwd, (file) => `${file} cannot be served`));
  const { newest: contracts, superseded } = newestOfMajor(loaded);
  const engine = await chooseEngine(options.engine, contracts, log);
  // Made before it listens: what can be wrong with its options is said here.
  const desk = makeDesk({ ...options, contracts, engine, log });
  const { url, close } = await serve(desk.at, { host, port }, options.timeouts);
  const { home, unchecked, endpoints } = desk;
  return {
    url,
    engine: engine.name,
    endpoints: endpoints.map(({ contract: { id }, path, events }) => ({ contract: id, path, events: events.length })),
    superseded,
    unchecked,
    get deliveries() {
      return home.list.latest();
    },
    clear: () => home.list.clear(),
    close,
  };
}
