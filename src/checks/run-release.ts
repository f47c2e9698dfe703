import { loadContract } from '../asyncapi/load-contract.ts';
import { structureOf } from '../compatibility/contracts/structure.ts';
import { loadReleases, releasesText } from '../config/releases.ts';
import type { LoadedReleases } from '../config/releases.ts';
import { digest } from '../json-schema/canonicalize.ts';
import { compileContract } from './checked-contract.ts';
import type { ComparisonReport } from './compare/result.ts';
import { formerRelease } from './former-version.ts';
import { compareWithFormer, contractsFolder } from './releases.ts';
import { RunError } from '../findings/run-error.ts';
import { resolveTargets } from './targets.ts';
import { noWatch, type RunContext } from './watch.ts';

/** What to release. Plain data: it is handed to a worker. */
export interface ReleaseOptions {
  /** A document, a folder with contracts, or a shipped contract. */
  readonly target: string;
  /** Working folder, absolute. */
  readonly cwd: string;
  /** YYYY-MM-DD in UTC: the day of the release. */
  readonly today: string;
}

/** What became of one contract. */
export interface ReleaseReport {
  /** `<vendor>@<version>`. */
  readonly id: string;
  /**
   * `released`: it is new in the record. `unchanged`: it had been released as it is. `changed`: it had been released, and
   * was something else. `too-small`: the difference to the release before demands a greater step of the version.
   */
  readonly status: 'released' | 'unchanged' | 'changed' | 'too-small';
  readonly digest: string;
  /** The comparison with the release before, when there is one and it had to be made. */
  readonly comparison?: ComparisonReport;
}

/** What is to be written, and what became of each contract. */
export interface ReleaseRun {
  readonly reports: readonly ReleaseReport[];
  /** Files of releases to write, by absolute path; none when a contract is refused. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Finds out whether contracts can be released, from the earliest version on, and what their record would be. Writes nothing.
 *
 * @throws RunError when a contract cannot be used, or the record or the approvals cannot be read
 */
export async function runRelease(
  { target, cwd, today }: ReleaseOptions,
  { watch }: RunContext = { watch: noWatch, excluded: new Map() },
): Promise<ReleaseRun> {
  const records = new Map<string, LoadedReleases & { releases: Map<string, { digest: string; released?: string }> }>();
  const reports: ReleaseReport[] = [];
  for (const path of resolveTargets([target], cwd).toSorted()) {
    watch.enter(path);
    const folder = contractsFolder(path);
    const record = records.get(folder) ?? readRecord(folder, cwd);
    records.set(folder, record);
    const report = await judge(path, folder, record, { cwd, today });
    reports.push(report);
    if (report.status === 'released') record.releases.set(report.id, { digest: report.digest, released: today });
  }
  const isRefused = reports.some(({ status }) => status === 'changed' || status === 'too-small');
  const written = [...records.values()].map(({ file, releases }) => [file, releasesText(releases)] as const);
  return { reports, files: new Map(isRefused ? [] : written) };
}

function readRecord(folder: string, cwd: string) {
  const loaded = loadReleases(folder, cwd);
  if (loaded.findings.length === 0) return { ...loaded, releases: new Map(loaded.releases) };
  throw new RunError('input', 'The record of releases cannot be read.', { findings: loaded.findings });
}

async function judge(
  path: string,
  folder: string,
  { releases }: LoadedReleases,
  options: { readonly cwd: string; readonly today: string },
): Promise<ReleaseReport> {
  const { contract, document, findings } = await loadContract(path, { cwd: options.cwd });
  const compiled = contract === undefined ? [] : compileContract(contract, document, path).findings;
  const errors = [...findings, ...compiled].filter(({ severity }) => severity === 'error');
  if (contract === undefined || errors.length > 0) {
    throw new RunError('input', `${document.file} cannot be released: it has errors.`, { findings: errors });
  }
  const { id } = contract;
  const own = digest(structureOf(contract));
  const release = releases.get(id);
  if (release !== undefined) return { id, status: release.digest === own ? 'unchanged' : 'changed', digest: own };
  const former = formerRelease(contract, releases);
  if (former === undefined) return { id, status: 'released', digest: own };
  const comparison = await compareWithFormer(former, path, folder, options);
  if (comparison === undefined) {
    throw new RunError('input', `${former} is released, but not below ${folder}: ${id} cannot be compared with it.`, {
      help: 'Put the former version back; a released contract stays.',
    });
  }
  return { id, status: comparison.isEnough ? 'released' : 'too-small', digest: own, comparison };
}
