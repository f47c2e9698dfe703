import type { RegistryStore, StoredSchema, SubjectState, SubjectVersion } from '../store.ts';
import { invalidVersion, noSubject, noVersion } from './subject-error.ts';

export type VersionName = number | 'latest';

const largest = 2 ** 31 - 1;

/**
 * Reads `1`, `latest` or `-1`, which means the latest too.
 *
 * @throws {SubjectError} when it is none of them
 */
export function readVersionName(text: string): VersionName {
  if (text === 'latest' || text === '-1') return 'latest';
  const version = /^\d{1,10}$/.test(text) ? Number(text) : 0;
  if (version < 1 || version > largest) throw invalidVersion(text);
  return version;
}

/** A version of a subject; undefined when there is none. */
export function findVersion(
  { versions }: SubjectState,
  name: VersionName,
  deleted: boolean,
): SubjectVersion | undefined {
  const eligible = versions.filter((version) => deleted || !version.deleted);
  return name === 'latest' ? eligible.at(-1) : eligible.find(({ version }) => version === name);
}

/**
 * The same, for those who need it.
 *
 * @throws {SubjectError} when there is no such version, or no such subject
 */
export function demandVersion(
  state: SubjectState,
  subject: string,
  name: VersionName,
  deleted: boolean,
): SubjectVersion {
  const found = findVersion(state, name, deleted);
  if (found !== undefined) return found;
  if (!state.versions.some((version) => deleted || !version.deleted)) throw noSubject(subject);
  throw noVersion(name === 'latest' ? -1 : name);
}

/**
 * A version of a subject with its schema.
 *
 * @throws {SubjectError} when there is no such version, or no such subject
 */
export async function readVersion(
  store: RegistryStore,
  subject: string,
  name: VersionName,
  deleted: boolean,
): Promise<{ readonly version: SubjectVersion; readonly schema: StoredSchema }> {
  const version = demandVersion(await store.getSubject(subject), subject, name, deleted);
  const schema = await store.getSchema(version.id);
  // It was removed for good between the two reads.
  if (schema === undefined) throw noVersion(version.version);
  return { version, schema };
}

/** Ids of schemas that refer to a version and are still in use: some version that is not deleted has them. */
export async function listReferrers(
  store: RegistryStore,
  subject: string,
  version: number,
  deleted: boolean,
): Promise<readonly number[]> {
  const ids = await store.listReferrers(subject, version);
  const uses = await Promise.all(ids.map((id) => store.listUses(id)));
  return ids.filter((_, index) => uses[index]?.some((use) => deleted || !use.deleted));
}
