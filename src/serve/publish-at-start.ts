import { RunError } from '../findings/run-error.ts';
import { IsolationError } from '../isolation/run-isolated.ts';
import { canonicalize } from '../json-schema/canonicalize.ts';
import type { Actor } from '../registry/domain/access.ts';
import type { ContractDesk } from '../registry/domain/contracts/contract-desk.ts';
import { ContractError } from '../registry/domain/contracts/contract-error.ts';
import { publishContract } from '../registry/domain/contracts/publish-contract.ts';
import { subjectName } from '../registry/domain/contracts/subject-name.ts';
import { packageNameOf } from '../registry/domain/packages/keep-client.ts';
import { compareVersions } from '../util/versions.ts';
import type { RepositoryContract } from './repository-contracts.ts';

/** What became of a contract that the server was started with. */
export interface StartupContract {
  /** `<vendor>@<version>`. */
  readonly id: string;
  readonly status: 'published' | 'unchanged' | 'refused';
  /** Why it was refused: what the registry holds under its name stays. */
  readonly reason?: string;
}

const startup: Actor = { name: 'startup', role: 'admin', known: true };

/**
 * Publishes the contracts that a server is started with, older versions first. What is published already changes nothing;
 * what must not be published is told, and keeps nothing from starting.
 *
 * @param onProgress called before each: how many are done
 * @throws {StoreError} when the store fails
 */
export async function publishAtStart(
  desk: ContractDesk,
  contracts: readonly RepositoryContract[],
  onProgress: (done: number) => void = () => {},
): Promise<readonly StartupContract[]> {
  const outcomes: StartupContract[] = [];
  const inOrder = contracts.toSorted((one, other) => compareVersions(one.contract.version, other.contract.version));
  for (const one of inOrder) {
    onProgress(outcomes.length);
    outcomes.push(await publishOne(desk, one));
  }
  return outcomes.toSorted((one, other) => (one.id < other.id ? -1 : 1));
}

async function publishOne(desk: ContractDesk, one: RepositoryContract): Promise<StartupContract> {
  const { id, vendor, version } = one.contract;
  if (one.flaw !== undefined) return { id, status: 'refused', reason: one.flaw };
  try {
    if (await isThere(desk, one)) return { id, status: 'unchanged' };
    const { status } = await publishContract(desk, startup, { vendor, version, ...one.published });
    return { id, status };
  } catch (error) {
    const isExpected = error instanceof ContractError || error instanceof RunError || error instanceof IsolationError;
    if (isExpected) return { id, status: 'refused', reason: error.message };
    throw error;
  }
}

/** Whether all that publishing would do has been done: a start of a full registry need not judge everything anew. */
async function isThere({ store, scope }: ContractDesk, { contract, published }: RepositoryContract): Promise<boolean> {
  const { vendor, version, events } = contract;
  const known = await store.getContract(vendor, version);
  if (known === undefined || wordsOf(known) !== wordsOf(published)) return false;
  const packages = await store.listPackages(packageNameOf({ scope }, vendor));
  if (!packages.some((built) => built.version === version)) return false;
  const subjects = new Set(await store.listSubjects({ prefix: `${vendor}.`, deleted: true }));
  return events.every(({ name }) => subjects.has(subjectName(contract, name)));
}

function wordsOf({ document, scenarios }: RepositoryContract['published']): string {
  return canonicalize({ document, scenarios: scenarios ?? null });
}
