import { expand, meetObjects } from './objects.ts';
import { all, never, rawKey } from './type.ts';
import type { Basic, HeadType, List, Literal, Tuple } from './type.ts';
import { alternatives, unionOf } from './union.ts';
import type { World } from './world.ts';

/** Unions whose members would have to be tried against one another more often than this are left wider. */
const mostPairs = 40_000;

/** A union that is merged into another one may grow to so many objects and lists. */
const mostCompounds = 24;

/** What is of both types. Where that would be too much to write down, something wider. */
export function meet(world: World, a: HeadType, b: HeadType): HeadType {
  if (a.kind === 'unknown' || rawKey(a) === rawKey(b)) return b;
  if (b.kind === 'unknown') return a;
  if (a.kind === 'union' || b.kind === 'union') return meetUnions(world, a, b);
  if (a.kind === 'reference' || b.kind === 'reference') return meetReferences(world, a, b);
  if (isCompound(a) && isCompound(b) && !world.mayMerge()) return a;
  if (a.kind === 'object') return b.kind === 'object' ? meetObjects(world, a, b) : never;
  if (a.kind === 'list' || a.kind === 'tuple')
    return b.kind === 'list' || b.kind === 'tuple' ? meetLists(world, a, b) : never;
  return b.kind === 'object' || b.kind === 'list' || b.kind === 'tuple' ? never : meetScalars(a, b);
}

function meetUnions(world: World, a: HeadType, b: HeadType): HeadType {
  const [left, right] = [alternatives(a), alternatives(b)];
  if (left.length * right.length > mostPairs) return a;
  const met = left.flatMap((one) => right.map((other) => meet(world, one, other)));
  return isTooWide(met, Math.max(left.length, right.length)) ? a : unionOf(world, met);
}

/** Whether a union of these is longer than its parts were, and too long for anybody to read. */
export function isTooWide(types: readonly HeadType[], former: number): boolean {
  const compounds = types.flatMap(alternatives).filter(({ kind }) => kind === 'object' || kind === 'tuple');
  return compounds.length > Math.max(mostCompounds, former);
}

/** The name of a type is kept when nothing is taken away from it. */
function meetReferences(world: World, a: HeadType, b: HeadType): HeadType {
  const met = meet(world, expand(world, a), expand(world, b));
  if (met.kind === 'reference') return met;
  const key = world.key(met);
  return [a, b].find((one) => one.kind === 'reference' && world.key(world.resolved(one)) === key) ?? met;
}

function isCompound({ kind }: HeadType): boolean {
  return kind === 'object' || kind === 'list' || kind === 'tuple';
}

function meetScalars(a: Basic | Literal, b: Basic | Literal): HeadType {
  if (a.kind === 'literal') return b.kind === typeof a.value ? a : never;
  return b.kind === 'literal' && a.kind === typeof b.value ? b : never;
}

function meetLists(world: World, a: List | Tuple, b: List | Tuple): HeadType {
  if (a.kind === 'list' && b.kind === 'list') return { kind: 'list', item: all([a.item, b.item]) };
  const [one, other] = [asTuple(a), asTuple(b)];
  const most = Math.min(mostItems(one), mostItems(other));
  const least = Math.max(one.least, other.least);
  if (least > most) return never;
  const length = Math.min(Math.max(one.items.length, other.items.length), most);
  const items = Array.from({ length }, (_, index) => all([itemAt(one, index), itemAt(other, index)]));
  if (items.some((item, index) => index < least && world.near(item)?.kind === 'never')) return never;
  const rest = one.rest === undefined || other.rest === undefined ? undefined : all([one.rest, other.rest]);
  return { kind: 'tuple', items, least, rest };
}

function asTuple(type: List | Tuple): Tuple {
  return type.kind === 'tuple' ? type : { kind: 'tuple', items: [], least: 0, rest: type.item };
}

function mostItems({ items, rest }: Tuple): number {
  return rest === undefined ? items.length : Number.POSITIVE_INFINITY;
}

function itemAt({ items, rest }: Tuple, index: number): Tuple['items'][number] {
  return items[index] ?? rest ?? never;
}
