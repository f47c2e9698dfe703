import { createShape, mergeCounts } from './shape.ts';
import type { Shape } from './shape.ts';
import { facetCount } from './tags.ts';
import type { Kind } from './tags.ts';
import { wordsOf } from './words.ts';

/** Shapes that are described together: the same place of several payloads, or of several objects of one model. */
export type Shapes = readonly Shape[];

/** What the shapes say together about the place itself. */
export function countsOf(shapes: Shapes): Shape {
  const [only] = shapes;
  if (only !== undefined && shapes.length === 1) return only;
  const sum = createShape();
  for (const shape of shapes) mergeCounts(sum, shape);
  return sum;
}

/** The properties of all objects, in the order in which they first came. */
export function membersOf(shapes: Shapes): ReadonlyMap<string, Shapes> {
  const members = new Map<string, Shape[]>();
  for (const shape of shapes) {
    for (const [key, member] of shape.members ?? []) {
      const known = members.get(key);
      if (known === undefined) members.set(key, [member]);
      else known.push(member);
    }
  }
  return members;
}

/** The values of all properties, whatever their names. */
export function valuesOf(shapes: Shapes): Shapes {
  return shapes.flatMap((shape) => [
    ...(shape.members?.values() ?? []),
    ...(shape.rest === undefined ? [] : [shape.rest]),
  ]);
}

export function itemsOf(shapes: Shapes): Shapes {
  return shapes.flatMap(({ items }) => items ?? []);
}

export function contentsOf(shapes: Shapes): Shapes {
  return shapes.flatMap(({ content }) => content ?? []);
}

/** How often a property was seen. */
export function timesSeen(shapes: Shapes): number {
  return shapes.reduce((sum, { seen }) => sum + seen, 0);
}

/** What came with one value of a tag, over all shapes. */
export interface TagSummary {
  readonly count: number;
  times(kind: Kind, key: string): number;
}

/** The values of a property as a tag; undefined when it is none. */
export function tagValues(shapes: Shapes, key: string): ReadonlyMap<string, TagSummary> | undefined {
  const having = shapes.filter(({ members }) => members?.has(key) === true);
  const all = new Map<string, TagSummary[]>();
  for (const { tags } of having) {
    const values = tags?.byKey.get(key);
    if (tags === undefined || values === undefined) return undefined;
    for (const [value, tag] of values) {
      const one: TagSummary = { count: tag.count, times: (kind, name) => facetCount(tags, tag, kind, name) };
      const known = all.get(value);
      if (known === undefined) all.set(value, [one]);
      else known.push(one);
    }
  }
  return new Map([...all].map(([value, parts]) => [value, sumOf(parts)]));
}

function sumOf(parts: readonly TagSummary[]): TagSummary {
  return {
    count: parts.reduce((sum, { count }) => sum + count, 0),
    times: (kind, key) => parts.reduce((sum, part) => sum + part.times(kind, key), 0),
  };
}

/** Names that are often given to a property that says of which kind an object is. */
export function soundsLikeTag(key: string): boolean {
  return tagWords.has(wordsOf(key).at(-1) ?? '');
}

const tagWords: ReadonlySet<string> = new Set([
  'type',
  'kind',
  'object',
  'status',
  'state',
  'method',
  'mode',
  'category',
  'action',
  'reason',
  'channel',
  'source',
  'event',
  'topic',
  'variant',
  'class',
  'format',
  'role',
  'level',
  'severity',
  'priority',
  'phase',
  'stage',
  'result',
  'outcome',
  'visibility',
  'currency',
  'gender',
  'locale',
  'language',
  'brand',
  'network',
  'interval',
  'unit',
  'scheme',
  'side',
  'direction',
  'environment',
  'plan',
  'tier',
  'association',
  'conclusion',
  'origin',
  'subtype',
  'typename',
]);

/** Names of properties that hold texts of their own, however few different ones were seen. */
export function soundsLikeFreeText(key: string): boolean {
  return freeWords.has(wordsOf(key).at(-1) ?? '');
}

const freeWords: ReadonlySet<string> = new Set([
  'name',
  'title',
  'label',
  'text',
  'description',
  'message',
  'city',
  'id',
  'key',
  'token',
  'username',
  'login',
  'slug',
  'url',
  'path',
  'subject',
  'comment',
  'note',
  'body',
  'content',
  'value',
  'summary',
  'email',
  'organization',
  'company',
  'hash',
]);
