import type { Place } from '../findings/finding.ts';
import type { Severity } from '../findings/severity.ts';
import { own } from '../util/json.ts';

/** What the configuration files say, merged; every path is absolute. */
export interface Config {
  /** AsyncAPI documents and folders that hold some. */
  readonly contracts: readonly string[];
  readonly captures: readonly CapturesConfig[];
  /** By vendor. */
  readonly secrets: Readonly<Record<string, readonly SecretConfig[]>>;
  /** URL registered with a vendor, by vendor. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** Clients that are kept in step with the contracts. */
  readonly clients: readonly ClientsConfig[];
  /** Where contracts are pulled from and published to; `folder` is what a relative address starts from. */
  readonly registry: { readonly address: string; readonly folder: string } | undefined;
  /** By rule id or group (`lint/*`); the id wins over the group. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
  /** Rules that a version newer than this one introduced are off; undefined: none is. */
  readonly rulesVersion: string | undefined;
  /** Local modules with rules, reporters and capture formats. */
  readonly plugins: readonly string[];
  /** Files with public keys in PEM: captures that one of them signed are attested. */
  readonly trustedKeys: readonly string[];
  /** What a receiver should answer in a case of a readiness test, by vendor and by case. */
  readonly readiness: Readonly<Record<string, ReadinessConfig>>;
  readonly failOn: 'error' | 'warning' | undefined;
  readonly profile: 'tolerant' | 'strict' | undefined;
}

/** By case: a kind of answer, statuses, or that it is not asked. */
export type ReadinessConfig = Readonly<Record<string, 'alive' | 'refused' | 'answered' | 'skip' | readonly number[]>>;

/** Clients in one folder. */
export interface ClientsConfig {
  /** Absolute. */
  readonly out: string;
  /** Documents and folders (absolute), or shipped contracts; those of the configuration when absent. */
  readonly contracts?: readonly string[];
  readonly language?: 'ts' | 'python' | 'go';
  readonly package?: { readonly scope?: string; readonly license?: string };
  /** Where the configuration says it. */
  readonly place: Place;
}

/** Capture files that share what the files themselves do not say. */
export interface CapturesConfig {
  /** Glob pattern. */
  readonly files: string;
  /** Folder that the pattern is relative to, absolute. */
  readonly folder: string;
  readonly contract?: string;
  readonly vendor?: string;
  readonly url?: string;
  readonly origin?: 'live' | 'documented' | 'simulated';
  readonly secrets?: readonly SecretConfig[];
  /** Where the configuration says it. */
  readonly place: Place;
}

/** Where a secret comes from. */
export interface SecretConfig {
  /** Environment variable. */
  readonly env?: string;
  /** The secret itself, for tests. */
  readonly testSecret?: string;
  /** Name in reports. */
  readonly id?: string;
  /** Where the configuration says it. */
  readonly place: Place;
}

/** A configuration that says nothing. */
export const emptyConfig: Config = {
  contracts: [],
  captures: [],
  secrets: {},
  endpoints: {},
  clients: [],
  registry: undefined,
  severities: {},
  rulesVersion: undefined,
  plugins: [],
  trustedKeys: [],
  readiness: {},
  failOn: undefined,
  profile: undefined,
};

/** Puts `over` on top of `base`: lists add up, maps are merged key by key, and what `over` says wins. */
export function mergeConfigs(base: Config, over: Config): Config {
  return {
    contracts: [...base.contracts, ...over.contracts],
    captures: [...base.captures, ...over.captures],
    secrets: mergeMaps(base.secrets, over.secrets),
    endpoints: mergeMaps(base.endpoints, over.endpoints),
    clients: [...base.clients, ...over.clients],
    registry: over.registry ?? base.registry,
    severities: mergeMaps(base.severities, over.severities),
    rulesVersion: over.rulesVersion ?? base.rulesVersion,
    plugins: [...base.plugins, ...over.plugins],
    trustedKeys: [...base.trustedKeys, ...over.trustedKeys],
    readiness: mergeMaps(base.readiness, over.readiness, mergeMaps),
    failOn: over.failOn ?? base.failOn,
    profile: over.profile ?? base.profile,
  };
}

/** @param join what becomes of a key that both have; that of `over` when absent */
function mergeMaps<T>(
  base: Readonly<Record<string, T>>,
  over: Readonly<Record<string, T>>,
  join: (base: T, over: T) => T = (_, last) => last,
): Record<string, T> {
  const joined = Object.entries(over).map(([key, value]): [string, T] => {
    const former = own(base, key);
    return [key, former === undefined ? value : join(former, value)];
  });
  // Not a spread: a key named `__proto__` must become an own property.
  return Object.fromEntries([...Object.entries(base), ...joined]);
}
