import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { selfContained } from '../../asyncapi/self-contained.ts';
import type { ContractDrift } from '../../capture/drift/result.ts';
import { leftOut } from '../../checks/left-out.ts';
import { loadCheckedContract, unsoundContract } from '../../checks/load-sound-contract.ts';
import type { CheckedContract } from '../../checks/checked-contract.ts';
import { planChecks } from '../../checks/plan.ts';
import type { CheckSettings } from '../../checks/plan.ts';
import { contractsFolder } from '../../checks/releases.ts';
import type { CheckResult } from '../../checks/result.ts';
import { noWatch, type RunContext } from '../../checks/watch.ts';
import type { ContractComparison } from '../../compatibility/contracts/model.ts';
import { loadReleases } from '../../config/releases.ts';
import { readScenarios } from '../../simulator/check-scenarios.ts';
import type { Scenarios } from '../../simulator/format.ts';
import type { Contract } from '../../asyncapi/model.ts';
import { compareVersions } from '../../util/versions.ts';
import type { CatalogContract } from './catalog-contract.ts';
import type { ContractInput } from './prepare-contract.ts';

/** What to show. Plain data: it is handed to a worker. */
export interface CatalogRunOptions {
  /** As for `resolveTargets`; what the configuration names when empty. */
  readonly targets: readonly string[];
  readonly settings: CheckSettings;
  /** Working folder, absolute. */
  readonly cwd: string;
  /** What captures are like, by contract. */
  readonly drifts: readonly ContractDrift[];
}

/** Contracts as a catalog shows them. Plain data. */
export interface CatalogRun {
  /** By vendor, newest version first. */
  readonly contracts: readonly CatalogContract[];
  readonly comparisons: readonly ContractComparison[];
}

/** All pairs of so many versions of a vendor are compared; of more, those that follow one another and each with the newest. */
const mostForAllPairs = 6;

/**
 * Reads contracts with all that their pages show, and compares the versions of each vendor.
 *
 * @throws {RunError} when a contract has errors, nothing is named, or the configuration is wrong
 */
export async function runCatalog(
  { targets, settings, cwd, drifts }: CatalogRunOptions,
  context: RunContext = { watch: noWatch, excluded: new Map() },
): Promise<CatalogRun> {
  const plan = await planChecks(targets, settings, cwd);
  // Loaded one after the other: a slow machine takes a while for each, and the watch wants to see that work moves on.
  const { runChecks } = await import('../../checks/run-checks.ts');
  context.watch.beat();
  const result = await runChecks(plan, context);
  const sound: CheckedContract[] = [];
  for (const path of plan.contracts) {
    const reason = context.excluded.get(path);
    if (reason !== undefined) throw unsoundContract(path, [leftOut(path, cwd, reason)], refused);
    context.watch.enter(path);
    sound.push(await loadCheckedContract(path, cwd, refused));
  }
  const { prepareContract } = await import('./prepare-contract.ts');
  context.watch.beat();
  const prepared: CatalogContract[] = [];
  for (const [index, checked] of sound.entries()) {
    context.watch.stage('contracts', index, sound.length);
    context.watch.enter(checked.path);
    prepared.push(prepareContract(inputOf(checked, result, cwd, drifts), context.watch.beat));
  }
  const { compareContracts } = await import('../../compatibility/compare-contracts.ts');
  const contracts = prepared.toSorted((a, b) => byVendor(a.contract, b.contract));
  const comparisons = pairsOf(contracts.map(({ contract }) => contract)).map(([older, newer]) => {
    context.watch.enter(resolve(cwd, newer.file));
    return compareContracts(older, newer, { onEvent: context.watch.beat });
  });
  return { contracts, comparisons };
}

/** The pairs of versions that a catalog compares on its own, older first. */
export function pairsOf<Version extends Pick<Contract, 'vendor' | 'version'>>(
  contracts: readonly Version[],
): (readonly [Version, Version])[] {
  const vendors = Map.groupBy(contracts, ({ vendor }) => vendor);
  return [...vendors.values()].flatMap((held) => {
    const versions = held.toSorted((a, b) => compareVersions(a.version, b.version));
    return versions.flatMap((newer, index) =>
      versions
        .slice(0, index)
        .filter((_, at) => versions.length <= mostForAllPairs || at === index - 1 || index === versions.length - 1)
        .map((older) => [older, newer] as const),
    );
  });
}

function byVendor(a: Contract, b: Contract): number {
  if (a.vendor !== b.vendor) return a.vendor < b.vendor ? -1 : 1;
  return compareVersions(b.version, a.version);
}

function inputOf(
  { contract, document, path }: CheckedContract,
  { contracts, findings }: CheckResult,
  cwd: string,
  drifts: readonly ContractDrift[],
): ContractInput {
  const release = loadReleases(contractsFolder(path), cwd).releases.get(contract.id);
  const report = contracts.find(({ id, file }) => id === contract.id && file === document.file);
  return {
    contract,
    document: selfContained(contract, document),
    scenarios: scenariosOf(contract, cwd),
    report,
    findings,
    drift: drifts.find(({ id, basis }) => id === contract.id && basis !== 'none'),
    state: release === undefined ? 'draft' : 'released',
    ...(release?.released === undefined ? {} : { released: release.released }),
  };
}

function scenariosOf(contract: Contract, cwd: string): Scenarios | undefined {
  if (contract.scenarios === undefined) return undefined;
  const text = readFileSync(resolve(cwd, contract.scenarios), 'utf8');
  return readScenarios(contract, text, contract.scenarios).scenarios;
}

const refused = (file: string): string => `${file} cannot be shown in a catalog`;
