import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { Finding } from '../findings/finding.ts';
import { checkShape } from './check-shape.ts';
import schema from './releases.schema.json' with { type: 'json' };
import { readSource } from './source.ts';

/** What the release of a contract recorded. */
export interface Release {
  /** `sha256:` and 64 hex digits, over the contract's structure. */
  readonly digest: string;
  /** Day of the release, YYYY-MM-DD in UTC. */
  readonly released?: string;
}

/** The releases of a folder of contracts. */
export interface LoadedReleases {
  /** Absolute path of the file, whether it exists or not. */
  readonly file: string;
  /** By `<vendor>@<version>`. */
  readonly releases: ReadonlyMap<string, Release>;
  readonly findings: readonly Finding[];
}

/**
 * Loads the releases of a folder of contracts, from its `releases.json`. No file is no error.
 *
 * @param folder absolute path
 * @param cwd places are shown relative to it
 */
export function loadReleases(folder: string, cwd: string): LoadedReleases {
  const file = join(folder, 'releases.json');
  const none = { file, releases: new Map<string, Release>() };
  if (!existsSync(file)) return { ...none, findings: [] };
  const source = readSource(file, cwd);
  if ('rule' in source) return { ...none, findings: [source] };
  const findings = checkShape(source, schema);
  if (findings.length > 0) return { ...none, findings };
  // The schema states the shape of a map of releases.
  const releases = new Map(Object.entries(source.data as unknown as Record<string, Release>));
  return { file, releases, findings: [] };
}

/** The text of a releases file with one more release; the entries are sorted by name. */
export function releasesText(releases: ReadonlyMap<string, Release>): string {
  const sorted = [...releases].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`;
}
