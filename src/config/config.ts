import type { Place } from '../findings/finding.ts';
import type { Severity } from '../findings/severity.ts';

/** What the configuration files say, merged; every path is absolute. */
export interface Config {
  /** AsyncAPI documents and folders that hold some. */
  readonly contracts: readonly string[];
  readonly captures: readonly CapturesConfig[];
  /** By vendor. */
  readonly secrets: Readonly<Record<string, readonly SecretConfig[]>>;
  /** URL registered with a vendor, by vendor. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** By rule id or group (`lint/*`); the id wins over the group. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
  /** Rules that a version newer than this one introduced are off; undefined: none is. */
  readonly rulesVersion: string | undefined;
  /** Local modules with rules, reporters and capture formats. */
  readonly plugins: readonly string[];
  readonly failOn: 'error' | 'warning' | undefined;
  readonly profile: 'tolerant' | 'strict' | undefined;
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
  severities: {},
  rulesVersion: undefined,
  plugins: [],
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
    severities: mergeMaps(base.severities, over.severities),
    rulesVersion: over.rulesVersion ?? base.rulesVersion,
    plugins: [...base.plugins, ...over.plugins],
    failOn: over.failOn ?? base.failOn,
    profile: over.profile ?? base.profile,
  };
}

function mergeMaps<T>(base: Readonly<Record<string, T>>, over: Readonly<Record<string, T>>): Record<string, T> {
  // Not a spread: a key named `__proto__` must become an own property.
  return Object.fromEntries([...Object.entries(base), ...Object.entries(over)]);
}
