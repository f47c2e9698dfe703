import { isSame } from './objects.ts';
import type { HeadType, Member, ObjectType, Union } from './type.ts';
import type { World } from './world.ts';

/** So many members in common are written once, in front of the alternatives; fewer are repeated in each. */
const fewestCommon = 3;

/**
 * Alternatives that are all objects and have much in common, as what they have in common and what is left of each;
 * undefined when they are better written as they are.
 */
export function factor(
  world: World,
  { members }: Union,
): { readonly common: ObjectType; readonly each: HeadType } | undefined {
  const [first, ...others] = members.filter(
    (one): one is ObjectType => one.kind === 'object' && one.rest === undefined,
  );
  if (first === undefined || others.length + 1 < members.length) return undefined;
  const bases = first.bases.filter((base) => others.every((one) => one.bases.includes(base)));
  const common = new Map<string, Member>();
  for (const [name, member] of first.members) {
    if (others.every((one) => isSame(world, member, one.members.get(name)))) common.set(name, member);
  }
  if (bases.length === 0 && common.size < fewestCommon) return undefined;
  const each = [first, ...others].map((one) => without(one, bases, common));
  // Where one of them is nothing but what they have in common, the others say nothing.
  if (each.some((one) => one.bases.length === 0 && one.members.size === 0)) return undefined;
  return {
    common: { kind: 'object', bases, members: common, rest: undefined },
    each: { kind: 'union', members: each },
  };
}

function without(one: ObjectType, bases: readonly string[], common: ReadonlyMap<string, Member>): ObjectType {
  return {
    ...one,
    bases: one.bases.filter((base) => !bases.includes(base)),
    members: new Map([...one.members].filter(([name]) => !common.has(name))),
  };
}
