import { dirname } from 'node:path';
import { lockedFolder, lockKey } from '../../config/lock.ts';
import type { Lock, LockedContract } from '../../config/lock.ts';
import type { RegistryAddress } from '../../config/registry-address.ts';
import { registryAddressText } from '../../config/registry-address.ts';
import { RunError } from '../../findings/run-error.ts';
import type { Placement } from './commit.ts';
import type { Registry, RegistryVersion } from './registry.ts';
import { demandVersion, rangeFor } from './requests.ts';
import type { ContractRequest } from './requests.ts';
import type { StagedContract, StageInput } from './stage.ts';
import type { Vendored, VendoredState } from './verify-vendored.ts';

/** What became of one contract. */
export interface PulledContract {
  readonly vendor: string;
  readonly version: string;
  readonly source: string;
  /**
   * `added`: it is new; `updated`: in place of another version; `restored`: its files were missing or, with `force`,
   * changed; `words`: only words or scenarios differ from before; `same`: nothing was to do.
   */
  readonly status: 'added' | 'updated' | 'restored' | 'words' | 'same';
  /** The version before, when it was updated. */
  readonly former?: string;
  readonly deprecated?: RegistryVersion['deprecated'];
}

/** One contract, and what is to be written for it. */
export interface PlannedPull {
  readonly contract: PulledContract;
  /** Absent when there is nothing to write. */
  readonly placement?: Placement;
}

/** Opens registries by their address. */
export interface RegistryOpener {
  readonly isNamed: boolean;
  parse(text: string, base: string): RegistryAddress;
  demand(): RegistryAddress;
  open(address: RegistryAddress): Promise<Registry>;
}

export interface PullContext {
  readonly lock: Lock;
  readonly force: boolean;
  readonly registries: RegistryOpener;
  stage(input: Omit<StageInput, 'folder'>): Promise<StagedContract>;
  verify(contracts: readonly Vendored[]): Promise<readonly VendoredState[]>;
}

/** A contract that is asked for, with the entry of the lock file that it goes on from. */
interface Wanted {
  readonly vendor: string;
  /** Undefined when the newest is wanted, whatever it is. */
  readonly range: string | undefined;
  readonly entry: LockedContract | undefined;
  /** Whether exactly the locked version is wanted. */
  readonly isExact: boolean;
}

/**
 * Finds out what a pull has to write, and stages it. Nothing is moved to its place.
 *
 * @param requests without any, what the lock file says
 * @throws {RunError} for the first thing that must not go on
 */
export async function planPull(requests: readonly ContractRequest[], context: PullContext): Promise<PlannedPull[]> {
  const { lock } = context;
  if (requests.length === 0 && lock.contracts.length === 0)
    throw new RunError('usage', 'No contract is named, and nothing is locked.', {
      help: 'Name one: counterfoil pull <vendor> or <vendor>@<range>.',
    });
  const states = await context.verify(lock.contracts.map((entry) => vendored(entry, lock)));
  const stateOf = new Map(states.map((state) => [state.id, state]));
  const wanted = requests.length === 0 ? lock.contracts.map(exactly) : requests.flatMap((each) => goOn(each, lock));
  const planned: PlannedPull[] = [];
  for (const one of wanted) {
    const state = one.entry === undefined ? undefined : stateOf.get(idOf(one.entry));
    refuseChanged(state, context);
    planned.push(
      one.isExact && one.entry !== undefined && state?.state === 'same' && !context.registries.isNamed
        ? untouched(one.entry)
        : await planOne(one, state, context),
    );
  }
  return planned;
}

/** What a request goes on from: entries of the vendor without a range, else the one of the same major version. */
function goOn({ vendor, range }: ContractRequest, { contracts }: Lock): Wanted[] {
  const own = contracts.filter((entry) => entry.vendor === vendor);
  if (range !== undefined || own.length === 0) return [{ vendor, range, entry: undefined, isExact: false }];
  return own.map((entry) => ({ vendor, range: entry.range, entry, isExact: false }));
}

function exactly(entry: LockedContract): Wanted {
  return { vendor: entry.vendor, range: entry.range, entry, isExact: true };
}

