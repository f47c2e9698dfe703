import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { documentNames } from '../../asyncapi/load.ts';
import { isVendorName } from '../../config/lock.ts';
import { loadReleases } from '../../config/releases.ts';
import type { Release } from '../../config/releases.ts';
import { RunError } from '../../findings/run-error.ts';
import type { Brought, Registry, RegistryVersion } from './registry.ts';
import { isVersion } from './requests.ts';

/**
 * A folder as a registry: `<vendor>/<version>/asyncapi.yaml` below it, or below its folder `asyncapi`. Where the folder
 * has a `releases.json`, versions that are not in it are not there: they may still change.
 */
export class FolderRegistry implements Registry {
  readonly name: string;
  readonly #folder: string;
  readonly #releases: ReadonlyMap<string, Release> | undefined;
  readonly #onClose: () => void;

  /**
   * @param path absolute
   * @param name for people
   * @throws {RunError} `input`, when there is no such folder, or its releases cannot be read
   */
  constructor(path: string, name: string, onClose: () => void = () => {}) {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true)
      throw new RunError('input', `There is no registry at ${name}: it is no folder.`, {
        help: 'Name a folder with contracts in <vendor>/<version>/asyncapi.yaml.',
      });
    this.name = name;
    this.#onClose = onClose;
    this.#folder = contractsBelow(path);
    const { file, releases, findings } = loadReleases(this.#folder, path);
    if (findings.length > 0) throw new RunError('input', `The releases of ${name} cannot be read.`, { findings });
    this.#releases = existsSync(file) ? releases : undefined;
  }

  vendors(): Promise<readonly string[]> {
    return Promise.resolve(folders(this.#folder).filter(isVendorName));
  }

  versions(vendor: string): Promise<readonly RegistryVersion[]> {
    if (!isVendorName(vendor)) return Promise.resolve([]);
    const versions = folders(join(this.#folder, vendor)).filter(
      (version) => isVersion(version) && this.#document(vendor, version) !== undefined,
    );
    const all = versions.map((version) => ({
      vendor,
      version,
      digest: this.#releases?.get(`${vendor}@${version}`)?.digest,
    }));
    return Promise.resolve(this.#releases === undefined ? all : all.filter(({ digest }) => digest !== undefined));
  }

  get(vendor: string, version: string): Promise<Brought> {
    const file = this.#document(vendor, version);
    if (file !== undefined) return Promise.resolve({ kind: 'file', file });
    return Promise.reject(new RunError('input', `${this.name} has no ${vendor}@${version} any more.`));
  }

  close(): void {
    this.#onClose();
  }

  #document(vendor: string, version: string): string | undefined {
    const folder = join(this.#folder, vendor, version);
    const found = [...documentNames].find((name) => existsSync(join(folder, name)));
    return found === undefined ? undefined : join(folder, found);
  }
}

/** The folder of contracts that a registry's folder means: its `asyncapi`, or itself. */
export function contractsBelow(path: string): string {
  const below = join(path, 'asyncapi');
  return statSync(below, { throwIfNoEntry: false })?.isDirectory() === true ? below : path;
}

function folders(path: string): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .toSorted();
}
