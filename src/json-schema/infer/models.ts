import { isMap } from './maps.ts';
import { isGeneric } from './name-model.ts';
import { countsOf, membersOf } from './place.ts';
import type { Shape } from './shape.ts';
import type { ShapeClass, Site } from './site.ts';
import { singular, wordsOf } from './words.ts';

/**
 * Finds the objects that are of one kind: called the same with much the same properties, or with nearly the same
 * properties whatever they are called. What stands at the same place in objects of one kind is of one kind too.
 *
 * @param roots the payloads of each group, by its name
 */
export function findModels(roots: ReadonlyMap<string, Shape>): ReadonlyMap<Shape, ShapeClass> {
  const sites = [...roots].flatMap(([group, shape]) =>
    sitesBelow(siteOf({ shape, name: '', parent: '', path: group, group, above: undefined })),
  );
  const union = new Union(sites);
  const objects = sites.filter(({ shape, above }) => above !== undefined && isLargeObject(shape));
  for (const alike of groupBy(objects, ({ name }) => name).values()) join(union, alike, isAlikeByName);
  const heads = [...new Map(objects.map((site) => [union.find(site.shape), site])).values()];
  join(union, heads.slice(0, mostHeads), isAlikeByForm);
  return union.classes();
}

/** Kinds of objects that are held against one another: a stranger can make any number of them. */
const mostHeads = 1_000;

/** An object with fewer properties says too little about what it is. */
export const fewestProperties = 3;

function isLargeObject({ members, rest }: Shape): boolean {
  return rest === undefined && (members?.size ?? 0) >= fewestProperties;
}

function siteOf(site: Omit<Site, 'isMap'>): Site {
  return { ...site, isMap: site.shape.members !== undefined && isMap([site.shape], site.name) };
}

function sitesBelow(root: Site): Site[] {
  const sites = [root];
  // The loop reaches what is added in its course.
  for (const site of sites) {
    const { shape, name, path, group } = site;
    const add = (below: Shape, called: string, step: string): void => {
      sites.push(siteOf({ shape: below, name: called, parent: name, path: `${path}/${step}`, group, above: site }));
    };
    const map = site.isMap;
    for (const [key, member] of shape.members ?? []) {
      if (isStructured(member)) add(member, map ? singular(name) : key, map ? '*' : key);
    }
    if (shape.rest !== undefined && isStructured(shape.rest)) add(shape.rest, singular(name), '*');
    if (shape.items !== undefined && isStructured(shape.items)) add(shape.items, singular(name), '[]');
    if (shape.content !== undefined) add(shape.content, name, '{}');
  }
  return sites;
}

function isStructured({ members, items, content, rest }: Shape): boolean {
  return members !== undefined || items !== undefined || content !== undefined || rest !== undefined;
}

/** Joins each site with the first one that it is like. */
function join(union: Union, sites: readonly Site[], isAlike: (one: Site, other: Site) => boolean): void {
  const heads: Site[] = [];
  for (const site of sites) {
    const like = heads.find((head) => union.find(head.shape) === union.find(site.shape) || isAlike(head, site));
    if (like === undefined) {
      if (heads.length < mostHeads) heads.push(site);
    } else union.unite(like.shape, site.shape);
  }
}

function isAlikeByName(one: Site, other: Site): boolean {
  const { common, jaccard, conflicts } = compare(one.shape, other.shape);
  if (conflicts * 4 > common || differBelow(one.shape, other.shape)) return false;
  const isVague = isGeneric(one.name);
  // Under a name of their own, `type` tells variants of one thing apart, and not things.
  if (differInTag(one.shape, other.shape, isVague ? allTags : ownTags)) return jaccard >= 0.8;
  if (isVague) return jaccard >= 0.7;
  // Of the same name with a few of the properties: a short form, which would make all others optional.
  return jaccard >= 0.4;
}

function isAlikeByForm(one: Site, other: Site): boolean {
  const { common, jaccard, conflicts } = compare(one.shape, other.shape);
  if (common === 3 && jaccard === 1 && !hasIdentity(one.shape)) return conflicts === 0;
  return common >= 4 && jaccard >= 0.8 && conflicts === 0 && !differInTag(one.shape, other.shape, allTags);
}

/** Whether objects are things of their own rather than values such as an amount or a moment: things that differ have such names too. */
function hasIdentity({ members }: Shape): boolean {
  return [...(members?.keys() ?? [])].some((key) => wordsOf(key).some((word) => identifying.has(word)));
}

const identifying: ReadonlySet<string> = new Set(
  'code guid handle href id key kind label login name slug title type url username uuid value'.split(' '),
);

function compare(one: Shape, other: Shape) {
  const [ones, others] = [one.members ?? new Map<string, Shape>(), other.members ?? new Map<string, Shape>()];
  const shared = [...ones].filter(([key]) => others.has(key));
  const conflicts = shared.filter(([key, shape]) => isConflict(shape, others.get(key) as Shape)).length;
  const common = shared.length;
  return {
    common,
    conflicts,
    jaccard: common / Math.max(1, ones.size + others.size - common),
  };
}

