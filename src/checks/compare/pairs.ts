import { compareVersions } from '../../util/versions.ts';

/** What pairing looks at. */
export interface Versioned {
  readonly id: string;
  readonly vendor: string;
  readonly version: string;
}

export interface Pairs<T> {
  readonly pairs: readonly (readonly [older: T, newer: T])[];
  readonly added: readonly T[];
  readonly removed: readonly T[];
}

/**
 * Pairs two states of the same contracts: those of the same version with one another; of a vendor that has one version
 * less and another one more, these two. What is left was added or removed.
 *
 * @param transitive also pairs each contract with all earlier versions of the same major one
 */
export function pairStates<T extends Versioned>(
  older: readonly T[],
  newer: readonly T[],
  transitive: boolean,
): Pairs<T> {
  const same = newer.flatMap((is) => older.filter((was) => was.id === is.id).map((was) => [was, is] as const));
  const left = older.filter((was) => !newer.some(({ id }) => id === was.id));
  const fresh = newer.filter((is) => !older.some(({ id }) => id === is.id));
  const replaced = fresh.flatMap((is) => {
    const [was, ...others] = left.filter(({ vendor }) => vendor === is.vendor);
    const alone = fresh.filter(({ vendor }) => vendor === is.vendor).length === 1;
    return was === undefined || others.length > 0 || !alone ? [] : [[was, is] as const];
  });
  const earlier = transitive ? newer.flatMap((is) => earlierOf(older, is).map((was) => [was, is] as const)) : [];
  return {
    pairs: unique([...same, ...replaced, ...earlier]),
    added: fresh.filter((is) => !replaced.some(([, paired]) => paired === is)),
    removed: left.filter((was) => !replaced.some(([paired]) => paired === was)),
  };
}

/**
 * Pairs one contract with what came before it: the nearest earlier version, or all earlier ones. When none is earlier,
 * with the same version, else with the last.
 */
export function pairWithHistory<T extends Versioned>(older: readonly T[], newer: T, transitive: boolean): Pairs<T> {
  const ofVendor = older.filter(({ vendor }) => vendor === newer.vendor);
  const candidates = (ofVendor.length > 0 ? ofVendor : older).toSorted((a, b) => compareVersions(b.version, a.version));
  const before = candidates.filter(({ version }) => compareVersions(version, newer.version) < 0);
  const [nearest] = before;
  const fallback = candidates.find(({ id }) => id === newer.id) ?? candidates[0];
  const one = nearest ?? fallback;
  const chosen = transitive && before.length > 0 ? before : one === undefined ? [] : [one];
  return { pairs: chosen.map((was) => [was, newer] as const), added: [], removed: [] };
}

function earlierOf<T extends Versioned>(older: readonly T[], newer: T): T[] {
  return older.filter(
    ({ vendor, version }) =>
      vendor === newer.vendor && major(version) === major(newer.version) && compareVersions(version, newer.version) < 0,
  );
}

function major(version: string): string | undefined {
  return version.split('.')[0];
}

function unique<T extends Versioned>(pairs: readonly (readonly [T, T])[]): (readonly [T, T])[] {
  return [...new Map(pairs.map((pair) => [`${pair[0].id} ${pair[1].id}`, pair])).values()];
}
