import { relative } from 'node:path';
import { findContracts } from '../asyncapi/load.ts';
import { loadContract } from '../asyncapi/load-contract.ts';
import { compareVersions } from '../util/versions.ts';
import type { Release } from '../config/releases.ts';

/** What tells one version of a contract from another. */
interface Version {
  readonly id: string;
  readonly vendor: string;
  readonly version: string;
}

/** The id of the newest released version of a vendor before this one; undefined when it is the first. */
export function formerRelease(
  { vendor, version }: Version,
  releases: ReadonlyMap<string, Release>,
): string | undefined {
  return [...releases.keys()]
    .map((id) => ({ id, cut: id.lastIndexOf('@') }))
    .filter(({ id, cut }) => id.slice(0, cut) === vendor && compareVersions(id.slice(cut + 1), version) < 0)
    .toSorted((a, b) => compareVersions(b.id.slice(b.cut + 1), a.id.slice(a.cut + 1)))
    .at(0)?.id;
}

/** The document of a contract below a folder of contracts; undefined when there is none that can be read. */
export async function findDocument(id: string, folder: string, cwd: string): Promise<string | undefined> {
  const { files } = findContracts(folder, cwd);
  const version = id.slice(id.lastIndexOf('@') + 1);
  // Where a version has a folder of its own name, it is looked at first.
  const likely = files.toSorted((a, b) => rank(b, folder, version) - rank(a, folder, version));
  for (const file of likely) {
    const { contract } = await loadContract(file, { cwd });
    if (contract?.id === id) return file;
  }
  return undefined;
}

function rank(file: string, folder: string, version: string): number {
  return relative(folder, file).split(/[\\/]/).includes(version) ? 1 : 0;
}
