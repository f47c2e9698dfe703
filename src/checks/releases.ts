import { defaultRoots } from '../asyncapi/fence.ts';
import { structureOf } from '../compatibility/contracts/structure.ts';
import { loadReleases } from '../config/releases.ts';
import type { LoadedReleases } from '../config/releases.ts';
import type { Finding } from '../findings/finding.ts';
import { digest } from '../json-schema/canonicalize.ts';
import type { CheckedContract } from './checked-contract.ts';
import type { ComparisonReport } from './compare/result.ts';
import { findDocument, formerRelease } from './former-version.ts';
import type { CheckOptions } from './options.ts';
import { findingOf } from './report.ts';
import { RunError } from '../findings/run-error.ts';
import { bumpTooSmall, releasedChanged } from './rules.ts';

/**
 * Holds contracts against the releases of their folders: a released one must be what it was, and one that follows a
 * released one must have a version as far from it as the difference demands. Contracts are compared only when a version
 * is not released yet.
 */
export async function checkReleases(
  contracts: readonly CheckedContract[],
  options: Pick<CheckOptions, 'cwd' | 'today'>,
): Promise<Finding[]> {
  const known = new Map<string, LoadedReleases>();
  const findings: Finding[] = [];
  for (const checked of contracts) {
    const folder = contractsFolder(checked.path);
    const loaded = known.get(folder) ?? loadReleases(folder, options.cwd);
    if (!known.has(folder)) findings.push(...loaded.findings);
    known.set(folder, loaded);
    findings.push(...(await checkRelease(checked, loaded, folder, options)));
  }
  return findings;
}

/** The folder of contracts that a document belongs to: its releases stand there. */
export function contractsFolder(document: string): string {
  const [folder = document] = defaultRoots(document);
  return folder;
}

async function checkRelease(
  { contract, document, path }: CheckedContract,
  { releases }: LoadedReleases,
  folder: string,
  options: Pick<CheckOptions, 'cwd' | 'today'>,
): Promise<Finding[]> {
  const { id } = contract;
  const place = { file: document.file };
  const release = releases.get(id);
  if (release !== undefined) {
    if (digest(structureOf(contract)) === release.digest) return [];
    const message = `${id} was released and is no longer what it was: ${release.digest.slice(0, 19)}... is recorded.`;
    return [findingOf(releasedChanged, message, place, { contract: id })];
  }
  const former = formerRelease(contract, releases);
  if (former === undefined) return [];
  const message = await bumpProblem(former, path, folder, options);
  return message === undefined ? [] : [findingOf(bumpTooSmall, `${id}: ${message}`, place, { contract: id })];
}

/** What is wrong with the step from a released version; undefined when nothing is. */
async function bumpProblem(
  former: string,
  path: string,
  folder: string,
  options: Pick<CheckOptions, 'cwd' | 'today'>,
): Promise<string | undefined> {
  try {
    const report = await compareWithFormer(former, path, folder, options);
    if (report === undefined) return `its predecessor ${former} is released but not there, so that nobody can compare.`;
    if (report.isEnough) return undefined;
    return `the difference to ${former} demands ${report.bump === 'minor' ? 'a minor' : 'a major'} step of the version.`;
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    return `it cannot be compared with ${former}: ${error.message}`;
  }
}

/**
 * Compares a contract with the released version before it, breaks that are approved left out.
 *
 * @returns undefined when the former version is not in the folder
 * @throws RunError when one of them cannot be used, or the approvals cannot be read
 */
export async function compareWithFormer(
  former: string,
  path: string,
  folder: string,
  { cwd, today }: Pick<CheckOptions, 'cwd' | 'today'>,
): Promise<ComparisonReport | undefined> {
  const file = await findDocument(former, folder, cwd);
  if (file === undefined) return undefined;
  // Loaded here: the engine takes longer to load than all checks together, and most runs compare nothing.
  const { runCompare } = await import('./compare/run-compare.ts');
  const side = (target: string) => ({ name: target, targets: [target], folder: cwd, prefix: '' });
  const result = await runCompare({
    older: side(file),
    newer: side(path),
    whole: false,
    mode: 'forward',
    approvals: true,
    captures: [],
    today,
    cwd,
  });
  return result.comparisons[0];
}
