import { isVendorName } from '../../../config/lock.ts';
import type { Actor } from '../access.ts';
import { demand } from '../access.ts';
import type { ContractEntry, VendorState, Visibility } from '../store.ts';
import type { ContractDesk } from './contract-desk.ts';
import { ContractError } from './contract-error.ts';
import { maySee, plainText, printable, unknownVendor } from './find-contracts.ts';
import { contractLimits } from './limits.ts';

/** Why receivers should leave a version, and for which. */
export interface Deprecation {
  /** Another version of the vendor. */
  readonly successor: string;
  readonly reason: string;
}

/**
 * Says of a version that receivers should leave it for another one. Saying so again replaces what was said.
 *
 * @throws {AccessDenied}
 * @throws {ContractError} when there is no such version or no such successor, or the successor is deprecated itself
 * @throws {StoreError}
 */
export async function deprecateContract(
  desk: ContractDesk,
  actor: Actor,
  vendor: string,
  version: string,
  { successor, reason }: Deprecation,
): Promise<ContractEntry> {
  if (reason.trim() === '' || reason.length > contractLimits.reason)
    throw new ContractError('unusable', `The reason must be a text of ${contractLimits.reason} characters at most.`);
  return describe(desk, actor, { vendor, version, action: 'deprecate' }, (entry, { contracts }) => {
    const next = contracts.find((each) => each.version === successor && maySee(actor, each));
    if (next === undefined || successor === version || next.state === 'deprecated')
      throw new ContractError('unusable', problemWith(successor, entry, next));
    return { ...entry, state: 'deprecated', successor, reason: plainText(reason) };
  });
}

/**
 * Takes a deprecation back.
 *
 * @throws {AccessDenied}
 * @throws {ContractError} when there is no such version
 * @throws {StoreError}
 */
export async function restoreContract(
  desk: ContractDesk,
  actor: Actor,
  vendor: string,
  version: string,
): Promise<ContractEntry> {
  return describe(desk, actor, { vendor, version, action: 'restore' }, (entry) => {
    const { successor: _, reason: __, ...rest } = entry;
    return { ...rest, state: 'released' };
  });
}

/**
 * @throws {AccessDenied}
 * @throws {ContractError} when there is no such version
 * @throws {StoreError}
 */
export async function setVisibility(
  desk: ContractDesk,
  actor: Actor,
  vendor: string,
  version: string,
  visibility: Visibility,
): Promise<ContractEntry> {
  return describe(desk, actor, { vendor, version, action: visibility }, (entry) => ({ ...entry, visibility }));
}

async function describe(
  desk: ContractDesk,
  actor: Actor,
  { vendor, version, action }: { readonly vendor: string; readonly version: string; readonly action: string },
  change: (entry: ContractEntry, state: VendorState) => ContractEntry,
): Promise<ContractEntry> {
  demand(actor, 'write', vendor);
  if (!isVendorName(vendor)) throw await unknownVendor(desk, actor, vendor);
  return desk.queue(vendor, async () => {
    const state = await desk.store.getVendor(vendor);
    const entry = state.contracts.find((each) => each.version === version && maySee(actor, each));
    if (entry === undefined && !state.contracts.some((each) => maySee(actor, each)))
      throw await unknownVendor(desk, actor, vendor);
    if (entry === undefined)
      throw new ContractError('absent', `${vendor} has no version ${printable(version)}: say it in full.`);
    const changed = change(entry, state);
    if (isSame(entry, changed)) return entry;
    const { state: is, successor, reason, visibility } = changed;
    await desk.store.writeContract(
      {
        vendor,
        revision: state.revision,
        change: {
          kind: 'describe',
          version,
          state: is,
          visibility,
          ...(successor === undefined ? {} : { successor }),
          ...(reason === undefined ? {} : { reason }),
        },
      },
      { actor: actor.name, action, target: `${vendor}@${version}` },
    );
    desk.onWritten();
    return changed;
  });
}

function isSame(one: ContractEntry, other: ContractEntry): boolean {
  return (['state', 'successor', 'reason', 'visibility'] as const).every((key) => one[key] === other[key]);
}

function problemWith(successor: string, { vendor, version }: ContractEntry, next: ContractEntry | undefined): string {
  const name = `${vendor}@${successor}`;
  if (next === undefined) return `The successor ${printable(name)} is not published.`;
  if (successor === version) return `${name} cannot be its own successor.`;
  return `The successor ${name} is deprecated itself, for ${vendor}@${next.successor ?? ''}.`;
}
