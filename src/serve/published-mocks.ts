import type { Contract } from '../asyncapi/model.ts';
import type { MockDelivery } from '../isolation/registry-tasks/mock.ts';
import { IsolationError } from '../isolation/run-isolated.ts';
import type { WorkerPool } from '../isolation/worker-pool.ts';
import { endpointFinder, endpointOf } from '../mock/openapi/endpoints.ts';
import type { Endpoint } from '../mock/openapi/endpoints.ts';
import type { Desk } from '../mock/server/desk.ts';
import type { JudgeDelivery } from '../mock/server/judge-delivery.ts';
import { refusal } from '../mock/server/verdict.ts';
import type { Verdict } from '../mock/server/verdict.ts';
import type { ContractEntry, RegistryStore } from '../registry/domain/store.ts';
import { compareVersions } from '../util/versions.ts';

export interface PublishedMocksOptions {
  readonly store: Pick<RegistryStore, 'listContracts' | 'getContract'>;
  /** Does what takes a published contract: it is a stranger's, and its schemas are compiled nowhere else. */
  readonly pool: Pick<WorkerPool, 'run'>;
  /** The mocks that the server was started with. */
  readonly desk: Desk;
  /** Contracts beside those, at most: the ones that were published last; 50 when absent. */
  readonly most?: number;
  /** Told which contract cannot be mocked, and why. */
  readonly onFailure: (id: string, error: unknown) => void;
}

interface Mock {
  readonly entry: ContractEntry;
  readonly endpoint: Endpoint;
}

/** How long what is published is taken as it was, in milliseconds. */
const lifetime = 1_000;
/** How long a contract that could not be read is left alone. */
const patience = 60_000;
const readingDeadline = 30_000;
const judgingDeadline = 3_000;

/**
 * Mocks of contracts that are published while the server runs: of each major the newest version that is not deprecated. A contract
 * is read when somebody first comes to its mock, or looks at the list of all.
 */
export class PublishedMocks {
  readonly #options: PublishedMocksOptions;
  readonly #mocks = new Map<string, Mock>();
  readonly #reading = new Map<string, Promise<void>>();
  readonly #failed = new Map<string, number>();
  #listed: { readonly entries: Promise<readonly ContractEntry[]>; readonly until: number } | undefined;
  #made: { readonly key: string; readonly desk: Desk } | undefined;

  constructor(options: PublishedMocksOptions) {
    this.#options = options;
  }

