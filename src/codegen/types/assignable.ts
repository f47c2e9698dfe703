import { declaredObject, isSame, membersOf, withAncestors } from './objects.ts';
import type { HeadType, Literal, Member, ObjectType, Tuple, Type } from './type.ts';
import { alternatives } from './union.ts';
import type { World } from './world.ts';

/**
 * Whether the compiler surely accepts a value of one type where the other one is expected. False only means that it is not
 * known; it follows no chain of references for ever.
 */
export function isAssignable(world: World, type: Type, to: Type, depth = 0): boolean {
  if (depth > 20) return false;
  if (world.key(type) === world.key(to)) return true;
  const [source, target] = [world.head(type), world.head(to)];
  if (target.kind === 'unknown' || source.kind === 'never') return true;
  if (source.kind === 'union') return source.members.every((one) => isAssignable(world, one, target, depth + 1));
  if (target.kind === 'union') return target.members.some((one) => isAssignable(world, source, one, depth + 1));
  if (target.kind === 'reference') return isDerived(world, source, target.key, depth);
  if (source.kind === 'reference') return isAssignable(world, world.resolved(source), target, depth + 1);
  if (source.kind === 'object' && target.kind === 'object') return isObjectAssignable(world, source, target, depth);
  return isPlainAssignable(world, source, target, depth);
}

function isDerived(world: World, source: HeadType, key: string, depth: number): boolean {
  const bases = source.kind === 'reference' ? [source.key] : source.kind === 'object' ? source.bases : [];
  if (bases.some((base) => withAncestors(world, base).has(key))) return true;
  return isAssignable(world, source, world.resolved({ kind: 'reference', key }), depth + 1);
}

function isObjectAssignable(world: World, source: ObjectType, target: ObjectType, depth: number): boolean {
  const [has, wanted] = [membersOf(world, source), membersOf(world, target)];
  // Only a map that says the same can stand for a map.
  if (target.rest !== undefined && wanted.size === 0) return false;
  return [...wanted].every(([name, member]) => isMemberAssignable(world, has.get(name), member, depth));
}

function isMemberAssignable(world: World, member: Member | undefined, wanted: Member, depth: number): boolean {
  if (member === undefined) return false;
  return (wanted.isOptional || !member.isOptional) && isAssignable(world, member.type, wanted.type, depth + 1);
}

function isPlainAssignable(world: World, source: HeadType, target: HeadType, depth: number): boolean {
  if (source.kind === 'literal') return isLiteralAssignable(source, target);
  if (target.kind === 'object') return false;
  if (source.kind === 'list' && target.kind === 'list') return isAssignable(world, source.item, target.item, depth + 1);
  if (source.kind === 'tuple' && target.kind === 'list') return isTupleAssignable(world, source, target.item, depth);
  return source.kind === target.kind && alternatives(target).every(({ kind }) => isScalar(kind));
}

function isTupleAssignable(world: World, source: Tuple, item: Type, depth: number): boolean {
  const held = [...source.items, ...(source.rest === undefined ? [] : [source.rest])];
  return held.every((one) => isAssignable(world, one, item, depth + 1));
}

function isLiteralAssignable(source: Literal, target: HeadType): boolean {
  return target.kind === 'literal' ? target.value === source.value : target.kind === typeof source.value;
}

function isScalar(kind: string): boolean {
  return ['null', 'boolean', 'number', 'string'].includes(kind);
}

/** Whether an interface can be declared that extends the object's bases: what the compiler demands of its members. */
export function isExtendable(world: World, type: ObjectType): boolean {
  const { bases, members } = type;
  const bySeveral = new Map<string, Member>();
  for (const base of bases) {
    for (const [name, member] of membersOf(world, declaredObject(world, base))) {
      const redeclared = members.get(name);
      const other = bySeveral.get(name);
      if (redeclared === undefined && other !== undefined && !isSame(world, other, member)) return false;
      if (redeclared !== undefined && !isMemberAssignable(world, redeclared, member, 0)) return false;
      bySeveral.set(name, member);
    }
  }
  return true;
}
