import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCatalog } from '../catalog/catalog.ts';
import type { Catalog, CatalogPage } from '../catalog/catalog.ts';
import type { CatalogContract } from '../catalog/data/catalog-contract.ts';
import { runSource } from '../catalog/data/catalog-run-source.ts';
import type { CatalogRun } from '../catalog/data/run-catalog.ts';
import type { CatalogOptions } from '../catalog/site.ts';
import type { ContractEntry, RegistryStore } from '../registry/domain/store.ts';

export interface CatalogBookOptions extends CatalogOptions {
  readonly store: Pick<RegistryStore, 'listContracts' | 'getContract'>;
  /** Reads the contracts of a folder, away from this thread: they may be strangers'. */
  readonly read: (folder: string) => Promise<CatalogRun>;
  /** Told when the catalog of a change cannot be made; the former one stays. */
  readonly onFailure: (error: unknown) => void;
}

interface Edition {
  /** What the store had. */
  readonly key: string;
  /** Of the contracts in it. */
  readonly ids: readonly string[];
  readonly catalog: Catalog;
}

/** How long nobody asks whether something was published, in milliseconds. */
const pause = 5_000;

/** The catalog of all public contracts of a registry: made when it is first asked for, and anew when they have changed. */
export class CatalogBook {
  readonly #options: CatalogBookOptions;
  #edition: Edition | undefined;
  #making: Promise<Edition> | undefined;
  #asked = -Infinity;

  constructor(options: CatalogBookOptions) {
    this.#options = options;
  }

  /** @throws whatever keeps the first catalog from being made */
  async page(path: string): Promise<CatalogPage> {
    const edition = this.#edition ?? (await this.#make());
    if (performance.now() - this.#asked <= pause) return edition.catalog.page(path);
    const making = this.#make();
    void making.catch(this.#options.onFailure);
    if (await this.#isPublic(edition)) return edition.catalog.page(path);
    // What has become private is shown to nobody while the pages are made anew: they wait.
    if (this.#edition === edition) this.#edition = undefined;
    return (await making).catalog.page(path);
  }

  async #isPublic({ ids }: Edition): Promise<boolean> {
    const now = new Set((await this.#readPublic()).map(idOf));
    return ids.every((id) => now.has(id));
  }

  async #readPublic(): Promise<readonly ContractEntry[]> {
    return (await this.#options.store.listContracts()).filter(({ visibility }) => visibility === 'public');
  }

  /** One at a time, however many ask. */
  #make(): Promise<Edition> {
    this.#asked = performance.now();
    this.#making ??= this.#renew().finally(() => {
      this.#making = undefined;
    });
    return this.#making;
  }

  async #renew(): Promise<Edition> {
    const { store, read, onFailure: _, ...options } = this.#options;
    const entries = await this.#readPublic();
    const key = JSON.stringify(entries);
    if (this.#edition?.key === key) return this.#edition;
    const folder = await mkdtemp(join(tmpdir(), 'counterfoil-catalog-'));
    try {
      await writeContracts(store, entries, folder);
      const run = entries.length === 0 ? { contracts: [], comparisons: [] } : await read(folder);
      const catalog = await createCatalog(runSource({ ...run, contracts: standing(run.contracts, entries) }), options);
      const edition = { key, ids: entries.map(idOf), catalog };
      this.#edition = edition;
      return edition;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

function idOf({ vendor, version }: ContractEntry): string {
  return `${vendor}@${version}`;
}

/** Names of vendors and versions were held to their form when they were published. */
async function writeContracts(
  store: Pick<RegistryStore, 'getContract'>,
  entries: readonly ContractEntry[],
  folder: string,
): Promise<void> {
  for (const { vendor, version } of entries) {
    const texts = await store.getContract(vendor, version);
    if (texts === undefined) continue;
    const place = join(folder, 'asyncapi', vendor, version);
    await mkdir(place, { recursive: true });
    await writeFile(join(place, 'asyncapi.yaml'), JSON.stringify(texts.document));
    if (texts.scenarios !== undefined) await writeFile(join(place, 'scenarios.yaml'), JSON.stringify(texts.scenarios));
  }
}

/** How far a contract has come is known to the registry. */
function standing(contracts: readonly CatalogContract[], entries: readonly ContractEntry[]): CatalogContract[] {
  const byId = new Map(entries.map((entry) => [idOf(entry), entry]));
  return contracts.map((held) => {
    const entry = byId.get(held.contract.id);
    if (entry === undefined) return held;
    const { state, successor, reason, published } = entry;
    return {
      ...held,
      state,
      released: new Date(published).toISOString().slice(0, 10),
      ...(successor === undefined ? {} : { successor }),
      ...(reason === undefined ? {} : { reason }),
    };
  });
}
