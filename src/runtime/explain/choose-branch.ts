import type { Json, Violation } from '../api.ts';
import type { Place } from './place.ts';
import { notListed, violation, wrongType } from './words.ts';

type Branch = readonly Violation[];

/**
 * What to say when a value breaks all branches of an `anyOf` or `oneOf`: the violations of the branch that was meant.
 * Branches for another type of value do not count, nor do those whose fixed values it does not have (the `type`
 * that tells alternatives apart); of the rest the one that gets furthest counts. When only the type or one
 * fixed value is wrong everywhere, that is said once, with what all the branches allow.
 */
export function chooseBranch(branches: readonly Branch[], value: unknown, place: Place, keyword: string): Branch {
  const isTyped = (one: Violation): boolean => one.keyword === 'type' && one.pointer === place;
  const typed = branches.filter((branch) => !branch.some(isTyped));
  if (typed.length === 0) {
    const types = allowed(branches.flatMap((branch) => branch.filter(isTyped))) as string[];
    return [violation(place, keyword, wrongType(value, types), types, value)];
  }
  const fixed = typed.flatMap((branch) => branch.find(isFixed) ?? []);
  const [first] = fixed;
  if (first && fixed.length > 1 && typed.every((_, index) => fixed[index]?.pointer === first.pointer))
    return [violation(first.pointer, keyword, notListed(first.actual, allowed(fixed)), allowed(fixed), first.actual)];
  return typed.toSorted((a, b) => promise(a) - promise(b))[0] ?? [];
}

function isFixed({ keyword }: Violation): boolean {
  return keyword === 'const' || keyword === 'enum';
}

function allowed(violations: Branch): Json[] {
  return [...new Set(violations.flatMap(({ expected }) => expected))];
}

/** The smaller, the more promising: few wrong fixed values, then few violations, then deep ones. */
function promise(branch: Branch): number {
  const depth = branch.reduce((most, { pointer }) => Math.max(most, pointer.split('/').length), 0);
  return branch.filter(isFixed).length * 1e9 + branch.length * 1e4 - depth;
}
