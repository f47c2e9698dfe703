import semver from 'semver';
import { isVendorName } from '../../config/lock.ts';
import { RunError } from '../../findings/run-error.ts';
import { nearest } from '../../util/nearest.ts';
import type { Registry, RegistryVersion } from './registry.ts';

/** What somebody asks a registry for. */
export interface ContractRequest {
  readonly vendor: string;
  /** A range of npm; undefined when nobody says one. */
  readonly range: string | undefined;
}

/**
 * Reads `<vendor>` or `<vendor>@<range>`.
 *
 * @throws {RunError} `usage`, when it is neither
 */
export function parseRequest(text: string): ContractRequest {
  const at = text.indexOf('@');
  const vendor = at === -1 ? text : text.slice(0, at);
  const range = at === -1 ? undefined : text.slice(at + 1).trim();
  if (!isVendorName(vendor))
    throw new RunError('usage', `"${text}" names no contract.`, {
      help: 'Write <vendor> or <vendor>@<range>, such as cafe@2 or cafe@^2.1.0; --registry says where from.',
    });
  if (range !== undefined && (range === '' || range.length > 200 || semver.validRange(range) === null))
    throw new RunError('usage', `"${range}" is no range of versions.`, {
      help: 'Write it as for npm: 2, ^2.1.0, 2.0.0, ">=1 <3".',
    });
  return { vendor, range };
}

/** Whether a text is a version that may be the name of a folder. */
export function isVersion(text: string): boolean {
  return text.length <= 100 && /^\d[0-9A-Za-z.+-]*$/.test(text) && semver.valid(text) !== null;
}

/**
 * The newest version in a range: one that is not deprecated where there is one.
 *
 * @param range all but pre-releases when undefined
 */
export function newestOf(versions: readonly RegistryVersion[], range = '*'): RegistryVersion | undefined {
  const best = (among: readonly RegistryVersion[]): RegistryVersion | undefined => {
    const version = semver.maxSatisfying(
      among.map((each) => each.version),
      range,
    );
    return among.find((each) => each.version === version);
  };
  return best(versions.filter(({ deprecated }) => deprecated === undefined)) ?? best(versions);
}

/** The range that is locked when nobody names one: what may follow without breaking receivers. */
export function rangeFor(version: string): string {
  return `^${version}`;
}

/**
 * @throws {RunError} `input`, that says what there is instead
 */
export async function demandVersion(registry: Registry, { vendor, range }: ContractRequest): Promise<RegistryVersion> {
  const versions = await registry.versions(vendor);
  const found = newestOf(versions, range);
  if (found !== undefined) return found;
  if (versions.length === 0) throw await unknownVendor(registry, vendor);
  const known = versions.map(({ version }) => version).toSorted(semver.rcompare);
  throw new RunError('input', `${registry.name} has no version of ${vendor} in the range ${range ?? '*'}.`, {
    help: `It has ${known.slice(0, 10).join(', ')}${known.length > 10 ? ', and older ones' : ''}.`,
  });
}

async function unknownVendor(registry: Registry, vendor: string): Promise<RunError> {
  const vendors = await registry.vendors();
  const meant = nearest(vendor, vendors);
  const known = vendors.length === 0 ? 'It has no contracts.' : `It has ${vendors.slice(0, 20).join(', ')}.`;
  return new RunError('input', `${registry.name} has no contract of "${vendor}".`, {
    help: meant === undefined ? known : `Did you mean ${meant}?`,
  });
}
