import type { SubjectState, SubjectWrite } from '../store.ts';
import { modeOf } from './configure-subjects.ts';
import { demandVersion, listReferrers } from './find-versions.ts';
import type { VersionName } from './find-versions.ts';
import type { SubjectDesk } from './subject-desk.ts';
import {
  noSubject,
  readOnly,
  referred,
  subjectDeleted,
  subjectNotDeleted,
  versionDeleted,
  versionNotDeleted,
} from './subject-error.ts';

/** How something is deleted. `permanent` removes what was deleted before; else it can be read with `deleted=true`. */
export interface Deletion {
  readonly permanent: boolean;
  /** Name of who does it. */
  readonly actor: string;
}

/**
 * Deletes a version.
 *
 * @returns its number
 * @throws {SubjectError} when there is none, it is in the wrong state for it, others refer to it, or the subject is read-only
 */
export function deleteVersion(
  desk: SubjectDesk,
  subject: string,
  name: VersionName,
  { permanent, actor }: Deletion,
): Promise<number> {
  return desk.queue(subject, async () => {
    const state = await readWritable(desk, subject);
    const isGone = name === 'latest' && !permanent && state.versions.every(({ deleted }) => deleted);
    const { version, deleted } = demandVersion(state, subject, name, permanent || name !== 'latest' || isGone);
    if (permanent && !deleted) throw versionNotDeleted(subject, version);
    if (!permanent && deleted) throw versionDeleted(subject, version);
    await write(desk, subject, state, [version], { permanent, actor });
    return version;
  });
}

/**
 * Deletes all versions of a subject. Once none is left, what was configured for it is forgotten too.
 *
 * @returns their numbers
 * @throws {SubjectError} as `deleteVersion`
 */
export function deleteSubject(
  desk: SubjectDesk,
  subject: string,
  { permanent, actor }: Deletion,
): Promise<readonly number[]> {
  return desk.queue(subject, async () => {
    const state = await readWritable(desk, subject);
    if (state.versions.length === 0) throw noSubject(subject);
    const live = state.versions.filter(({ deleted }) => !deleted);
    if (permanent && live.length > 0) throw subjectNotDeleted(subject);
    if (!permanent && live.length === 0) throw subjectDeleted(subject);
    const versions = (permanent ? state.versions : live).map(({ version }) => version);
    await write(desk, subject, state, versions, { permanent, actor });
    if (permanent && Object.keys(state.config).length > 0) {
      const { revision } = await desk.store.getSubject(subject);
      await desk.store.writeConfig(subject, revision, {}, { actor, action: 'config.delete', target: subject });
    }
    return versions;
  });
}

async function readWritable({ store }: SubjectDesk, subject: string): Promise<SubjectState> {
  const state = await store.getSubject(subject);
  if (modeOf(state) === 'READONLY') throw readOnly(subject);
  return state;
}

async function write(
  { store }: SubjectDesk,
  subject: string,
  { revision, globalRevision }: SubjectState,
  versions: readonly number[],
  { permanent, actor }: Deletion,
): Promise<void> {
  for (const version of versions) {
    // What is deleted can still be read, with all that it refers to: as long as it is there, what it refers to stays.
    if ((await listReferrers(store, subject, version, permanent)).length > 0) throw referred(subject, version);
  }
  const change: SubjectWrite['change'] = { kind: permanent ? 'remove' : 'delete', versions };
  const target = versions.length === 1 ? `${subject}/${versions[0]}` : subject;
  await store.writeSubject({ subject, revision, globalRevision, change }, { actor, action: change.kind, target });
}
