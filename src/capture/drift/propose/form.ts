import type { Json, JsonObject } from '../../../util/json.ts';
import { jsonTypes } from '../summary.ts';
import type { Stranger } from '../summary.ts';

/** Where an addition comes from, as `x-source` says it. */
export type SourceOf = (note: string) => JsonObject;

/**
 * A schema for what stands at an undocumented place, from the forms that were seen there: what was always there is
 * required, a format is asserted when every text has it, and no set of values is guessed.
 *
 * @param below undocumented places by what holds them
 * @param total how many captures there were
 */
export function formOf(
  stranger: Stranger,
  below: ReadonlyMap<string | undefined, readonly Stranger[]>,
  total: number,
  sourceOf: SourceOf,
): JsonObject {
  const types = typesOf(stranger.types);
  const note = `Seen in ${stranger.captures} of ${total} captures.`;
  const children = below.get(stranger.path) ?? [];
  const isMap =
    children.some(({ path }) => path.endsWith('/*')) && types.includes('object') && !types.includes('array');
  return {
    description: `Not documented. ${note}`,
    ...(types.length === 0 ? {} : { type: types.length === 1 ? (types[0] ?? 'object') : types }),
    ...formatOf(stranger),
    ...(types.includes('object') && !isMap ? propertiesOf(stranger, children, below, total, sourceOf) : {}),
    ...(isMap ? { additionalProperties: mergedForm(children, below, total, sourceOf) } : {}),
    ...(types.includes('array') ? itemsOf(children, below, total, sourceOf) : {}),
    'x-source': sourceOf(note),
  };
}

/** The types that were seen; integers are numbers where there are others. */
export function typesOf(counts: readonly number[]): string[] {
  const seen = jsonTypes.filter((_, index) => (counts[index] ?? 0) > 0);
  const types = seen.filter((type) => type !== 'integer' || !seen.includes('number'));
  return types.toSorted((a, b) => Number(a === 'null') - Number(b === 'null'));
}

function formatOf({ formats, types }: Stranger): JsonObject {
  // An empty list of formats and texts of length nought say nothing.
  const [format] = (types[4] ?? 0) > 0 ? (formats ?? []) : [];
  return format === undefined ? {} : { format };
}

function propertiesOf(
  { objects }: Stranger,
  children: readonly Stranger[],
  below: ReadonlyMap<string | undefined, readonly Stranger[]>,
  total: number,
  sourceOf: SourceOf,
): JsonObject {
  const members = children.filter(({ path }) => !path.endsWith('/*')).toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const required = members.filter(({ count }) => count === objects).map(({ path }) => keyOf(path));
  return {
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(
      members.map((member): [string, Json] => [keyOf(member.path), formOf(member, below, total, sourceOf)]),
    ),
  };
}

function itemsOf(
  children: readonly Stranger[],
  below: ReadonlyMap<string | undefined, readonly Stranger[]>,
  total: number,
  sourceOf: SourceOf,
): JsonObject {
  const items = children.filter(({ path }) => path.endsWith('/*'));
  return items.length === 0 ? {} : { items: mergedForm(items, below, total, sourceOf) };
}

/** Folded keys and items share one path. */
function mergedForm(
  children: readonly Stranger[],
  below: ReadonlyMap<string | undefined, readonly Stranger[]>,
  total: number,
  sourceOf: SourceOf,
): JsonObject {
  const one = children.find(({ path }) => path.endsWith('/*')) ?? children[0];
  return one === undefined ? {} : formOf(one, below, total, sourceOf);
}

/** The key that a path ends in. */
export function keyOf(path: string): string {
  return path
    .slice(path.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
}
