import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

import type { Place } from '../findings/finding.ts';
import { child } from '../json-schema/pointer.ts';
import type { Json, JsonObject } from '../util/json.ts';
import type { CapturesConfig, ClientsConfig, Config, SecretConfig } from './config.ts';
import type { ConfigSource } from './source.ts';

/** The shape that the published JSON Schema demands; `checkShape` has seen to it. */
interface ConfigData {
  readonly extends?: readonly string[];
  readonly contracts?: readonly string[];
  readonly captures?: readonly CapturesData[];
  readonly secrets?: Readonly<Record<string, readonly SecretData[]>>;
  readonly endpoints?: Readonly<Record<string, string>>;
  readonly clients?: readonly ClientsData[];
  readonly registry?: string;
  readonly severities?: Config['severities'];
  readonly rules?: { readonly version?: string };
  readonly plugins?: readonly string[];
  readonly trustedKeys?: readonly string[];
  readonly readiness?: Config['readiness'];
  readonly failOn?: 'error' | 'warning';
  readonly profile?: 'tolerant' | 'strict';
}

type ClientsData = Omit<ClientsConfig, 'place'>;
type SecretData = Omit<SecretConfig, 'place'>;
type CapturesData = Omit<CapturesConfig, 'folder' | 'secrets' | 'place'> & { readonly secrets?: readonly SecretData[] };

/** Turns a file's data into a configuration; relative paths are resolved against the file's folder. */
export function readConfig(source: ConfigSource): Config {
  const data = source.data as JsonObject & ConfigData;
  const folder = dirname(source.path);
  const absolute = (paths: readonly string[] = []): string[] => paths.map((path) => resolve(folder, path));
  return {
    contracts: absolute(data.contracts),
    captures: (data.captures ?? []).map((captures, index) => readCaptures(captures, `/captures/${index}`, source)),
    secrets: mapValues(data.secrets, (secrets, vendor) => readSecrets(secrets, child('/secrets', vendor), source)),
    endpoints: data.endpoints ?? {},
    clients: (data.clients ?? []).map((clients, index) =>
      readClients(clients, folder, source.place(`/clients/${index}`)),
    ),
    registry: data.registry === undefined ? undefined : { address: data.registry, folder },
    severities: data.severities ?? {},
    rulesVersion: data.rules?.version,
    plugins: absolute(data.plugins),
    trustedKeys: absolute(data.trustedKeys),
    readiness: data.readiness ?? {},
    failOn: data.failOn,
    profile: data.profile,
  };
}

/** What the file names under `extends`. */
export function extendsOf(data: Json): readonly string[] {
  return (data as JsonObject & ConfigData).extends ?? [];
}

function readCaptures({ secrets, ...captures }: CapturesData, pointer: string, source: ConfigSource): CapturesConfig {
  const own = secrets === undefined ? {} : { secrets: readSecrets(secrets, `${pointer}/secrets`, source) };
  return { ...captures, ...own, folder: dirname(source.path), place: source.place(pointer) };
}

function readClients({ contracts, ...clients }: ClientsData, folder: string, place: Place): ClientsConfig {
  const named = contracts?.map((name) => (existsSync(resolve(folder, name)) ? resolve(folder, name) : name));
  return { ...clients, ...(named === undefined ? {} : { contracts: named }), out: resolve(folder, clients.out), place };
}

function readSecrets(secrets: readonly SecretData[], pointer: string, source: ConfigSource): SecretConfig[] {
  return secrets.map((secret, index) => ({ ...secret, place: source.place(`${pointer}/${index}`) }));
}

function mapValues<T, U>(
  record: Readonly<Record<string, T>> = {},
  change: (value: T, key: string) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
