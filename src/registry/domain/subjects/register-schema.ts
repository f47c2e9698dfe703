import { IsolationError } from '../../../isolation/run-isolated.ts';
import type { NewSchema, StoredSchema, SubjectState, SubjectVersion } from '../store.ts';
import { demandOf, findDisagreements, versionsToCompare } from './compatibility.ts';
import type { Demand, Disagreement } from './compatibility.ts';
import { modeOf } from './configure-subjects.ts';
import { describeDisagreement } from './describe-disagreement.ts';
import { pinReferences, readReferences } from './resolve-references.ts';
import { noSchema, noSubject, noVersion, incompatible, invalidSchema, readOnly } from './subject-error.ts';
import type { SubjectDesk } from './subject-desk.ts';
import { readDraft } from './subject-draft.ts';
import type { SchemaDraft } from './subject-draft.ts';
import { findVersion } from './find-versions.ts';
import type { VersionName } from './find-versions.ts';

/**
 * Registers a schema as the next version of a subject. The subject's version that has it already is given back as it is; one
 * that was deleted comes back as a new version with its former id, as Confluent's registry does it.
 *
 * @param subject a name from `readSubjectName`
 * @param actor name of who does it
 * @throws {SubjectError} when the schema cannot be used, disagrees with former versions or cannot be compared with them, or
 *   the subject is read-only
 * @throws {StoreError}
 * @throws {IsolationError} when there is too much to do
 */
export async function registerSchema(
  desk: SubjectDesk,
  subject: string,
  draft: SchemaDraft,
  actor: string,
): Promise<SubjectVersion> {
  const { store, queue } = desk;
  return queue(subject, async () => {
    const state = await store.getSubject(subject);
    const candidate = await readCandidate(desk, draft, state);
    const known = versionWith(state, candidate, false);
    if (known !== undefined) return known;
    if (modeOf(state) === 'READONLY') throw readOnly(subject);
    await demandReadable(desk, candidate);
    const { schema } = candidate;
    const demand = demandOf(state);
    const disagreements = await findDisagreements(desk, versionsToCompare(state, demand.level), schema, demand);
    if (disagreements.length > 0) throw incompatible(subject, disagreements.flatMap(describeDisagreement));
    const { revision, globalRevision } = state;
    const written = await store.writeSubject(
      { subject, revision, globalRevision, change: { kind: 'register', schema } },
      { actor, action: 'register', target: subject },
    );
    if (written === undefined) throw new Error(`The store tells no version of ${subject}.`);
    return written;
  });
}

/**
 * The version of a subject that has a schema; the newest when several have it.
 *
 * @param deleted whether deleted versions count
 * @throws {SubjectError} when there is none
 */
export async function lookUpSchema(
  desk: SubjectDesk,
  subject: string,
  draft: SchemaDraft,
  deleted: boolean,
): Promise<SubjectVersion> {
  const state = await desk.store.getSubject(subject);
  if (!state.versions.some((version) => deleted || !version.deleted)) throw noSubject(subject);
  const found = versionWith(state, await readCandidate(desk, draft, state), deleted);
  if (found === undefined) throw noSchema();
  return found;
}

/**
 * What a schema disagrees with, were it registered now: with the versions that the subject's level compares with, or with one
 * version by the same level.
 *
 * @throws {SubjectError} when the schema cannot be used, or there is no such version
 */
export async function checkSchema(
  desk: SubjectDesk,
  subject: string,
  draft: SchemaDraft,
  version?: VersionName,
): Promise<readonly Disagreement[]> {
  const state = await desk.store.getSubject(subject);
  const candidate = await readCandidate(desk, draft, state);
  const demand = demandOf(state);
  const versions = version === undefined ? versionsToCompare(state, demand.level) : oneVersion(state, version);
  await demandReadable(desk, candidate);
  return findDisagreements(desk, versions, candidate.schema, demand);
}

/** The same for a schema and a demand of one's own, for subjects that are not configured yet. */
export async function checkSchemaBy(
  desk: SubjectDesk,
  subject: string,
  draft: SchemaDraft,
  demand: Demand,
): Promise<readonly Disagreement[]> {
  const state = await desk.store.getSubject(subject);
  const candidate = await readCandidate(desk, draft, state);
  if (versionWith(state, candidate, false) !== undefined) return [];
  await demandReadable(desk, candidate);
  return findDisagreements(desk, versionsToCompare(state, demand.level), candidate.schema, demand);
}

function oneVersion(state: SubjectState, name: VersionName): SubjectState['versions'] {
  const found = findVersion(state, name, false);
  if (found !== undefined) return [found];
  if (name === 'latest') return [];
  throw noVersion(name);
}

/** A schema that is asked about, and the one that is kept already when it is the same. */
interface Candidate {
  readonly schema: NewSchema;
  readonly stored: StoredSchema | undefined;
}

async function readCandidate(
  { store }: SubjectDesk,
  draft: SchemaDraft,
  { config, globalConfig }: SubjectState,
): Promise<Candidate> {
  const normalize = draft.normalize === true || (config.normalize ?? globalConfig.normalize ?? false);
  const schema = readDraft({ ...draft, normalize, references: await pinReferences(store, draft.references) });
  return { schema, stored: await store.findSchema(schema.digest) };
}

function versionWith({ versions }: SubjectState, { stored }: Candidate, deleted: boolean): SubjectVersion | undefined {
  const having = versions.filter((version) => version.id === stored?.id && (deleted || !version.deleted));
  return having.findLast((version) => !version.deleted) ?? having.at(-1);
}

/** A schema that is kept has been read before. */
async function demandReadable({ store, analyst }: SubjectDesk, { schema, stored }: Candidate): Promise<void> {
  if (stored !== undefined) return;
  const references = await readReferences(store, schema.references, Buffer.byteLength(schema.text));
  const reason = await analyst.readSchema(schema.text, references).catch((error: unknown) => {
    const isTooMuch = error instanceof IsolationError && (error.reason === 'time' || error.reason === 'memory');
    if (!isTooMuch) throw error;
    return `it takes too much to read: ${error.message.replace(/\.$/, '')}`;
  });
  if (reason !== undefined) throw invalidSchema(reason);
}
