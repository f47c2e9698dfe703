import { posix } from 'node:path';
import type { Finding } from '../findings/finding.ts';
import type { ChangedFiles } from './read-diff.ts';

/** A contract as far as it matters here. */
export interface ContractFiles {
  /** `<vendor>@<version>`. */
  readonly id: string;
  readonly vendor: string;
  readonly version: string;
  /** The AsyncAPI document's own file. */
  readonly file: string;
}

/** Files that decide what is checked: with another one, every finding may be new. */
const settings = /(?:^|\/)counterfoil\.(?:yaml|yml|approvals\.yaml|approvals\.yml|lock)$/;

/**
 * Whether findings have to do with a change. One has when its place was changed; when its file was not, but its contract
 * was; or when what decides about all findings was changed. What a change makes wrong in a line that it does not touch is
 * found out by the contract.
 *
 * @param changed undefined when there is nothing to hold the working folder against
 * @param contracts those that were checked
 */
export function concerns(
  changed: ChangedFiles | undefined,
  contracts: readonly ContractFiles[],
): (finding: Finding) => boolean {
  if (changed === undefined) return () => true;
  const files = [...changed.keys()];
  if (files.some((file) => settings.test(file))) return () => true;
  const touched = new Set(
    contracts.filter((contract) => files.some((file) => belongsTo(contract, file))).map(({ id }) => id),
  );
  return ({ place, contract, severity }) => {
    const ranges = changed.get(place.file.replaceAll('\\', '/'));
    const { line } = place;
    if (ranges === 'whole' || (ranges !== undefined && line === undefined)) return true;
    if (ranges?.some(({ first, last }) => line !== undefined && first <= line && line <= last) === true) return true;
    if (contract === undefined || !touched.has(contract)) return false;
    return ranges === undefined || severity === 'error';
  };
}

/** Whether a file lies in the contract's folder, or in one named by vendor and version, as its schemas do. */
function belongsTo({ vendor, version, file }: ContractFiles, path: string): boolean {
  const folder = posix.dirname(file.replaceAll('\\', '/'));
  return (
    path === file || (folder !== '.' && path.startsWith(`${folder}/`)) || `/${path}`.includes(`/${vendor}/${version}/`)
  );
}
