import { existsSync, mkdirSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { loadReleases, releasesText } from '../../config/releases.ts';
import type { LoadedReleases } from '../../config/releases.ts';
import { formerRelease } from '../../checks/former-version.ts';
import { RunError } from '../../findings/run-error.ts';
import { guard } from './commit.ts';
import { contractsBelow } from './folder-registry.ts';
import type { PublishAnswer } from './http-registry.ts';
import type { StagedContract } from './stage.ts';

/** How a contract gets into a folder. */
export interface FolderTarget {
  /** Folder of contracts, absolute. */
  readonly folder: string;
  /** Day of the release, YYYY-MM-DD. */
  readonly today: string;
  readonly dryRun: boolean;
  /** Whether the version is as far from the former one as the difference demands. Both are documents. */
  isEnough(older: string, newer: string): Promise<boolean>;
}

/**
 * The folder of contracts that is published into: `asyncapi` below the registry's folder, which is made when there is none
 * and the folder holds no contracts itself.
 *
 * @throws {RunError} `input`, when there is no such folder
 */
export function publishFolder(path: string, name: string, dryRun: boolean): string {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new RunError('input', `There is no registry at ${name}: it is no folder.`, { help: 'Make it first.' });
  const folder = contractsBelow(path);
  if (folder !== path || basename(path) === 'asyncapi' || existsSync(join(path, 'releases.json'))) return folder;
  const below = join(path, 'asyncapi');
  if (!dryRun) mkdirSync(below, { recursive: true });
  return below;
}

/**
 * Puts a contract into a folder and releases it there. What the rules are: a released version never changes, and a version
 * is as far from the released one before it as the difference demands.
 *
 * @param staged on the same disk; its folder is moved
 */
export async function publishToFolder(staged: StagedContract, target: FolderTarget): Promise<PublishAnswer> {
  for (;;) {
    const before = releasesOf(target.folder);
    const answer = await judge(staged, before, target);
    if (answer.status !== 'published' || target.dryRun) return answer;
    const goOn = await guard(`${before.file}.writing`);
    try {
      const now = releasesOf(target.folder);
      if (!hasSame(before, now)) continue;
      place(staged, now, target);
      return answer;
    } finally {
      goOn();
    }
  }
}

async function judge(staged: StagedContract, known: LoadedReleases, target: FolderTarget): Promise<PublishAnswer> {
  const { vendor, version, digest } = staged;
  const id = `${vendor}@${version}`;
  const { releases } = known;
  const release = releases.get(id);
  if (release?.digest === digest) return { status: 'unchanged', findings: [] };
  if (release !== undefined) return refused(`${id} was released, and is something else.`);
  if (existsSync(join(target.folder, vendor, version)))
    return refused(`${id} stands there already, and was never released: counterfoil release records it.`);
  const others = existsSync(join(target.folder, vendor)) ? readdirSync(join(target.folder, vendor)) : [];
  const former = formerRelease({ id, vendor, version }, releases);
  if (former === undefined && releases.size === 0 && others.length > 0)
    return refused(`The folder has versions of ${vendor} that were never released: counterfoil release records them.`);
  if (former === undefined) return { status: 'published', findings: [] };
  const older = join(target.folder, vendor, former.slice(former.lastIndexOf('@') + 1));
  if (!existsSync(older)) return refused(`${former} is released, but not there: nobody can compare ${id} with it.`);
  if (await target.isEnough(older, staged.folder)) return { status: 'published', findings: [] };
  return refused(`The version ${version} is too near to ${former} for what is different.`);
}

function place(staged: StagedContract, { file, releases }: LoadedReleases, { folder, today }: FolderTarget): void {
  const { vendor, version, digest } = staged;
  mkdirSync(join(folder, vendor), { recursive: true });
  renameSync(staged.folder, join(folder, vendor, version));
  const text = releasesText(new Map([...releases, [`${vendor}@${version}`, { digest, released: today }]]));
  const part = join(dirname(staged.folder), `releases-${version}`);
  writeFileSync(part, text);
  renameSync(part, file);
}

function releasesOf(folder: string): LoadedReleases {
  const loaded = loadReleases(folder, folder);
  if (loaded.findings.length === 0) return loaded;
  throw new RunError('input', 'The releases of the registry cannot be read.', { findings: loaded.findings });
}

function hasSame({ releases: one }: LoadedReleases, { releases: other }: LoadedReleases): boolean {
  return releasesText(one) === releasesText(other);
}

function refused(detail: string): PublishAnswer {
  return { status: 'refused', detail, findings: [] };
}
