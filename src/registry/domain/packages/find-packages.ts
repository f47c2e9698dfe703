import type { Actor } from '../access.ts';
import type { ContractDesk } from '../contracts/contract-desk.ts';
import { ContractError } from '../contracts/contract-error.ts';
import { listContracts } from '../contracts/find-contracts.ts';
import type { StoredPackage } from '../store.ts';
import { packageNameOf } from './keep-client.ts';
import type { PackagedContract } from './packument.ts';

/**
 * The versions of a package that somebody may see.
 *
 * @param name with its scope
 * @throws {ContractError} `absent`, when there is none
 * @throws {AccessDenied} when they may read nothing at all
 */
export async function findPackage(
  desk: Pick<ContractDesk, 'store' | 'scope'>,
  actor: Actor,
  name: string,
): Promise<readonly PackagedContract[]> {
  const vendor = vendorOfPackage(desk, name);
  const entries = await listContracts(desk, actor, vendor);
  if (entries.length === 0) throw absent(name);
  const kept = new Map((await desk.store.listPackages(name)).map((each) => [each.version, each]));
  const packaged = entries.flatMap((entry) => {
    const own = kept.get(entry.version);
    return own === undefined ? [] : [{ entry, kept: own }];
  });
  if (packaged.length === 0) throw absent(name);
  return packaged;
}

/**
 * A package with its bytes.
 *
 * @throws {ContractError} `absent`
 * @throws {AccessDenied} when they may read nothing at all
 */
export async function getPackage(
  desk: Pick<ContractDesk, 'store' | 'scope'>,
  actor: Actor,
  name: string,
  version: string,
): Promise<StoredPackage> {
  const vendor = vendorOfPackage(desk, name);
  const entry = (await listContracts(desk, actor, vendor)).find((each) => each.version === version);
  const kept = entry === undefined ? undefined : await desk.store.getPackage(packageNameOf(desk, vendor), version);
  if (kept === undefined) throw absent(`${name}@${version}`);
  return kept;
}

function absent(name: string): ContractError {
  return new ContractError('absent', `There is no package ${name}.`);
}

/** The vendor whose package it is; empty, which is no vendor, for packages of others. */
function vendorOfPackage({ scope }: Pick<ContractDesk, 'scope'>, name: string): string {
  return name.startsWith(`${scope}/`) ? name.slice(scope.length + 1) : '';
}
