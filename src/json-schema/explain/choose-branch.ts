import type { Json } from '../../util/json.ts';
import { notListed, types, wrongType } from '../assertions.ts';
import { child } from '../pointer.ts';
import { shorten } from '../violation.ts';
import type { Violation } from '../violation.ts';

type Branch = readonly Violation[];

/**
 * What to say when a value breaks all branches of an `anyOf` or `oneOf`: the violations of the branch that was meant.
 * Branches for another type of value do not count, nor do those whose fixed values it does not have (the `type`
 * that tells alternatives apart); of the rest the one that gets furthest counts. When only the type or one fixed
 * value is wrong everywhere, that is said once, with what all the branches allow.
 */
export function chooseBranch(
  branches: readonly Branch[],
  value: Json,
  place: { readonly pointer: string; readonly schemaPointer: string },
  keyword: string,
): readonly Violation[] {
  const schemaPointer = child(place.schemaPointer, keyword);
  const allowed = branches.map((branch) => demanded(branch, 'type', place.pointer));
  const typed = branches.filter((_, index) => allowed[index] === undefined);
  if (typed.length === 0) {
    const names = [...new Set(allowed.flatMap((demand) => types(demand as Json)))];
    return [
      {
        pointer: place.pointer,
        schemaPointer,
        keyword,
        message: wrongType(value, names),
        expected: names,
        actual: shorten(value),
      },
    ];
  }
  const fixed = typed.map((branch) => branch.find(isFixed));
  if (typed.length > 1 && fixed.every((one) => one !== undefined && one.pointer === fixed[0]?.pointer)) {
    const [first] = fixed as Violation[];
    const known = (fixed as Violation[]).flatMap((one) => valuesOf(one));
    if (first !== undefined)
      return [{ ...first, schemaPointer, keyword, message: notListed(first.actual, known), expected: known }];
  }
  return typed.toSorted(byPromise)[0] ?? [];
}

/** What a branch demands with `keyword` of the value at `pointer` itself; undefined when it is content. */
function demanded(branch: Branch, keyword: string, pointer: string): Json | undefined {
  return branch.find((one) => one.keyword === keyword && one.pointer === pointer && one.inner === undefined)?.expected;
}

function isFixed(one: Violation): boolean {
  return (one.keyword === 'const' || one.keyword === 'enum') && one.inner === undefined;
}

function valuesOf(one: Violation): readonly Json[] {
  return one.keyword === 'enum' && Array.isArray(one.expected) ? one.expected : [one.expected];
}

/** The more promising branch first: fewer wrong fixed values, then fewer violations, then deeper ones. */
function byPromise(a: Branch, b: Branch): number {
  return count(a) - count(b) || a.length - b.length || depth(b) - depth(a);
}

function count(branch: Branch): number {
  return branch.filter(isFixed).length;
}

function depth(branch: Branch): number {
  return Math.max(...branch.map((one) => one.pointer.split('/').length));
}
