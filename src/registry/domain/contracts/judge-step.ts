import { bumpBetween } from '../../../compatibility/contracts/bump.ts';
import { compareVersions } from '../../../util/versions.ts';
import type { PublishedContract } from '../analyst.ts';
import type { ContractEntry } from '../store.ts';
import { compareDocuments } from './compare-versions.ts';
import type { ComparisonReport } from '../../../checks/compare/result.ts';
import type { ContractDesk } from './contract-desk.ts';
import { ContractError } from './contract-error.ts';
import { readTexts } from './find-contracts.ts';

/**
 * Holds a new version against the one before it and, when a later one is there already, against that: each step must be as
 * great as the difference demands. A major step may do anything, and is not compared.
 *
 * @param others all versions of the vendor
 * @returns the comparison with the version before it, when there was one
 * @throws {ContractError} `bump-too-small`, with the comparison
 */
export async function judgeStep(
  desk: ContractDesk,
  others: readonly ContractEntry[],
  version: string,
  contract: PublishedContract,
): Promise<ComparisonReport | undefined> {
  const sorted = others.toSorted((one, other) => compareVersions(one.version, other.version));
  const before = sorted.findLast((entry) => compareVersions(entry.version, version) < 0);
  const after = sorted.find((entry) => compareVersions(entry.version, version) > 0);
  const comparison =
    before === undefined || bumpBetween(before.version, version) === 'major'
      ? undefined
      : await compareDocuments(desk.analyst, await readTexts(desk, before), contract);
  if (comparison?.isEnough === false) throw tooSmall(comparison);
  if (after !== undefined && bumpBetween(version, after.version) !== 'major') {
    const next = await compareDocuments(desk.analyst, contract, await readTexts(desk, after));
    if (!next.isEnough) throw tooSmall(next);
  }
  return comparison;
}

function tooSmall(comparison: ComparisonReport): ContractError {
  const { older, newer, bump } = comparison;
  return new ContractError(
    'bump-too-small',
    `The difference between ${older.id} and ${newer.id} demands a ${bump} step of the version.`,
    { comparison },
  );
}
