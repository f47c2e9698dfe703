import { anyList, anyObject, never, unknown } from './type.ts';
import type { HeadType, Union } from './type.ts';
import type { World } from './world.ts';

/** A member of a union. */
export type Alternative = Union['members'][number];

/** One of the types: without repetitions, `null` last, and `unknown` when nothing is ruled out. */
export function unionOf(world: World, types: readonly HeadType[]): HeadType {
  const found = new Map<string, Alternative>();
  for (const type of types) {
    if (type.kind === 'unknown') return unknown;
    for (const member of alternatives(type)) found.set(world.key(member), member);
  }
  mergeBooleans(found);
  const everything = ['null', 'boolean', 'number', 'string', world.key(anyList), world.key(anyObject)];
  if (everything.every((key) => found.has(key))) return unknown;
  const ordered = [...found.values()].toSorted((one, other) => rank(one) - rank(other));
  return ordered.length > 1 ? { kind: 'union', members: ordered } : (ordered[0] ?? never);
}

/** The members of a union; any other type by itself; nothing for `never`. */
export function alternatives(type: HeadType): readonly Alternative[] {
  if (type.kind === 'union') return type.members;
  return type.kind === 'never' ? [] : [type];
}

/** What says least stands last, and `null` behind it. */
function rank(type: Alternative): number {
  if (type.kind === 'null') return 2;
  return type.kind === 'object' && type.bases.length + type.members.size === 0 && type.rest === undefined ? 1 : 0;
}

/** `true` and `false` together are `boolean`. */
function mergeBooleans(members: Map<string, Alternative>): void {
  if (members.has('true') && members.has('false')) members.set('boolean', { kind: 'boolean' });
  if (!members.has('boolean')) return;
  members.delete('true');
  members.delete('false');
}
