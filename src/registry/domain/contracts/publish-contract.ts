import semver from 'semver';
import { isVendorName } from '../../../config/lock.ts';
import type { Finding } from '../../../findings/finding.ts';
import { canonicalize } from '../../../json-schema/canonicalize.ts';
import type { Actor } from '../access.ts';
import { AccessDenied, demand, maySeePrivate } from '../access.ts';
import type { AnalysedContract, PublishedContract } from '../analyst.ts';
import { buildClient, keepClient } from '../packages/keep-client.ts';
import type { KeptClient } from '../packages/keep-client.ts';
import type { ContractEntry, SubjectVersion, VendorState, Visibility } from '../store.ts';
import { findSubjectConflicts, registerContractSubjects } from '../subjects/contract-subjects.ts';
import type { SubjectConflict } from '../subjects/contract-subjects.ts';
import { SubjectError } from '../subjects/subject-error.ts';
import { readSubjectName } from '../subjects/subject-names.ts';
import type { ComparisonReport } from '../../../checks/compare/result.ts';
import type { ContractDesk } from './contract-desk.ts';
import { ContractError } from './contract-error.ts';
import { plainText, printable, readTexts } from './find-contracts.ts';
import { judgeStep } from './judge-step.ts';

/** What somebody wants to publish. */
export interface Publication extends PublishedContract {
  /** What the document must say it is. */
  readonly vendor: string;
  readonly version: string;
  /** That of the version before, or `public`, when absent. */
  readonly visibility?: Visibility;
}

/** What came of it. */
export interface Published {
  /** `unchanged`: it was there already, the same to the word. */
  readonly status: 'published' | 'unchanged';
  readonly entry: ContractEntry;
  /** With the version before it, unless there is none or the step is major. */
  readonly comparison?: ComparisonReport;
  /** Warnings and remarks. */
  readonly findings: readonly Finding[];
  /** Of its events; none after a dry run, and for versions older than the newest of their major. */
  readonly subjects: readonly SubjectVersion[];
  /** Schemas that could not be registered, though nothing stood in their way before. */
  readonly conflicts: readonly SubjectConflict[];
  readonly client?: KeptClient;
}

/**
 * Publishes a contract: it is checked, held against its neighbours and the subjects of its events, and kept for ever. Then
 * its client is kept, and its schemas are registered. A process that ends before all of that is done leaves a contract
 * that is published; publishing it again does the rest, and changes nothing otherwise.
 *
 * @param dryRun judges, and writes nothing
 * @throws {AccessDenied}
 * @throws {RunError} with findings, when it has errors
 * @throws {ContractError} when it must not be published
 * @throws {StoreError}
 * @throws {IsolationError} when it takes too long
 */
export async function publishContract(
  desk: ContractDesk,
  actor: Actor,
  publication: Publication,
  dryRun = false,
): Promise<Published> {
  const { vendor, version } = publication;
  demand(actor, 'write', vendor);
  demandName(vendor, version);
  const contract: PublishedContract = {
    document: publication.document,
    ...(publication.scenarios === undefined ? {} : { scenarios: publication.scenarios }),
  };
  const analysed = await desk.analyst.readContract(contract);
  demandSame(publication, analysed);
  demandNames(analysed);
  const { findings } = analysed;
  const judged = await desk.queue(vendor, async () => {
    const state = await desk.store.getVendor(vendor);
    // Where anybody may write: a refusal would tell what is private.
    if (!maySeePrivate(actor, vendor) && state.contracts.some(({ visibility }) => visibility === 'private'))
      throw new AccessDenied(
        actor.known ? 'forbidden' : 'unknown',
        `Publishing contracts of ${vendor} needs a token for ${vendor}.`,
      );
    const known = state.contracts.find((entry) => entry.version === version);
    if (known !== undefined) {
      await demandUnchanged(desk, known, publication, analysed);
      return { status: 'unchanged' as const, entry: known, state, built: undefined };
    }
    const entry = entryFor(desk, state, publication, analysed);
    const comparison = await judgeStep(desk, state.contracts, version, contract);
    await demandNoConflicts(desk, state, analysed);
    const built = await buildClient(desk, contract);
    if (!dryRun) await write(desk, actor, state, entry, contract, analysed);
    return { status: 'published' as const, entry, state, built, ...(comparison === undefined ? {} : { comparison }) };
  });
  const { state, built, ...answer } = judged;
  if (dryRun) return { ...answer, findings, subjects: [], conflicts: [] };
  const client = await keepClient(desk, answer.entry, contract, built);
  const { versions, conflicts } = isNewest(state, version)
    ? await registerContractSubjects(desk.subjects, analysed.subjects, actor.name)
    : { versions: [], conflicts: [] };
  return { ...answer, findings, subjects: versions, conflicts, client };
}

