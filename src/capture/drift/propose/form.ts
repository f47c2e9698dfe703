import type { Json, JsonObject } from '../../../util/json.ts';
import { jsonTypes } from '../summary.ts';
import type { Stranger } from '../summary.ts';

/** Where an addition comes from, as `x-source` says it. */
export type SourceOf = (note: string) => JsonObject;

/** What a form is made with. */
export interface FormContext {
  /** How many captures there were. */
  readonly total: number;
  readonly sourceOf: SourceOf;
  /** A reference to a model of the contract that all that was seen at a place fits; undefined when there is none. */
  reuse(stranger: Stranger, below: Below): JsonObject | undefined;
}

/** Undocumented places by what holds them. */
export type Below = ReadonlyMap<string | undefined, readonly Stranger[]>;

/**
 * A schema for what stands at an undocumented place, from the forms that were seen there: what was always there is
 * required, a format is asserted when every text has it, and no set of values is guessed. What fits a model of the contract
 * is that model.
 */
export function formOf(stranger: Stranger, below: Below, context: FormContext): JsonObject {
  const { total, sourceOf } = context;
  const model = context.reuse(stranger, below);
  if (model !== undefined) return model;
  const types = typesOf(stranger.types);
  const note = `Seen in ${stranger.captures} of ${total} captures.`;
  const children = below.get(stranger.path) ?? [];
  const isMap =
    children.some(({ path }) => path.endsWith('/*')) && types.includes('object') && !types.includes('array');
  return {
    description: `Not documented. ${note}`,
    ...(types.length === 0 ? {} : { type: types.length === 1 ? (types[0] ?? 'object') : types }),
    ...formatOf(stranger),
    ...(types.includes('object') && !isMap ? propertiesOf(stranger, children, below, context) : {}),
    ...(isMap ? { additionalProperties: mergedForm(children, below, context) } : {}),
    ...(types.includes('array') ? itemsOf(children, below, context) : {}),
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
  below: Below,
  context: FormContext,
): JsonObject {
  const members = children.filter(({ path }) => !path.endsWith('/*')).toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const required = members.filter(({ count }) => count === objects).map(({ path }) => keyOf(path));
  return {
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(
      members.map((member): [string, Json] => [keyOf(member.path), formOf(member, below, context)]),
    ),
  };
}

function itemsOf(children: readonly Stranger[], below: Below, context: FormContext): JsonObject {
  const items = children.filter(({ path }) => path.endsWith('/*'));
  return items.length === 0 ? {} : { items: mergedForm(items, below, context) };
}

/** Folded keys and items share one path. */
function mergedForm(children: readonly Stranger[], below: Below, context: FormContext): JsonObject {
  const one = children.find(({ path }) => path.endsWith('/*')) ?? children[0];
  return one === undefined ? {} : formOf(one, below, context);
}

/** The key that a path ends in. */
export function keyOf(path: string): string {
  return path
    .slice(path.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~');
}
