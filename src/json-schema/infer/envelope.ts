import { fewestProperties, isConflict } from './models.ts';
import { evidence } from './limits.ts';
import { countsOf, itemsOf, timesSeen } from './place.ts';
import type { Shapes } from './place.ts';
import type { Shape } from './shape.ts';
import type { ShapeClass } from './site.ts';
import { singular } from './words.ts';

/** Properties that the payloads of several groups have in common at their root. */
export interface Envelope {
  readonly groups: readonly string[];
  readonly shapes: Shapes;
  readonly keys: readonly string[];
  /** What the payloads are, where the common properties are nearly all that they have. */
  readonly word: string | undefined;
}

export interface EnvelopeOptions {
  /** Classes of the shapes below the roots. */
  readonly classes: ReadonlyMap<Shape, ShapeClass>;
  /** Properties at the root that each group describes by itself, as those that the selector names. */
  readonly apart: ReadonlySet<string>;
  /** A word for what groups are about, when they agree on one. */
  readonly subject: (groups: readonly string[]) => string | undefined;
}

/** With fewer properties in common, beside those that tell the groups apart, there is nothing to share. */
const fewestKeys = 3;
/** The share of the groups, and of the payloads, that have a common property. */
const mostHave = 0.8;
/** The same for one that holds a model: that it is the same thing everywhere needs no further proof. */
const someHave = 0.2;

/**
 * Finds what payloads have in common: those of all groups, else those of groups that are about the same thing.
 *
 * @returns the envelope of each group that has one
 */
export function findEnvelopes(
  roots: ReadonlyMap<string, Shape>,
  options: EnvelopeOptions,
): ReadonlyMap<string, Envelope> {
  const groups = [...roots].filter(([, shape]) => shape.objects === shape.seen && shape.rest === undefined);
  const common = envelopeOf(groups, options);
  if (common !== undefined) return new Map(common.groups.map((group) => [group, common]));
  const bySubject = new Map<string, [string, Shape][]>();
  for (const [group, shape] of groups) {
    const word = options.subject([group]) ?? group;
    bySubject.set(word, [...(bySubject.get(word) ?? []), [group, shape]]);
  }
  const found = [...bySubject.values()].flatMap((alike) => {
    const envelope = envelopeOf(alike, options);
    return envelope?.word === undefined ? [] : [envelope];
  });
  return new Map(found.flatMap((envelope) => envelope.groups.map((group) => [group, envelope] as const)));
}

function envelopeOf(
  groups: readonly (readonly [string, Shape])[],
  { apart, classes, subject }: EnvelopeOptions,
): Envelope | undefined {
  if (groups.length < 2) return undefined;
  const shapes = groups.map(([, shape]) => shape);
  // Of a few deliveries of each event little can be said, and not more of all of them together.
  if (countsOf(shapes).objects < evidence.borrow) return undefined;
  const all = new Set(shapes.flatMap((shape) => [...(shape.members?.keys() ?? [])]));
  const keys = [...all].filter((key) => !apart.has(key) && isCommon(key, shapes, classes));
  if (keys.length + Math.min(1, apart.size) < fewestKeys) return undefined;
  const names = groups.map(([group]) => group);
  // A payload that is little else is the thing itself.
  const isThing = apart.size === 0 && shapes.every(({ members }) => keys.length >= (members?.size ?? 0) * 0.6);
  const word = isThing ? subject(names) : undefined;
  return { groups: names, shapes, keys, word: word === undefined ? undefined : singular(word) };
}

function isCommon(key: string, shapes: Shapes, classes: Classes): boolean {
  const having = shapes.flatMap((shape) => shape.members?.get(key) ?? []);
  const { objects } = countsOf(shapes);
  const isModel =
    having.length >= Math.min(3, shapes.length) &&
    having.every((shape) => shape.objects > 0 && classes.get(shape) !== undefined);
  const share = isModel ? someHave : mostHave;
  if (having.length < 2 || having.length < shapes.length * share || timesSeen(having) < objects * share) return false;
  return having.every((one) => having.every((other) => one === other || isAlike(one, other, classes)));
}

/** Whether one description does for both: neither says more than the other. */
function isAlike(one: Shape, other: Shape, classes: Classes): boolean {
  if (isConflict(one, other) || !hasObjectsAlike(one, other, classes)) return false;
  const [items, others] = [itemsOf([one]), itemsOf([other])];
  const isSame = items.every((item) => others.every((each) => isAlike(item, each, classes)));
  return isSame && hasNullsAlike(one, other) && hasTextsAlike(one, other);
}

type Classes = EnvelopeOptions['classes'];

/** Whether the objects are of one model, or too small for one and have the same properties. */
function hasObjectsAlike(one: Shape, other: Shape, classes: Classes): boolean {
  if (one.objects === 0 || other.objects === 0 || classes.get(one) === classes.get(other)) return true;
  const [ones, others] = [one.members ?? new Map<string, Shape>(), other.members ?? new Map<string, Shape>()];
  if (ones.size !== others.size || ones.size >= fewestProperties) return false;
  return [...ones].every(([key, member]) => {
    const counterpart = others.get(key);
    return counterpart !== undefined && isAlike(member, counterpart, classes);
  });
}

function hasNullsAlike(one: Shape, other: Shape): boolean {
  const isSeldom = Math.min(one.seen, other.seen) < 8;
  return isSeldom || Math.abs(one.nulls / one.seen - other.nulls / other.seen) < 0.5;
}

/** Whether the texts have the same formats, and are not a constant that differs. */
function hasTextsAlike({ texts: ones }: Shape, { texts: others }: Shape): boolean {
  if (ones === undefined || others === undefined || Math.min(ones.count, others.count) < 3) return true;
  if ((ones.formats === 0) !== (others.formats === 0)) return false;
  const [mine, theirs] = [ones.values, others.values];
  const isConstant = mine?.size === 1 && theirs?.size === 1 && Math.min(ones.count, others.count) >= 8;
  return !isConstant || [...mine.keys()].every((value) => theirs.has(value));
}
