import type { PublishedContract } from '../analyst.ts';
import type { ContractDesk } from '../contracts/contract-desk.ts';
import type { ContractEntry, StoredPackage } from '../store.ts';
import { buildPackage } from './build-package.ts';

/** A client as others install it. */
export type KeptClient = Pick<StoredPackage, 'name' | 'version' | 'integrity'>;

/** The name of a vendor's package. */
export function packageNameOf({ scope }: Pick<ContractDesk, 'scope'>, vendor: string): string {
  return `${scope}/${vendor}`;
}

/**
 * The client of a contract as a package.
 *
 * @throws {RunError} when none can be made of it
 */
export async function buildClient(
  { analyst, scope }: Pick<ContractDesk, 'analyst' | 'scope'>,
  contract: PublishedContract,
): Promise<StoredPackage> {
  return buildPackage(await analyst.generateClient(contract, { scope }));
}

/**
 * The package of a published contract as it was first built; builds and keeps it when there is none yet. What is kept never
 * changes: its integrity stands in the lock files of others.
 *
 * @param built when it was built already
 */
export async function keepClient(
  desk: Pick<ContractDesk, 'analyst' | 'scope' | 'store'>,
  { vendor, version }: ContractEntry,
  contract: PublishedContract,
  built?: StoredPackage,
): Promise<KeptClient> {
  const name = packageNameOf(desk, vendor);
  const known = (await desk.store.listPackages(name)).find((each) => each.version === version);
  const { integrity } = known ?? (await desk.store.addPackage(built ?? (await buildClient(desk, contract))));
  return { name, version, integrity };
}
