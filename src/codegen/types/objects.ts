import { all, any, never, rawKey } from './type.ts';
import type { HeadType, Member, ObjectType, Reference } from './type.ts';
import type { World } from './world.ts';

/** An object whose members other objects can take over: one that is declared as an interface. */
export function isInterface(type: HeadType): type is ObjectType {
  return type.kind === 'object' && (type.members.size > 0 || type.bases.length > 0);
}

/**
 * A reference by what it refers to: an object that has the declared one as its base, or the type itself. Other types
 * stay as they are.
 */
export function expand(world: World, type: HeadType): Exclude<HeadType, Reference> {
  if (type.kind !== 'reference') return type;
  const resolved = world.resolved(type);
  return isInterface(resolved) ? { ...resolved, bases: [type.key], members: new Map() } : resolved;
}

/** All members of an object, those of its bases first. */
export function membersOf(world: World, type: ObjectType): ReadonlyMap<string, Member> {
  const { bases, members } = type;
  if (bases.length === 0) return members;
  const known = wholes.get(type) ?? new Map([...providedBy(world, bases), ...members]);
  wholes.set(type, known);
  return known;
}

const wholes = new WeakMap<ObjectType, ReadonlyMap<string, Member>>();

/** What an object has by its bases alone. */
export function providedBy(world: World, bases: readonly string[]): Map<string, Member> {
  const provided = new Map<string, Member>();
  for (const base of bases) {
    for (const [name, member] of membersOf(world, declaredObject(world, base))) {
      const other = provided.get(name);
      provided.set(name, other === undefined ? member : both(other, member));
    }
  }
  return provided;
}

/** The object that is declared under a key. */
export function declaredObject(world: World, key: string): ObjectType {
  const type = world.resolved({ kind: 'reference', key });
  return type.kind === 'object' ? type : { kind: 'object', bases: [], members: new Map(), rest: undefined };
}

/** The keys of a declared object and of all that it has members of. */
export function withAncestors(world: World, key: string): Set<string> {
  const found = new Set([key]);
  for (const each of found) for (const base of declaredObject(world, each).bases) found.add(base);
  return found;
}

/** What is an object of both kinds; `never` where no value can be. */
export function meetObjects(world: World, a: ObjectType, b: ObjectType): HeadType {
  const bases = lowest(world, [...new Set([...a.bases, ...b.bases])]);
  const rest = a.rest !== undefined && b.rest !== undefined ? all([a.rest, b.rest]) : (a.rest ?? b.rest);
  const [ofA, ofB] = [membersOf(world, a), membersOf(world, b)];
  const provided = providedBy(world, bases);
  const members = new Map<string, Member>();
  for (const name of new Set([...candidates(ofA, a, b), ...candidates(ofB, b, a)])) {
    const member = bothOf(a, ofA.get(name), b, ofB.get(name));
    if (member === undefined) continue;
    const given = provided.get(name);
    // A base that says something of it that does not count cannot be a base.
    if (given?.isLoose === true && !isSame(world, member, given))
      return meetObjects(world, flat(world, a), flat(world, b));
    if (!member.isOptional && world.near(member.type)?.kind === 'never') return never;
    if (!isSame(world, member, given)) members.set(name, member);
  }
  return asReference(world, { kind: 'object', bases, members, rest });
}

/** An object that has nothing beside its only base is that base. */
export function asReference(world: World, type: ObjectType): ObjectType | Reference {
  const [base, ...others] = type.bases;
  if (base === undefined || others.length > 0 || type.members.size > 0) return type;
  const { rest } = declaredObject(world, base);
  const hasSameRest =
    rest === undefined || type.rest === undefined ? rest === type.rest : rawKey(rest) === rawKey(type.rest);
  return hasSameRest ? { kind: 'reference', key: base } : type;
}

/** Whether two members have the same type and are both optional or both not. */
export function isSame(world: World, one: Member, other: Member | undefined): boolean {
  return other !== undefined && one.isOptional === other.isOptional && world.key(one.type) === world.key(other.type);
}

/** An object that has all its members by itself. */
function flat(world: World, type: ObjectType): ObjectType {
  return { ...type, bases: [], members: membersOf(world, type) };
}

/** The members of an object that may differ from what the bases of both provide. */
function candidates(members: ReadonlyMap<string, Member>, own: ObjectType, other: ObjectType): string[] {
  const isWhole = own.bases.length > 0 && (other.bases.length > 0 || other.rest !== undefined);
  return [...(isWhole || other.rest !== undefined ? members : own.members).keys()];
}

/** A member that both have, or that the rest of one of them may be. */
function both(one: Member, other: Member): Member {
  const isOptional = one.isOptional && other.isOptional;
  const doc = other.doc.length > 0 ? other.doc : one.doc;
  if (one.isLoose === true && other.isLoose === true) {
    return { type: any([one.type, other.type]), isOptional, doc, isLoose: true };
  }
  const counting = [one, other].filter(({ isLoose }) => isLoose !== true);
  return { type: all(counting.map(({ type }) => type)), isOptional, doc };
}

/** What two objects say together of a member; undefined when neither of them speaks of it. */
function bothOf(a: ObjectType, ofA: Member | undefined, b: ObjectType, ofB: Member | undefined): Member | undefined {
  const [one, other] = [ofA ?? restOf(a), ofB ?? restOf(b)];
  return one === undefined || other === undefined ? (one ?? other) : both(one, other);
}

function restOf({ rest }: ObjectType): Member | undefined {
  return rest === undefined ? undefined : { type: rest, isOptional: true, doc: [] };
}

/** The bases without those that others of them have as their base already. */
function lowest(world: World, bases: readonly string[]): string[] {
  if (bases.length < 2) return [...bases];
  return bases.filter((base) => !bases.some((other) => other !== base && withAncestors(world, other).has(base)));
}
