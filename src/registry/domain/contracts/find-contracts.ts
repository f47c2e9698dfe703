import semver from 'semver';
import { isVendorName } from '../../../config/lock.ts';
import { nearest } from '../../../util/nearest.ts';
import type { Actor } from '../access.ts';
import { demand, may, maySeePrivate } from '../access.ts';
import type { ContractEntry, ContractTexts } from '../store.ts';
import type { ContractDesk } from './contract-desk.ts';
import { ContractError } from './contract-error.ts';

/** Characters of a version or range at most. */
const longestRange = 100;

/** Whether somebody may see a contract: private ones are for those with a token for the vendor. */
export function maySee(actor: Actor, { vendor, visibility }: Pick<ContractEntry, 'vendor' | 'visibility'>): boolean {
  if (visibility === 'private') return maySeePrivate(actor, vendor);
  return may(actor, 'read', undefined);
}

/**
 * The contracts that somebody may see, by vendor, the oldest version first.
 *
 * @param vendor all when absent
 * @throws {AccessDenied} when they may read nothing at all
 */
export async function listContracts(
  { store }: Pick<ContractDesk, 'store'>,
  actor: Actor,
  vendor?: string,
): Promise<readonly ContractEntry[]> {
  demand(actor, 'read', undefined);
  if (vendor !== undefined && !isVendorName(vendor)) return [];
  const all = vendor === undefined ? await store.listContracts() : (await store.getVendor(vendor)).contracts;
  return all.filter((entry) => maySee(actor, entry)).toSorted(inOrder);
}

/**
 * The contract that a version, a range or `latest` stands for: the newest that is not deprecated where there is one, and no
 * pre-release unless nothing else is there.
 *
 * @param wanted `2.0.0`, `2`, `^2.0`, `~1.2`, `latest`
 * @throws {ContractError} `absent`, with what there is instead
 * @throws {AccessDenied} when they may read nothing at all
 */
export async function findContract(
  desk: Pick<ContractDesk, 'store'>,
  actor: Actor,
  vendor: string,
  wanted: string,
): Promise<ContractEntry> {
  const entries = await listContracts(desk, actor, vendor);
  if (entries.length === 0) throw await unknownVendor(desk, actor, vendor);
  const found = resolveVersion(entries, wanted);
  if (found !== undefined) return found;
  const versions = entries.map(({ version }) => version).toReversed();
  const [newest = ''] = versions;
  throw new ContractError('absent', `${vendor} has no version ${printable(wanted)}. Its newest is ${newest}.`, {
    suggestions: versions.slice(0, 10).map((version) => `${vendor}@${version}`),
  });
}

/** @param entries of one vendor */
export function resolveVersion(entries: readonly ContractEntry[], wanted: string): ContractEntry | undefined {
  if (wanted.length > longestRange) return undefined;
  const exact = entries.find(({ version }) => version === wanted);
  if (exact !== undefined) return exact;
  const range = wanted === 'latest' ? '*' : semver.validRange(wanted);
  if (range === null) return undefined;
  const supported = entries.filter(({ state }) => state !== 'deprecated');
  return (
    best(supported, range, false) ??
    best(entries, range, false) ??
    (wanted === 'latest' ? (best(supported, range, true) ?? best(entries, range, true)) : undefined)
  );
}

/** What a contract consists of. @throws {ContractError} `absent` */
export async function readTexts(
  { store }: Pick<ContractDesk, 'store'>,
  { vendor, version }: Pick<ContractEntry, 'vendor' | 'version'>,
): Promise<ContractTexts> {
  const texts = await store.getContract(vendor, version);
  if (texts === undefined) throw new ContractError('absent', `${vendor}@${version} is not there.`);
  return texts;
}

/** What a vendor is called that nobody knows, for a message. */
export async function unknownVendor(
  desk: Pick<ContractDesk, 'store'>,
  actor: Actor,
  vendor: string,
): Promise<ContractError> {
  const vendors = [...new Set((await listContracts(desk, actor)).map((entry) => entry.vendor))];
  const meant = nearest(vendor, vendors);
  const known = vendors.length === 0 ? ' There are none at all.' : '';
  return new ContractError(
    'absent',
    `There is no contract of ${printable(vendor)}.${meant === undefined ? known : ` Did you mean ${meant}?`}`,
    { suggestions: meant === undefined ? vendors.slice(0, 20) : [meant] },
  );
}

function best(entries: readonly ContractEntry[], range: string, includePrerelease: boolean): ContractEntry | undefined {
  const version = semver.maxSatisfying(
    entries.map((entry) => entry.version),
    range,
    { includePrerelease },
  );
  return entries.find((entry) => entry.version === version);
}

function inOrder(one: ContractEntry, other: ContractEntry): number {
  if (one.vendor !== other.vendor) return one.vendor < other.vendor ? -1 : 1;
  return semver.compare(one.version, other.version);
}

/** A text without what databases cannot hold, in one line. */
export function plainText(text: string): string {
  return text.toWellFormed().replaceAll(/\p{Cc}+/gu, ' ');
}

/** A name from outside in a message of ours. */
export function printable(text: string): string {
  const short = text.length > longestRange ? `${text.slice(0, longestRange)}...` : text;
  return JSON.stringify(short.toWellFormed().replaceAll(/\p{C}/gu, '?'));
}
