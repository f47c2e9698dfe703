import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadConfig } from '../config/load-config.ts';
import { shippedFolder } from '../checks/targets.ts';
import { parseRegistryAddress, registryName } from '../config/registry-address.ts';
import type { RegistryAddress } from '../config/registry-address.ts';
import { RunError } from '../findings/run-error.ts';
import { FolderRegistry } from '../registry/client/folder-registry.ts';
import { HttpRegistry } from '../registry/client/http-registry.ts';
import type { Registry } from '../registry/client/registry.ts';
import { fetchRepository } from './git-fetch.ts';
import { extractGitTree } from './git-tree.ts';

/** Which registry is meant, and how it is talked to. */
export interface RegistrySettings {
  /** A URL, a folder, or `git:<repository>#<ref>`; what the environment or the configuration says when absent. */
  readonly registry?: string;
  /** Name of the environment variable with the token; `COUNTERFOIL_TOKEN` when absent. */
  readonly tokenEnv?: string;
  /** Where `COUNTERFOIL_REGISTRY` and the token are looked up; nowhere when absent. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Whether plain HTTP is allowed to other machines than this one. */
  readonly allowInsecure?: boolean;
}

/** Opens registries, each once, and closes them together. */
export class Registries {
  /** The registry that is named or configured; undefined when none is. */
  readonly preferred: RegistryAddress | undefined;
  /** Whether it was named on the command line, and so takes the place of what a lock file says. */
  readonly isNamed: boolean;
  readonly #settings: RegistrySettings;
  readonly #cwd: string;
  readonly #open = new Map<string, Promise<Registry>>();

  /**
   * @param cwd absolute path of the working folder
   * @throws {RunError} `usage`, when an address or the configuration is wrong
   */
  constructor(settings: RegistrySettings, cwd: string) {
    this.#settings = settings;
    this.#cwd = cwd;
    const named = settings.registry ?? nonEmpty(settings.env?.['COUNTERFOIL_REGISTRY']);
    this.isNamed = settings.registry !== undefined;
    this.preferred = named === undefined ? configured(cwd, settings) : this.parse(named, cwd);
  }

  /** @param base folder that relative paths start from, absolute */
  parse(text: string, base: string): RegistryAddress {
    return parseRegistryAddress(text, { base, allowInsecure: this.#settings.allowInsecure ?? false });
  }

  /** @throws {RunError} `usage`, when none is named or configured */
  demand(): RegistryAddress {
    if (this.preferred !== undefined) return this.preferred;
    throw new RunError('usage', 'No registry is named.', {
      help: 'Name one with --registry (a URL, a folder, or git:<repository>#<ref>), COUNTERFOIL_REGISTRY, or `registry` in counterfoil.yaml.',
    });
  }

  open(address: RegistryAddress): Promise<Registry> {
    const key = registryName(address, this.#cwd);
    const opened = this.#open.get(key) ?? this.#start(address, key);
    this.#open.set(key, opened);
    return opened;
  }

  async close(): Promise<void> {
    for (const opened of await Promise.allSettled(this.#open.values()))
      if (opened.status === 'fulfilled') opened.value.close();
  }

  /** A token goes to the registry that the user names or configures, never to one that a lock file alone names. */
  token(address: RegistryAddress & { kind: 'http' }): string | undefined {
    const { tokenEnv, env } = this.#settings;
    const token = nonEmpty(env?.[tokenEnv ?? 'COUNTERFOIL_TOKEN']);
    if (token === undefined && tokenEnv !== undefined)
      throw new RunError('usage', `The environment variable ${tokenEnv} is not set.`, {
        help: 'It should hold the token of the registry.',
      });
    if (token !== undefined && !/^[\x21-\x7e]+$/.test(token))
      throw new RunError('usage', `${tokenEnv ?? 'COUNTERFOIL_TOKEN'} holds no token: it has blanks or other signs.`);
    const own = this.preferred?.kind === 'http' ? this.preferred.url.origin : undefined;
    return address.url.origin === own ? token : undefined;
  }

  async #start(address: RegistryAddress, name: string): Promise<Registry> {
    if (address.kind === 'http') return new HttpRegistry(address.url, this.token(address));
    if (address.kind === 'folder') return new FolderRegistry(address.path, name);
    if (address.kind === 'shipped') return new FolderRegistry(shippedFolder, name);
    const { repository, ref, folder } = address;
    const fetched = 'url' in repository ? await fetchRepository(repository.url, ref) : undefined;
    const from = 'url' in repository ? (fetched?.folder ?? '') : repository.path;
    try {
      if (!existsSync(from)) throw new RunError('input', `There is no repository at ${name}.`);
      const tree = extractGitTree(fetched === undefined ? ref : 'FETCH_HEAD', ['.'], from);
      return new FolderRegistry(join(tree.folder, folder), name, () => tree.remove());
    } finally {
      fetched?.remove();
    }
  }
}

function configured(cwd: string, { allowInsecure = false }: RegistrySettings): RegistryAddress | undefined {
  const { config, findings } = loadConfig(cwd);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new RunError('usage', 'The configuration is wrong.', { findings: errors });
  if (config.registry === undefined) return undefined;
  return parseRegistryAddress(config.registry.address, { base: config.registry.folder, allowInsecure });
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text.trim();
}