async function planOne(
  { vendor, range, entry, isExact }: Wanted,
  state: VendoredState | undefined,
  context: PullContext,
): Promise<PlannedPull> {
  const { lock, registries, force } = context;
  const base = dirname(lock.file);
  const origin = entry ?? lock.contracts.find((each) => each.vendor === vendor);
  const address =
    origin === undefined || registries.isNamed ? registries.demand() : registries.parse(origin.source, base);
  const registry = await registries.open(address);
  const found = await demandVersion(registry, { vendor, range: isExact ? entry?.version : range });
  const former = entry ?? lock.contracts.find((each) => lockKey(each) === lockKey(found));
  const id = idOf(found);
  const staged = await context.stage({
    brought: await registry.get(vendor, found.version),
    name: `${id} of ${registry.name}`,
    expected: { vendor, version: found.version },
    comment: `${id}, written by counterfoil pull: counterfoil.lock has its digest.`,
  });
  refuseOtherDigest(staged, found, lock, registry.name);
  const source = registryAddressText(address, base);
  const { digest, content } = staged;
  const locked = { vendor, range: range ?? rangeFor(found.version), version: found.version, digest, content, source };
  const there =
    former?.version === found.version
      ? (state ?? (await stateNow(former, context)))
      : await stateNow({ vendor, version: found.version, content: undefined }, context);
  if (former !== undefined && former.version !== found.version && former !== entry)
    refuseChanged(await stateNow(former, context), context);
  if (there.state === 'changed' && there.content !== content && !force) throw inTheWay(there, former);
  if (there.others.length > 0) throw foreign(there);
  const isInPlace = there.content === content;
  const status = statusOf(found, former, there, content);
  const contract = {
    vendor,
    version: found.version,
    source,
    status,
    ...(status === 'updated' && former !== undefined ? { former: former.version } : {}),
    ...(found.deprecated === undefined ? {} : { deprecated: found.deprecated }),
  };
  const replaces = former === undefined || lockKey(former) === lockKey(found) ? {} : { replaces: lockKey(former) };
  return { contract, placement: { locked, staged: isInPlace ? undefined : staged.folder, ...replaces } };
}

function statusOf(
  found: RegistryVersion,
  former: LockedContract | undefined,
  there: VendoredState,
  content: string,
): PulledContract['status'] {
  if (former === undefined) return 'added';
  if (former.version !== found.version) return 'updated';
  if (former.content !== content) return 'words';
  return there.content === content ? 'same' : 'restored';
}

async function stateNow(
  contract: Pick<LockedContract, 'vendor' | 'version'> & { readonly content: string | undefined },
  { lock, verify }: PullContext,
): Promise<VendoredState> {
  const [state] = await verify([vendored(contract, lock)]);
  if (state === undefined) throw new Error('A state is missing.');
  return state;
}

function vendored(
  contract: Pick<LockedContract, 'vendor' | 'version'> & { readonly content: string | undefined },
  lock: Lock,
): Vendored {
  return { id: idOf(contract), folder: lockedFolder(lock, contract), content: contract.content };
}

function untouched({ vendor, version, source }: LockedContract): PlannedPull {
  return { contract: { vendor, version, source, status: 'same' } };
}

function refuseChanged(state: VendoredState | undefined, { force }: PullContext): void {
  if (state?.state === 'changed' && !force) throw inTheWay(state, {});
}

function inTheWay({ id, folder }: VendoredState, former: object | undefined): RunError {
  const what = former === undefined ? 'stands there already, and was not pulled' : 'was changed since it was pulled';
  return new RunError('input', `${id} ${what}: ${folder}.`, {
    help: 'Keep your changes elsewhere, then replace it with --force.',
  });
}

function foreign({ id, folder, others }: VendoredState): RunError {
  return new RunError(
    'input',
    `The folder of ${id} holds other files: ${others.slice(0, 5).join(', ')} in ${folder}.`,
    {
      help: 'Move them away: the folder is replaced as a whole.',
    },
  );
}

/** A version never changes: neither against what the registry says itself, nor against what was pulled before. */
function refuseOtherDigest(staged: StagedContract, found: RegistryVersion, { contracts }: Lock, name: string): void {
  const id = idOf(found);
  const locked = contracts.find((each) => each.vendor === found.vendor && each.version === found.version);
  const digests = (one: string): string => `${one.slice(0, 19)}... against ${staged.digest.slice(0, 19)}...`;
  if (locked !== undefined && locked.digest !== staged.digest)
    throw new RunError('input', `${id} of ${name} is not what was locked (${digests(locked.digest)}).`, {
      help: 'A version never changes: ask whoever publishes it. If you trust the new one, remove the entry from counterfoil.lock first.',
    });
  if (found.digest !== undefined && found.digest !== staged.digest)
    throw new RunError(
      'input',
      `${id} of ${name} is not what the registry says that it is (${digests(found.digest)}).`,
      {
        help: 'A version never changes: ask whoever publishes it.',
      },
    );
}

function idOf({ vendor, version }: { readonly vendor: string; readonly version: string }): string {
  return `${vendor}@${version}`;
}
