import type { JudgedViolation } from '../engine.ts';
import type { ViolationGroup } from './verdict.ts';

/** More places than a person reads; a delivery of a million wrong items must not make an answer of a million lines. */
const mostGroups = 50;
const mostProblems = 10;

/** Violations by the place where they are, in the order in which the places come first. */
export function groupViolations(violations: readonly JudgedViolation[]): {
  readonly groups: readonly ViolationGroup[];
  /** Places left out. */
  readonly more: number;
} {
  const byPlace = new Map<string, [JudgedViolation, ...JudgedViolation[]]>();
  for (const violation of violations) {
    const key = JSON.stringify([violation.in, violation.pointer, violation.inner]);
    const known = byPlace.get(key);
    if (known === undefined) byPlace.set(key, [violation]);
    else known.push(violation);
  }
  const groups = [...byPlace.values()].slice(0, mostGroups).map(groupOf);
  return { groups, more: byPlace.size - groups.length };
}

function groupOf(violations: readonly [JudgedViolation, ...JudgedViolation[]]): ViolationGroup {
  const [{ in: where, pointer, inner }] = violations;
  const actual = violations.find((violation) => violation.actual !== undefined)?.actual;
  return {
    in: where,
    pointer,
    ...(inner === undefined ? {} : { inner }),
    ...(actual === undefined ? {} : { actual }),
    problems: violations.slice(0, mostProblems).map(({ keyword, message, expected }) => ({
      ...(keyword === undefined ? {} : { keyword }),
      message,
      ...(expected === undefined ? {} : { expected }),
    })),
  };
}
