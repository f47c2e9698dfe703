import type { Bump, Change } from './model.ts';

/** Steps of a version, the smallest first. */
const steps: readonly Bump[] = ['none', 'patch', 'minor', 'major'];

/**
 * The step that differences demand. Major: old receivers can break, or it is not decided that they cannot, or an event
 * went away. Minor: they cannot, and something that a receiver can observe differs. Patch: words only.
 *
 * @param changes those that count; approved ones are left out
 */
export function demandedBump(
  changes: readonly Pick<Change, 'hurts'>[],
  differs: { readonly structure: boolean; readonly words: boolean },
): Bump {
  if (changes.some(({ hurts }) => hurts.includes('forward'))) return 'major';
  if (differs.structure) return 'minor';
  return differs.words ? 'patch' : 'none';
}

/**
 * The step between two versions; `none` when the newer one is not newer. Before 1.0.0 the parts count one place higher,
 * as package managers read them: from 0.1.0 to 0.2.0 is major.
 * Source: Semantic Versioning 2.0.0, sections 4 and 9 to 11.
 */
export function bumpBetween(older: string, newer: string): Bump {
  const was = core(older);
  const is = core(newer);
  const changed = was.findIndex((part, index) => part !== is[index]);
  if (changed === -1 || (is[changed] ?? 0) < (was[changed] ?? 0)) return 'none';
  const place = was[0] === 0 && is[0] === 0 ? changed - 1 : changed;
  return (['major', 'minor', 'patch'] as const)[Math.max(place, 0)] ?? 'none';
}

/** Whether a step is as great as the one that is demanded. */
export function isEnough(step: Bump, demanded: Bump): boolean {
  return steps.indexOf(step) >= steps.indexOf(demanded);
}

function core(version: string): number[] {
  const [numbers = ''] = version.split(/[-+]/);
  return numbers.split('.').map(Number);
}
