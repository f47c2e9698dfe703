import { evidence } from './limits.ts';
import { countsOf, timesSeen } from './place.ts';
import type { Shapes } from './place.ts';
import type { Shape } from './shape.ts';
import type { Site } from './site.ts';
import { AlikeNames } from './alike-names.ts';
import type { LentType } from './alike-names.ts';
import { wordsOf } from './words.ts';

/** What properties of one name hold, wherever they stand. */
export interface NameEvidence {
  readonly seen: number;
  readonly hasNull: boolean;
  /** Bits of the formats that all their texts have. */
  readonly formats: number;
  readonly hasFraction: boolean;
}

/** What is known beyond a single place: lent to places that were seen too seldom to speak for themselves. */
export interface Pool {
  /** Of the properties with this name. */
  byName(key: string): NameEvidence;
  /** The shapes at the same place in all groups. */
  atSamePlace(shape: Shape): Shapes;
  /** The one type of all properties with this name elsewhere, else of several whose names end with the same word. */
  typeOfAlike(key: string): LentType | undefined;
}

const everything = -1;

export function createPool(sites: readonly Site[]): Pool {
  const names = new Map<string, NameEvidence>();
  const alike = new AlikeNames();
  for (const { shape, isMap } of sites) {
    for (const [key, member] of shape.members ?? []) {
      if (!isMap) alike.add(key, member);
      const former = names.get(key) ?? nothing;
      names.set(key, {
        seen: former.seen + member.seen,
        hasNull: former.hasNull || member.nulls > 0,
        formats: former.formats & (member.texts?.formats ?? everything),
        hasFraction: former.hasFraction || member.fractions > 0,
      });
    }
  }
  const places = new Map<string, Shape[]>();
  const placeOf = new Map<Shape, string>();
  for (const { shape, path, group } of sites) {
    const place = path.slice(group.length);
    const known = places.get(place);
    if (known === undefined) places.set(place, [shape]);
    else known.push(shape);
    placeOf.set(shape, place);
  }
  return {
    byName: (key) => names.get(key) ?? nothing,
    atSamePlace: (shape) => places.get(placeOf.get(shape) ?? 'none') ?? [],
    typeOfAlike: (key) => alike.typeOf(key),
  };
}

const nothing: NameEvidence = { seen: 0, hasNull: false, formats: everything, hasFraction: false };

/**
 * Whether a property is required: all objects carry it, and either they are several, or so are those at the same place of
 * other groups, which all carry it too.
 */
export function isRequired(member: Shapes, objects: number, shapes: Shapes, key: string, pool: Pool): boolean {
  if (timesSeen(member) < objects) return false;
  if (objects >= evidence.required) return true;
  const others = [...new Set(shapes.flatMap((shape) => pool.atSamePlace(shape)))];
  const times = timesSeen(others.flatMap((shape) => shape.members?.get(key) ?? []));
  const all = countsOf(others).objects;
  if (all >= evidence.required && times === all) return true;
  // Events that never have it do not speak against it, those do that have it now and then.
  const having = others.filter((shape) => shape.members?.has(key) === true);
  const those = countsOf(having).objects;
  return having.length >= 3 && those >= evidence.borrow && times >= those * 0.98;
}

/**
 * Whether null is to be expected though none came: the property was seen too seldom to say, neither its name nor its type
 * speaks against it, and those of the same name elsewhere do not either.
 */
export function mayBeNull({ seen, booleans, arrays, texts }: Shape, key: string, name: NameEvidence): boolean {
  const words = wordsOf(key);
  // Of what people may leave empty, null is expected for longer.
  const patience = texts?.count === seen && leftEmpty.has(words.at(-1) ?? '') ? 25 : 1;
  if (seen >= evidence.notNull * patience || name.seen >= evidence.borrow * patience || key === '') return false;
  return booleans === 0 && arrays === 0 && !neverNull.has(words.join(' '));
}

/** Last words of the names of texts that people may leave empty. */
const leftEmpty: ReadonlySet<string> = new Set(
  'bio body caption comment company description homepage note notes remark website'.split(' '),
);

/** Names of properties that an object cannot do without. */
const neverNull: ReadonlySet<string> = new Set([
  'id',
  'uuid',
  'type',
  'object',
  'kind',
  'status',
  'state',
  'event',
  'action',
  'created',
  'timestamp',
  'version',
  'key',
]);

/**
 * Whether something that was so in all of `count` cases, and in `times` of `total` others, is so because of what tells
 * the cases apart, and not by chance.
 *
 * @param strictness how many times as much evidence is asked for
 */
export function isNoChance(count: number, times: number, total: number, strictness = 1): boolean {
  if (count < evidence.variant * strictness || total < (evidence.variant * strictness) / 2) return false;
  // Laplace: as if it had been so once more, and once more not.
  return ((times + 1) / (total + 2)) ** count < evidence.chance ** strictness;
}
