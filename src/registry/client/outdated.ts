import { RunError } from '../../findings/run-error.ts';
import { compareVersions } from '../../util/versions.ts';
import type { Bump, Judgement, Witness } from '../../compatibility/contracts/model.ts';
import type { ComparisonReport } from '../../checks/compare/result.ts';
import type { LockedContract } from '../../config/lock.ts';
import type { RegistryVersion } from './registry.ts';
import { newestOf } from './requests.ts';

/** What another version means for receivers of the locked one. */
export interface StepVerdict {
  /** The other version. */
  readonly version: string;
  /** Old receivers, new deliveries. */
  readonly status: Judgement['status'];
  /** The step of the version that the difference demands. */
  readonly demands: Bump;
  /** How many changes there are, and how many of them can break old receivers. */
  readonly changes: number;
  readonly breaks: number;
  /** The first change that breaks, with the payload that proves it. */
  readonly first?: { readonly rule: string; readonly message: string; readonly witness?: Witness };
}

/** A locked contract, against what its registry has. Plain data. */
export interface OutdatedContract {
  readonly vendor: string;
  readonly range: string;
  readonly source: string;
  readonly locked: string;
  /** Newest version in the range; undefined when there is none any more. */
  readonly wanted: string | undefined;
  /** Newest version of all. */
  readonly newest: string | undefined;
  /** What the registry says of the locked version, when it should be left. */
  readonly deprecated?: NonNullable<RegistryVersion['deprecated']>;
  /** For `wanted` and `newest`, where they are newer than what is locked. */
  readonly verdicts: readonly StepVerdict[];
  /** Whether there is something to do: a newer version, or a deprecated one in use. */
  readonly isOutdated: boolean;
}

/**
 * The newer versions of a locked contract that matter: the newest in its range, and the newest of all.
 *
 * @throws {RunError} `input`, when the registry has none at all: nobody can say that it is up to date
 */
export function newerVersions(
  { vendor, version: locked, range, source }: LockedContract,
  versions: readonly RegistryVersion[],
): Pick<OutdatedContract, 'wanted' | 'newest' | 'deprecated'> & { readonly newer: readonly string[] } {
  if (versions.length === 0)
    throw new RunError('input', `${source} has no contract of "${vendor}" any more, or does not show it.`, {
      help: 'What is private needs a token: put it into COUNTERFOIL_TOKEN, or into a variable named with --token-env.',
    });
  const wanted = newestOf(versions, range)?.version;
  const newest = newestOf(versions)?.version ?? wanted;
  const named = [wanted, newest].filter((version) => version !== undefined);
  const newer = [...new Set(named)].filter((version) => compareVersions(version, locked) > 0);
  const deprecated = versions.find(({ version }) => version === locked)?.deprecated;
  return { wanted, newest, newer, ...(deprecated === undefined ? {} : { deprecated }) };
}

/** The verdict of a comparison for the receivers of its older side. */
export function verdictOf({ newer, forward, bump, changes }: ComparisonReport): StepVerdict {
  const breaking = changes.filter(({ hurts }) => hurts.includes('forward'));
  const first = breaking.find(({ witnesses }) => witnesses.length > 0) ?? breaking[0];
  const witness = first?.witnesses.find(({ direction }) => direction === 'forward');
  return {
    version: newer.version,
    status: forward,
    demands: bump,
    changes: changes.length,
    breaks: breaking.length,
    ...(first === undefined
      ? {}
      : { first: { rule: first.rule, message: first.message, ...(witness === undefined ? {} : { witness }) } }),
  };
}