function demandName(vendor: string, version: string): void {
  if (!isVendorName(vendor))
    throw new ContractError(
      'unusable',
      `${printable(vendor)} cannot be the name of a vendor: small letters and digits, with hyphens between, 100 at most.`,
    );
  const parsed = version.length > 100 ? null : semver.parse(version);
  if (parsed === null || parsed.raw !== parsed.version)
    throw new ContractError(
      'unusable',
      `${printable(version)} cannot be a version here: write it as 2.0.0 or 2.1.0-rc.1, without build metadata.`,
    );
}

function demandSame(wanted: Publication, { vendor, version }: AnalysedContract): void {
  if (wanted.vendor === vendor && wanted.version === version) return;
  throw new ContractError(
    'unusable',
    `The document is ${printable(`${vendor}@${version}`)}, not ${wanted.vendor}@${wanted.version}: its \`info.x-vendor\` and \`info.version\` say what it is.`,
  );
}

/** Names that stores cannot hold, or subjects cannot have. */
function demandNames({ subjects }: AnalysedContract): void {
  for (const subject of subjects.keys()) {
    try {
      readSubjectName(subject);
    } catch (error) {
      if (!(error instanceof SubjectError)) throw error;
      throw new ContractError('unusable', `An event has a name that no subject may have: ${error.message}`);
    }
  }
}

async function demandUnchanged(
  desk: ContractDesk,
  known: ContractEntry,
  publication: Publication,
  { digest }: AnalysedContract,
): Promise<void> {
  const id = `${known.vendor}@${known.version}`;
  const next = `Publish the difference as another version.`;
  if (known.digest !== digest)
    throw new ContractError('released-changed', `${id} is published, and is something else. ${next}`);
  const texts = await readTexts(desk, known);
  if (wordsOf(texts) !== wordsOf(publication))
    throw new ContractError(
      'words-changed',
      `${id} is published with other words: descriptions, examples or scenarios. ${next}`,
    );
  if (publication.visibility !== undefined && publication.visibility !== known.visibility)
    throw new ContractError(
      'visibility-differs',
      `${id} is ${known.visibility}; PUT /contracts/${known.vendor}/${known.version}/visibility changes that.`,
    );
}

function wordsOf({ document, scenarios = null }: PublishedContract): string {
  return canonicalize([document, scenarios]);
}

function entryFor(
  { now }: ContractDesk,
  { contracts }: VendorState,
  { vendor, version, visibility }: Publication,
  { title, digest, events }: AnalysedContract,
): ContractEntry {
  const inherited = contracts.toSorted((one, other) => semver.compare(one.version, other.version));
  const before = inherited.findLast((entry) => semver.lt(entry.version, version)) ?? inherited.at(0);
  return {
    vendor,
    version,
    title: plainText(title),
    digest,
    events,
    state: 'released',
    visibility: visibility ?? before?.visibility ?? 'public',
    published: now(),
  };
}

async function demandNoConflicts(desk: ContractDesk, state: VendorState, analysed: AnalysedContract): Promise<void> {
  if (!isNewest(state, analysed.version)) return;
  const conflicts = await findSubjectConflicts(desk.subjects, analysed.subjects);
  const [first] = conflicts;
  if (first === undefined) return;
  const others = conflicts.length === 1 ? '' : ` So do ${conflicts.length - 1} more.`;
  throw new ContractError(
    'subject-conflict',
    `The subject ${first.subject} has a version that disagrees: ${first.reasons.join(' ')}${others}`,
  );
}

/** Whether a version is the newest of its major: subjects have their versions in the order of the contract's. */
function isNewest({ contracts }: VendorState, version: string): boolean {
  return contracts
    .filter((entry) => semver.major(entry.version) === semver.major(version))
    .every((entry) => semver.lte(entry.version, version));
}

async function write(
  { store, onWritten }: ContractDesk,
  actor: Actor,
  { revision }: VendorState,
  entry: ContractEntry,
  contract: PublishedContract,
  { derived }: AnalysedContract,
): Promise<void> {
  const { vendor, version } = entry;
  await store.writeContract(
    { vendor, revision, change: { kind: 'publish', entry, texts: { ...contract, derived } } },
    { actor: actor.name, action: 'publish', target: `${vendor}@${version}` },
  );
  onWritten();
}
