import { joined, render, sequence, sizeOf, text } from '../printer/layout.ts';
import type { LaidOutMember, Layout } from '../printer/layout.ts';
import { propertyName, quote } from '../printer/escape.ts';
import { factor } from './factor.ts';
import { isInterface, providedBy } from './objects.ts';
import { rawKey } from './type.ts';
import type { HeadType, Member, ObjectType, Tuple, Type, Union } from './type.ts';
import type { Alternative } from './union.ts';
import type { World } from './world.ts';

/** What laying out types needs. */
export interface Printing {
  readonly world: World;
  readonly nameOf: (key: string) => string;
  /** Types that are being laid out, to notice one that holds itself without a name. */
  readonly open: Set<string>;
  readonly layouts: WeakMap<Type, Layout>;
  /** Texts of types, to hold one against another. */
  readonly texts: WeakMap<Layout, string>;
  readonly report: (message: string) => void;
}

/** Inline types nest so deep; what is further down is left out. */
const mostNested = 100;

/** A type without a name of its own has so many characters: merging can make much of little. */
const mostCharacters = 200_000;

const tooDeep = 'A type is nested so deeply that what is further down is left out.';
const tooLong = 'A type became too long when its schemas were merged: it is left wider.';

/** A type as code. */
export function layOut(printing: Printing, type: Type): Layout {
  const known = printing.layouts.get(type);
  if (known !== undefined) return known;
  const { open, world } = printing;
  const key = rawKey(type);
  if (open.size > mostNested) printing.report(tooDeep);
  if (open.has(key) || open.size > mostNested) return layOutBases(printing, world.head(type));
  open.add(key);
  const whole = layOutHead(printing, world.head(type));
  open.delete(key);
  const isTooLong = open.size > 0 && sizeOf(whole) > mostCharacters;
  if (isTooLong) printing.report(tooLong);
  const layout = isTooLong ? layOutBases(printing, world.head(type)) : whole;
  printing.layouts.set(type, layout);
  return layout;
}

/** What can be said of a type in a few words. */
function layOutBases(printing: Printing, type: HeadType): Layout {
  if (type.kind === 'reference') return text(printing.nameOf(type.key));
  if (type.kind === 'object') return text(type.bases.map(printing.nameOf).join(' & ') || 'object');
  return text('unknown');
}

function layOutHead(printing: Printing, type: HeadType): Layout {
  switch (type.kind) {
    case 'literal':
      return text(typeof type.value === 'string' ? quote(type.value) : String(type.value));
    case 'reference':
      return text(printing.nameOf(type.key));
    case 'list':
      return sequence(bracketed(printing, type.item), text('[]'));
    case 'tuple':
      return layOutTuple(printing, type);
    case 'object':
      return joined(objectParts(printing, type), ' & ');
    case 'union':
      return layOutUnion(printing, type);
    default:
      return text(type.kind);
  }
}

/** A type in brackets when something written behind it would bind closer than its own parts. */
function bracketed(printing: Printing, type: Type): Layout {
  const inner = layOut(printing, type);
  const isCompound = inner.kind === 'alternatives' || isIntersection(inner);
  return isCompound ? { kind: 'brackets', inner } : inner;
}

function isIntersection(layout: Layout): boolean {
  return layout.kind === 'sequence' && layout.parts.some((part) => part.kind === 'text' && part.text === ' & ');
}

function layOutTuple(printing: Printing, { items, least, rest }: Tuple): Layout {
  const parts = items.map((item, index) =>
    index < least ? layOut(printing, item) : sequence(bracketed(printing, item), text('?')),
  );
  if (rest !== undefined) parts.push(sequence(text('...'), bracketed(printing, rest), text('[]')));
  return sequence(text('['), joined(parts, ', '), text(']'));
}

function objectParts(printing: Printing, type: ObjectType): Layout[] {
  const { bases, members, rest } = type;
  const own = bases.length > 0 ? ownMembers(printing, type) : members;
  const named = bases.map((base) => text(printing.nameOf(base)));
  if (own.size > 0) return [...named, { kind: 'members', members: layOutMembers(printing, own) }];
  if (named.length > 0) return named;
  return [rest === undefined ? text('object') : layOutMap(printing, rest)];
}

export function layOutMembers(printing: Printing, members: ReadonlyMap<string, Member>): LaidOutMember[] {
  return [...members].map(([name, { doc, isOptional, type }]) => ({
    doc,
    start: `${propertyName(name)}${isOptional ? '?' : ''}:`,
    type: layOut(printing, type),
  }));
}

/** The members that an object does not have by its bases already; documentation that it has from there is left out. */
export function ownMembers(printing: Printing, { bases, members }: ObjectType): Map<string, Member> {
  const provided = providedBy(printing.world, bases);
  const own = new Map<string, Member>();
  for (const [name, member] of members) {
    const base = provided.get(name);
    const saysSame = base !== undefined && base.doc.join('\n') === member.doc.join('\n');
    const isSame =
      base?.isOptional === member.isOptional && inShort(printing, base.type) === inShort(printing, member.type);
    if (!isSame || !saysSame) own.set(name, saysSame ? { ...member, doc: [] } : member);
  }
  return own;
}

/** A type as text that is only held against another one. */
function inShort(printing: Printing, type: Type): string {
  const layout = layOut(printing, type);
  const known = printing.texts.get(layout) ?? render('', layout);
  printing.texts.set(layout, known);
  return known;
}

/** `Record` is not for types that may refer back to the one that is declared: the compiler would go round in circles. */
function layOutMap(printing: Printing, rest: Type): Layout {
  const [start, end] = refersToAlias(printing.world, rest) ? ['{ [name: string]: ', ' }'] : ['Record<string, ', '>'];
  return sequence(text(start), layOut(printing, rest), text(end));
}

function refersToAlias(world: World, type: Type): boolean {
  const head = world.head(type);
  const refers = (one: Type): boolean => refersToAlias(world, one);
  switch (head.kind) {
    case 'reference':
      return !isInterface(world.resolved(head));
    case 'union':
      return head.members.some(refers);
    case 'list':
      return refers(head.item);
    case 'tuple':
      return [...head.items, ...(head.rest === undefined ? [] : [head.rest])].some(refers);
    case 'object':
      return head.rest !== undefined && head.members.size + head.bases.length === 0 && refers(head.rest);
    default:
      return false;
  }
}

function layOutUnion(printing: Printing, type: Union): Layout {
  const factored = factor(printing.world, type);
  if (factored === undefined) {
    return { kind: 'alternatives', parts: type.members.map((one) => layOutAlternative(printing, one, type)) };
  }
  const common = joined(objectParts(printing, factored.common), ' & ');
  return sequence(common, text(' & '), { kind: 'brackets', inner: layOut(printing, factored.each) });
}

function layOutAlternative(printing: Printing, one: Alternative, { members }: Union): Layout {
  // Known values beside their own kind would vanish in it: this form keeps them for editors.
  const hasKnown = members.some((other) => other.kind === 'literal' && typeof other.value === one.kind);
  if (hasKnown) return text(`(${one.kind} & {})`);
  const layout = layOut(printing, one);
  return isIntersection(layout) ? { kind: 'brackets', inner: layout } : layout;
}
