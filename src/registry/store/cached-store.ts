import type { Json } from '../../util/json.ts';
import type * as domain from '../domain/store.ts';

export interface CacheOptions {
  /** Most characters of schemas that are kept; 32 million when absent. */
  readonly characters?: number;
  /** After how many milliseconds removals by other replicas are looked for, at the earliest; 2,500 when absent. */
  readonly lookAfter?: number;
}

/** What an entry takes beside its text, about. */
const overhead = 500;

/**
 * A store whose schemas are kept in memory once they were read by id: they never change. One that is removed for good is
 * gone at once for whoever shares this store, and after `lookAfter` for other replicas: a number in the database tells
 * whether any has been removed.
 */
export class CachedStore implements domain.RegistryStore {
  readonly location: string;
  readonly #store: domain.RegistryStore;
  readonly #most: number;
  readonly #lookAfter: number;
  /** By id, the one that was used last at the end. */
  readonly #schemas = new Map<number, domain.StoredSchema>();
  #characters = 0;
  /** What was known of removals, and when that was asked for. */
  #removals: number | undefined;
  #lookedAt = -Infinity;
  #looking: Promise<void> | undefined;
  /** Moves whenever what is being read may have been removed meanwhile. */
  #generation = 0;

  constructor(store: domain.RegistryStore, { characters = 32_000_000, lookAfter = 2_500 }: CacheOptions = {}) {
    this.location = store.location;
    this.#store = store;
    this.#most = characters;
    this.#lookAfter = lookAfter;
  }

  async getSchema(id: number): Promise<domain.StoredSchema | undefined> {
    if (performance.now() - this.#lookedAt >= this.#lookAfter) await this.#look();
    const known = this.#schemas.get(id);
    if (known !== undefined) {
      this.#schemas.delete(id);
      this.#schemas.set(id, known);
      return known;
    }
    const generation = this.#generation;
    const read = await this.#store.getSchema(id);
    if (read !== undefined && generation === this.#generation) this.#keep(read);
    return read;
  }

  async writeSubject(write: domain.SubjectWrite, by: domain.By): Promise<domain.SubjectVersion | undefined> {
    try {
      return await this.#store.writeSubject(write, by);
    } finally {
      // Also after a failure: nobody may know whether it has been written.
      if (write.change.kind === 'remove') this.#forget();
    }
  }

  async import(lines: AsyncIterable<Json>, by: domain.By): Promise<void> {
    try {
      await this.#store.import(lines, by);
    } finally {
      this.#forget();
    }
  }

  /** Those who come while it is under way wait for the same answer. */
  #look(): Promise<void> {
    this.#looking ??= this.#lookNow().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #lookNow(): Promise<void> {
    const began = performance.now();
    const removals = await this.#store.countRemovals();
    if (removals !== this.#removals) this.#forget();
    this.#removals = removals;
    this.#lookedAt = began;
  }

  #keep(schema: domain.StoredSchema): void {
    const former = this.#schemas.get(schema.id);
    this.#characters += sizeOf(schema) - (former === undefined ? 0 : sizeOf(former));
    this.#schemas.set(schema.id, schema);
    for (const [id, oldest] of this.#schemas) {
      if (this.#characters <= this.#most) return;
      this.#schemas.delete(id);
      this.#characters -= sizeOf(oldest);
    }
  }

  #forget(): void {
    this.#generation += 1;
    this.#schemas.clear();
    this.#characters = 0;
  }

  listSubjects(query?: Parameters<domain.RegistryStore['listSubjects']>[0]): Promise<readonly string[]> {
    return this.#store.listSubjects(query);
  }

  getSubject(subject: string): Promise<domain.SubjectState> {
    return this.#store.getSubject(subject);
  }

  findSchema(digest: string): Promise<domain.StoredSchema | undefined> {
    return this.#store.findSchema(digest);
  }

  listUses(id: number): Promise<readonly domain.SubjectVersion[]> {
    return this.#store.listUses(id);
  }

  listReferrers(subject: string, version: number): Promise<readonly number[]> {
    return this.#store.listReferrers(subject, version);
  }

  countRemovals(): Promise<number> {
    return this.#store.countRemovals();
  }

  listVersions(query: Parameters<domain.RegistryStore['listVersions']>[0]): Promise<readonly domain.SubjectVersion[]> {
    return this.#store.listVersions(query);
  }

  getGlobalConfig(): ReturnType<domain.RegistryStore['getGlobalConfig']> {
    return this.#store.getGlobalConfig();
  }

  writeConfig(...given: Parameters<domain.RegistryStore['writeConfig']>): Promise<void> {
    return this.#store.writeConfig(...given);
  }

  listContracts(): Promise<readonly domain.ContractEntry[]> {
    return this.#store.listContracts();
  }

  getVendor(vendor: string): Promise<domain.VendorState> {
    return this.#store.getVendor(vendor);
  }

  getContract(vendor: string, version: string): Promise<domain.ContractTexts | undefined> {
    return this.#store.getContract(vendor, version);
  }

  writeContract(write: domain.ContractWrite, by: domain.By): Promise<void> {
    return this.#store.writeContract(write, by);
  }

  listPackages(name: string): ReturnType<domain.RegistryStore['listPackages']> {
    return this.#store.listPackages(name);
  }

  getPackage(name: string, version: string): Promise<domain.StoredPackage | undefined> {
    return this.#store.getPackage(name, version);
  }

  addPackage(built: domain.StoredPackage): Promise<domain.StoredPackage> {
    return this.#store.addPackage(built);
  }

  listTokens(): Promise<readonly domain.TokenEntry[]> {
    return this.#store.listTokens();
  }

  findToken(hash: string): Promise<domain.TokenEntry | undefined> {
    return this.#store.findToken(hash);
  }

  addToken(token: domain.TokenEntry, hash: string, by: domain.By): Promise<void> {
    return this.#store.addToken(token, hash, by);
  }

  revokeToken(id: string, at: number, by: domain.By): Promise<boolean> {
    return this.#store.revokeToken(id, at, by);
  }

  listAudit(query: Parameters<domain.RegistryStore['listAudit']>[0]): Promise<readonly domain.AuditEntry[]> {
    return this.#store.listAudit(query);
  }

  export(): AsyncGenerator<Json, void, undefined> {
    return this.#store.export();
  }

  ping(): Promise<void> {
    return this.#store.ping();
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}

function sizeOf({ text, references }: domain.StoredSchema): number {
  return text.length + overhead * (1 + references.length);
}