/** Whether a property holds the whole of something in one and a short form in the other: as one model both would be lax. */
function differBelow({ members: ones }: Shape, { members: others }: Shape): boolean {
  return [...(ones ?? [])].some(([key, one]) => {
    const other = others?.get(key);
    if (other === undefined || !isLargeObject(one) || !isLargeObject(other)) return false;
    return compare(one, other).jaccard < 0.2 && !isMap([one], key) && !isMap([other], key);
  });
}

/** Whether two places hold values of different types, null left out. */
export function isConflict(one: Shape, other: Shape): boolean {
  const [ones, others] = [kindsOf(one), kindsOf(other)];
  return ones.length > 0 && others.length > 0 && !ones.some((kind) => others.includes(kind));
}

function kindsOf({ booleans, integers, fractions, objects, arrays, texts }: Shape): string[] {
  const counts = {
    boolean: booleans,
    number: integers + fractions,
    object: objects,
    array: arrays,
    text: texts?.count ?? 0,
  };
  return Object.entries(counts).flatMap(([kind, count]) => (count > 0 ? [kind] : []));
}

const ownTags = ['object', '__typename', '_type'];
const allTags = [...ownTags, 'type', 'kind'];

/** Whether both objects state their kind, and not the same one. */
function differInTag(one: Shape, other: Shape, tags: readonly string[]): boolean {
  return tags.some((key) => {
    const [mine, theirs] = [one, other].map((shape) => shape.members?.get(key)?.texts?.values);
    return mine?.size === 1 && theirs?.size === 1 && ![...mine.keys()].some((value) => theirs.has(value));
  });
}

function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group === undefined) groups.set(key(item), [item]);
    else group.push(item);
  }
  return groups;
}

/** Classes of shapes; uniting two unites what stands below them at the same place. */
class Union {
  readonly #head = new Map<Shape, Shape>();
  readonly #sites: readonly Site[];
  /** For each head, the heads of what stands below it, by place. */
  readonly #below = new Map<Shape, Map<string, Shape>>();

  constructor(sites: readonly Site[]) {
    this.#sites = sites;
    for (const { shape } of sites) this.#head.set(shape, shape);
    for (const site of sites) this.#below.set(site.shape, this.#slots(site));
  }

  find(shape: Shape): Shape {
    let head = shape;
    for (let next = this.#head.get(head); next !== undefined && next !== head; next = this.#head.get(head)) head = next;
    this.#head.set(shape, head);
    return head;
  }

  unite(one: Shape, other: Shape): void {
    const waiting: [Shape, Shape][] = [[one, other]];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const [kept, lost] = [this.find(next[0]), this.find(next[1])];
      if (kept === lost) continue;
      this.#head.set(lost, kept);
      const below = this.#below.get(kept) as Map<string, Shape>;
      for (const [slot, shape] of this.#below.get(lost) ?? []) {
        const known = below.get(slot);
        if (known === undefined) below.set(slot, shape);
        else waiting.push([known, shape]);
      }
    }
  }

  classes(): ReadonlyMap<Shape, ShapeClass> {
    const byHead = groupBy(
      this.#sites.map((site) => ({ site, head: this.find(site.shape) })),
      ({ head }) => String(this.#number(head)),
    );
    const classes = new Map<Shape, ShapeClass>();
    for (const members of byHead.values()) {
      const found = { sites: members.map(({ site }) => site) };
      for (const { shape } of found.sites) classes.set(shape, found);
    }
    return classes;
  }

  readonly #numbers = new Map<Shape, number>();

  #number(shape: Shape): number {
    const number = this.#numbers.get(shape) ?? this.#numbers.size;
    this.#numbers.set(shape, number);
    return number;
  }

  #slots({ shape, isMap: isAMap }: Site): Map<string, Shape> {
    const slots = new Map<string, Shape>();
    const put = (slot: string, below: Shape | undefined): void => {
      if (below === undefined || !this.#head.has(below)) return;
      const known = slots.get(slot);
      if (known === undefined) slots.set(slot, below);
    };
    for (const [key, member] of shape.members ?? []) put(isAMap ? '*' : `.${key}`, member);
    put('*', shape.rest);
    put('[]', shape.items);
    put('{}', shape.content);
    return slots;
  }
}

/** Whether objects of a class are worth a file of their own: they stand in several places, or within one another. */
export function isShared({ sites }: ShapeClass): boolean {
  const shapes = new Set(sites.map(({ shape }) => shape));
  const holdsItself = sites.some(({ above }) => {
    for (let site = above; site !== undefined; site = site.above) if (shapes.has(site.shape)) return true;
    return false;
  });
  if (holdsItself) return true;
  if (sites.some(({ above }) => above === undefined)) return false;
  const all = sites.map(({ shape }) => shape);
  return (
    new Set(sites.map(({ path }) => path)).size > 1 &&
    countsOf(all).objects > 0 &&
    membersOf(all).size >= fewestProperties &&
    !sites.some((site) => site.isMap)
  );
}
