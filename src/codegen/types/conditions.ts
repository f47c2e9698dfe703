import { isTooWide, meet } from './meet.ts';
import { join } from './join.ts';
import { expand, isSame, membersOf } from './objects.ts';
import { never, unknown } from './type.ts';
import type { Condition, HeadType, Member, ObjectType, Test, Type } from './type.ts';
import { alternatives, unionOf } from './union.ts';
import type { Alternative } from './union.ts';
import type { World } from './world.ts';

/** A type is split in two for a condition until it has so many alternatives; from there on it is only widened. */
const mostAlternatives = 12;

/** What of `base` is of another type too, whose conditions are held against `base`. */
export function narrow(world: World, base: HeadType, type: Type): HeadType {
  if (type.kind !== 'all' && type.kind !== 'any') return meet(world, base, type);
  if (type.kind === 'any') {
    if (base.kind !== 'unknown' && !type.types.some(hasConditions)) return meet(world, base, world.head(type));
    const narrowed = type.types.map((one) => narrow(world, base, one));
    return base.kind !== 'unknown' && isTooWide(narrowed, narrowed.length) ? base : unionOf(world, narrowed);
  }
  if (base.kind !== 'unknown' && !hasConditions(type)) return meet(world, base, world.head(type));
  const merged = type.types.reduce<HeadType>((whole, next) => narrow(world, whole, next), base);
  return applyConditions(world, merged, type.conditions);
}

function hasConditions(type: Type): boolean {
  if (type.kind === 'all') return type.conditions.length > 0 || type.types.some(hasConditions);
  return type.kind === 'any' && type.types.some(hasConditions);
}

/** An alternative as conditions have left it, and as it was before they widened it. */
interface Case {
  readonly now: HeadType;
  readonly before: Alternative;
}

/**
 * What of `base` is left under conditions. Where types can tell apart whether one is met, there are two alternatives;
 * otherwise the result has what holds either way, and members that are there one way only as optional ones.
 */
function applyConditions(world: World, base: HeadType, conditions: readonly Condition[]): HeadType {
  if (conditions.length === 0) return base;
  let cases: Case[] = alternatives(base).map((one) => ({ now: one, before: one }));
  for (const condition of conditions) {
    const maySplit = cases.length < mostAlternatives;
    cases = cases.flatMap((one) => applyToCase(world, one, condition, maySplit));
  }
  return unionOf(
    world,
    cases.map(({ now }) => now),
  );
}

function applyToCase(world: World, { now, before }: Case, condition: Condition, maySplit: boolean): Case[] {
  const wide = narrow(world, now, condition.unmet);
  if (narrow(world, now, condition.asks).kind === 'never') return casesOf(wide);
  const met = narrow(world, narrow(world, now, condition.asks), condition.met);
  const outside = condition.test === undefined ? undefined : exclude(world, now, condition.test);
  const unmet = outside === undefined ? wide : narrow(world, outside, condition.unmet);
  if (unmet.kind === 'never') return casesOf(met);
  if (met.kind === 'never') return casesOf(unmet);
  if (outside !== undefined && maySplit) return split(world, now, met, unmet);
  // What the condition asks of properties is left out: it need not hold when the condition is not met.
  const then = narrow(world, before, condition.met);
  const asked = propertiesIn(world, world.head(condition.asks));
  const [whole, one, other] = [now, then, wide].map((type) =>
    expand(world, type).kind === 'object' ? meet(world, type, asked) : type,
  );
  return [{ now: join(world, whole ?? now, one ?? then, other ?? wide, condition), before }];
}

/** An object that may have the properties that a type speaks of. */
function propertiesIn(world: World, type: HeadType): HeadType {
  const members = new Map<string, Member>();
  for (const one of alternatives(type)) {
    const object = expand(world, one);
    for (const name of object.kind === 'object' ? membersOf(world, object).keys() : []) {
      members.set(name, { type: unknown, isOptional: true, doc: [] });
    }
  }
  return members.size === 0 ? unknown : { kind: 'object', bases: [], members, rest: undefined };
}

function casesOf(type: HeadType): Case[] {
  return alternatives(type).map((one) => ({ now: one, before: one }));
}

/** Two alternatives, unless both together say no more than what was there before. */
function split(world: World, base: HeadType, met: HeadType, unmet: HeadType): Case[] {
  const both = [met, unmet].flatMap(casesOf);
  const [whole, one, other] = [base, met, unmet].map((type) => expand(world, type));
  if (whole?.kind !== 'object' || one?.kind !== 'object' || other?.kind !== 'object') return both;
  const differing = [one, other].flatMap((type) => differences(world, whole, type));
  return new Set(differing).size > 1 ? both : casesOf(base);
}

/** Names of members in which an object is narrower than another one. */
function differences(world: World, whole: ObjectType, part: ObjectType): string[] {
  const members = membersOf(world, whole);
  return [...membersOf(world, part)]
    .filter(([name, one]) => !isSame(world, one, members.get(name)))
    .map(([name]) => name);
}

/** The values of `base` that fail the test; undefined where no type says which those are. */
function exclude(world: World, base: HeadType, test: Test): HeadType | undefined {
  if (test.property === undefined) return excludeHere(base, test);
  const object = expand(world, base);
  if (object.kind !== 'object') return object.kind === 'unknown' || object.kind === 'union' ? undefined : never;
  const member = membersOf(world, object).get(test.property);
  const held = member?.isOptional === false ? world.near(member.type) : undefined;
  if (member === undefined || held === undefined) return undefined;
  const parts = alternatives(held).map((one) => excludeHere(one, test));
  const known = parts.filter((part) => part !== undefined);
  if (parts.length === 0 || known.length < parts.length) return undefined;
  const left = unionOf(world, known);
  if (left.kind === 'never') return never;
  const members = new Map(object.members).set(test.property, { ...member, type: left });
  return { ...object, members };
}

function excludeHere(type: HeadType, { values, kinds }: Test): HeadType | undefined {
  if (kinds !== undefined) {
    const kind = jsonKind(type);
    if (kind === undefined || (kind === 'number' && kinds.includes('integer'))) return undefined;
    return kinds.includes(kind) ? never : type;
  }
  if (type.kind !== 'literal' && type.kind !== 'null') return undefined;
  return values?.includes(type.kind === 'literal' ? type.value : null) === true ? never : type;
}

function jsonKind(type: HeadType): string | undefined {
  if (type.kind === 'literal') return typeof type.value;
  if (type.kind === 'list' || type.kind === 'tuple') return 'array';
  return ['null', 'boolean', 'number', 'string', 'object'].find((kind) => kind === type.kind);
}
