import semver from 'semver';
import { isObject } from '../../../util/json.ts';
import type { Json, JsonObject } from '../../../util/json.ts';
import type { ContractEntry, StoredPackage } from '../store.ts';

/** A version of a package, with the contract that it was made of. */
export interface PackagedContract {
  readonly entry: ContractEntry;
  readonly kept: Omit<StoredPackage, 'tarball'>;
}

/**
 * What npm is told of a package. Source: npm's registry API, Package Metadata (full form).
 *
 * @param tarballOf URL of a version's tarball
 */
export function packumentOf(
  name: string,
  versions: readonly PackagedContract[],
  tarballOf: (version: string) => string,
): JsonObject {
  const sorted = versions.toSorted((one, other) => semver.compare(one.entry.version, other.entry.version));
  const newest = sorted.findLast(({ entry }) => entry.state !== 'deprecated') ?? sorted.at(-1);
  const described = isObject(newest?.kept.manifest) ? newest.kept.manifest : {};
  const { description = '', keywords = [], license = '' } = described;
  return {
    _id: name,
    name,
    description,
    keywords,
    license,
    'dist-tags': tagsOf(sorted.map(({ entry }) => entry)),
    versions: Object.fromEntries(sorted.map((each) => [each.entry.version, manifestOf(name, each, tarballOf)])),
    time: timesOf(sorted.map(({ entry }) => entry)),
  };
}

/** What a version's `package.json` says that installing needs. Source: npm's registry API, abbreviated metadata. */
const needed: ReadonlySet<string> = new Set([
  'name',
  'version',
  'bin',
  'dependencies',
  'peerDependencies',
  'peerDependenciesMeta',
  'optionalDependencies',
  'engines',
  'os',
  'cpu',
  'deprecated',
  'dist',
]);

/** The abbreviated form, which npm asks for when it installs. */
export function abbreviated(packument: JsonObject): JsonObject {
  const versions = isObject(packument['versions']) ? packument['versions'] : {};
  const short = ([version, manifest]: [string, Json]): [string, Json] => [
    version,
    Object.fromEntries(Object.entries(isObject(manifest) ? manifest : {}).filter(([key]) => needed.has(key))),
  ];
  return {
    name: packument['name'] ?? '',
    modified: isObject(packument['time']) ? (packument['time']['modified'] ?? '') : '',
    'dist-tags': packument['dist-tags'] ?? {},
    versions: Object.fromEntries(Object.entries(versions).map(short)),
  };
}

function manifestOf(
  name: string,
  { entry, kept }: PackagedContract,
  tarballOf: (version: string) => string,
): JsonObject {
  const { integrity, shasum, manifest } = kept;
  return {
    ...(isObject(manifest) ? manifest : {}),
    _id: `${name}@${entry.version}`,
    dist: { integrity, shasum, tarball: tarballOf(entry.version) },
    ...(entry.state === 'deprecated' ? { deprecated: warningOf(name, entry) } : {}),
  };
}

function warningOf(name: string, { successor, reason = '' }: ContractEntry): string {
  const words = reason.replaceAll(/\p{C}/gu, ' ').trim();
  return [words, successor === undefined ? '' : `Use ${name}@${successor}.`].filter((part) => part !== '').join(' ');
}

/**
 * `latest`, and `latest-v2` for the newest of a major version: those that are not deprecated where there are any, and no
 * pre-releases unless there is nothing else. npm takes `v2` itself for a range, so that no tag can be named so.
 */
function tagsOf(entries: readonly ContractEntry[]): JsonObject {
  const majors = new Map<string, ContractEntry[]>();
  for (const entry of entries) {
    const tag = `latest-v${semver.major(entry.version)}`;
    majors.set(tag, [...(majors.get(tag) ?? []), entry]);
  }
  return Object.fromEntries([
    ['latest', preferredOf(entries)],
    ...[...majors].map(([tag, own]): [string, string] => [tag, preferredOf(own)]),
  ]);
}

function preferredOf(entries: readonly ContractEntry[]): string {
  const supported = entries.filter(({ state }) => state !== 'deprecated');
  const among = supported.length > 0 ? supported : entries;
  const stable = among.filter(({ version }) => semver.prerelease(version) === null);
  return (stable.length > 0 ? stable : among).at(-1)?.version ?? '';
}

function timesOf(entries: readonly ContractEntry[]): JsonObject {
  const times = entries.map(({ published }) => published);
  return {
    created: moment(Math.min(...times)),
    modified: moment(Math.max(...times)),
    ...Object.fromEntries(entries.map(({ version, published }) => [version, moment(published)])),
  };
}

function moment(time: number): string {
  return new Date(time).toISOString();
}