  /**
   * The desk for a request: with the mock that its path leads to, and with all for the list of all.
   *
   * @param path below the mocks' prefix, without query
   * @param isHidden whether a contract is none of whoever asks: it is not read for them, which would take a time that tells of it
   * @throws {StoreError}
   */
  async at(path: string, isHidden: (entry: ContractEntry) => boolean = () => false): Promise<Desk> {
    const hosted = await this.#list();
    const wanted = wantedBy(path, hosted).filter((entry) => !isHidden(entry));
    for (const key of this.#mocks.keys()) if (!hosted.some((entry) => keyOf(entry) === key)) this.#mocks.delete(key);
    await Promise.all(wanted.map((entry) => this.#read(entry)));
    return this.#desk();
  }

  #list(): Promise<readonly ContractEntry[]> {
    const now = performance.now();
    if (this.#listed !== undefined && this.#listed.until > now) return this.#listed.entries;
    const listed = { entries: this.#choose(), until: now + lifetime };
    this.#listed = listed;
    listed.entries.catch(() => {
      if (this.#listed === listed) this.#listed = undefined;
    });
    return listed.entries;
  }

  async #choose(): Promise<readonly ContractEntry[]> {
    const { store, desk, most = 50 } = this.#options;
    const known = new Map(desk.contracts.map((contract) => [placeOf(contract), contract.version]));
    const chosen = new Map<string, ContractEntry>();
    for (const entry of await store.listContracts()) {
      const other = chosen.get(placeOf(entry));
      if (other === undefined || isBetter(entry, other)) chosen.set(placeOf(entry), entry);
    }
    const added = [...chosen.values()].filter((entry) => {
      const version = known.get(placeOf(entry));
      return version === undefined || (entry.state !== 'deprecated' && compareVersions(entry.version, version) > 0);
    });
    return added.toSorted((one, other) => other.published - one.published).slice(0, most);
  }

  #read(entry: ContractEntry): Promise<void> {
    const key = keyOf(entry);
    if (this.#mocks.has(key) || (this.#failed.get(key) ?? -Infinity) > performance.now()) return Promise.resolve();
    const reading = this.#reading.get(key) ?? this.#readNew(key, entry).finally(() => this.#reading.delete(key));
    this.#reading.set(key, reading);
    return reading;
  }

  async #readNew(key: string, entry: ContractEntry): Promise<void> {
    const { store, pool, onFailure } = this.#options;
    const texts = await store.getContract(entry.vendor, entry.version);
    if (texts === undefined) return;
    try {
      const contract = await pool.run<Contract>('mock-contract', { document: texts.document }, readingDeadline);
      this.#mocks.set(key, { entry, endpoint: endpointOf(contract) });
    } catch (error) {
      const isPassing = error instanceof IsolationError && (error.reason === 'busy' || error.reason === 'closed');
      if (this.#failed.size > 1_000) this.#failed.clear();
      if (!isPassing) this.#failed.set(key, performance.now() + patience);
      onFailure(`${entry.vendor}@${entry.version}`, error);
    }
  }

  #desk(): Desk {
    const { desk } = this.#options;
    if (this.#mocks.size === 0) return desk;
    const key = [...this.#mocks.keys()].join('\n');
    if (this.#made?.key === key) return this.#made.desk;
    const byContract = new Map([...this.#mocks.values()].map((mock) => [mock.endpoint.contract, mock]));
    const paths = new Set([...byContract.values()].map(({ endpoint }) => endpoint.path));
    const endpoints = [
      ...desk.endpoints.filter(({ path }) => !paths.has(path)),
      ...[...byContract.values()].map(({ endpoint }) => endpoint),
    ];
    const judge: JudgeDelivery = (delivery, secrets) => {
      const mock = byContract.get(delivery.found.endpoint.contract);
      return mock === undefined ? desk.judge(delivery, secrets) : this.#judge(mock, delivery, secrets);
    };
    const made = {
      ...desk,
      contracts: endpoints.map(({ contract }) => contract),
      endpoints,
      find: endpointFinder(endpoints),
      judge,
    };
    this.#made = { key, desk: made };
    return made;
  }

  async #judge({ entry }: Mock, ...[delivery, secrets]: Parameters<JudgeDelivery>): Promise<Verdict> {
    const { store, pool, desk } = this.#options;
    const { found, ...received } = delivery;
    const { profile, limit } = desk;
    const asked: MockDelivery = { ...received, key: keyOf(entry), path: found.path, secrets, profile, limit };
    const judge = (more: Partial<MockDelivery>): Promise<Verdict | undefined> =>
      pool.run('mock-delivery', { ...asked, ...more }, judgingDeadline);
    const known = { contract: found.endpoint.contract.id };
    try {
      const verdict = await judge({});
      if (verdict !== undefined) return verdict;
      const texts = await store.getContract(entry.vendor, entry.version);
      const told = texts === undefined ? undefined : await judge({ document: texts.document });
      return told ?? refusal(404, 'no-endpoint', 'The contract is not there any more.', known);
    } catch (error) {
      if (!(error instanceof IsolationError)) throw error;
      const headers = { 'retry-after': '1' };
      return refusal(503, 'busy', 'The delivery takes too long to be judged.', { ...known, headers });
    }
  }
}

/** Which of the contracts a path needs: the one that it names, or all where they are listed. */
function wantedBy(path: string, hosted: readonly ContractEntry[]): readonly ContractEntry[] {
  const inSpace = path.replace(/^\/s\/[^/]*/, '');
  if (inSpace === '' || inSpace === '/') return hosted;
  const [, vendor = '', major = ''] = inSpace.split('/', 3);
  return hosted.filter((entry) => placeOf(entry) === `${vendor}/${major}`);
}

function placeOf({ vendor, version }: Pick<ContractEntry, 'vendor' | 'version'>): string {
  return `${vendor}/${version.split('.', 1)[0]}`;
}

/** What is published never changes. */
function keyOf({ vendor, version, digest, published }: ContractEntry): string {
  return `${vendor}@${version} ${digest} ${published}`;
}

function isBetter(one: ContractEntry, other: ContractEntry): boolean {
  if (one.state !== other.state) return other.state === 'deprecated';
  return compareVersions(one.version, other.version) > 0;
}
