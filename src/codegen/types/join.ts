import { asReference, expand, isSame, membersOf, providedBy } from './objects.ts';
import { any } from './type.ts';
import type { Condition, HeadType, Member, ObjectType, Type } from './type.ts';
import { alternatives, unionOf } from './union.ts';
import type { World } from './world.ts';

/**
 * What holds whether a condition is met or not. Members that are there one way only become optional.
 *
 * @param base without regard to the condition
 */
export function join(world: World, base: HeadType, met: HeadType, unmet: HeadType, condition: Condition): HeadType {
  const [whole, one, other] = [base, met, unmet].map((type) => expand(world, type));
  if (whole?.kind !== 'object' || one?.kind !== 'object' || other?.kind !== 'object') {
    return world.key(unmet) === world.key(base) ? base : unionOf(world, [unmet, met]);
  }
  const bases = other.bases.filter((each) => one.bases.includes(each));
  const provided = providedBy(world, bases);
  const members = new Map<string, Member>();
  for (const [name, member] of joinMembers(world, [whole, one, other], condition)) {
    const given = provided.get(name);
    if (given?.doc !== member.doc || !isSame(world, member, given)) members.set(name, member);
  }
  return asReference(world, { kind: 'object', bases, members, rest: whole.rest });
}

function joinMembers(
  world: World,
  [whole, met, unmet]: readonly [ObjectType, ObjectType, ObjectType],
  condition: Condition,
): Map<string, Member> {
  const [ofWhole, ofMet, ofUnmet] = [membersOf(world, whole), membersOf(world, met), membersOf(world, unmet)];
  const members = new Map<string, Member>();
  for (const name of new Set([...ofUnmet.keys(), ...ofMet.keys()])) {
    const notes = notesOf(condition, name);
    const [one, other] = [ofMet.get(name), ofUnmet.get(name)];
    if (one !== undefined && other !== undefined) {
      members.set(name, joinBoth(world, ofWhole.get(name)?.type, one, other, notes));
    } else if (one !== undefined) {
      members.set(name, joinOne(one, unmet.rest, notes.only));
    } else if (other !== undefined) {
      members.set(name, joinOne(other, met.rest, []));
    }
  }
  return members;
}

/** What documentation says about a property for the sake of a condition. */
interface Notes {
  readonly only: readonly string[];
  readonly always: readonly string[];
  readonly type: readonly string[];
}

function notesOf({ words, names }: Condition, property: string): Notes {
  if (words === undefined) return { only: [], always: [], type: [] };
  const name = names.get(property);
  return {
    only: [`Only when ${words}.`],
    always: [`Always there when ${words}.`],
    type: name === undefined ? [] : [`{@link ${name}} when ${words}.`],
  };
}

function joinBoth(world: World, before: Type | undefined, met: Member, unmet: Member, notes: Notes): Member {
  const isSettled = before !== undefined && world.key(unmet.type) === world.key(before) && isPlain(world, before);
  const isWider = !isSettled && world.key(met.type) !== world.key(unmet.type);
  const isOptional = met.isOptional || unmet.isOptional;
  const own = unmet.doc.length > 0 ? unmet.doc : met.doc;
  const added = [...(isOptional && !met.isOptional ? notes.always : []), ...(isWider ? notes.type : [])];
  const doc = added.length > 0 ? [...own, ...added] : own;
  return { type: isWider ? any([unmet.type, met.type]) : unmet.type, isOptional, doc };
}

/** @param rest what the property holds otherwise, where the schema says so */
function joinOne({ type, doc }: Member, rest: Type | undefined, notes: readonly string[]): Member {
  const noted = [...doc, ...notes];
  if (rest !== undefined) return { type: any([type, rest]), isOptional: true, doc: noted };
  return { type, isOptional: true, doc: noted, isLoose: true };
}

/** Whether there is nothing to see in the type that a condition could tell more about. */
function isPlain(world: World, type: Type): boolean {
  const compound = new Set(['object', 'list', 'tuple', 'reference']);
  const head = world.near(type);
  return head !== undefined && alternatives(head).every(({ kind }) => !compound.has(kind));
}
