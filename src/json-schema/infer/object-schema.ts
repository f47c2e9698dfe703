import type { Json, JsonObject } from '../../util/json.ts';
import { child } from '../pointer.ts';
import { isRequired } from './evidence.ts';
import type { Pool } from './evidence.ts';
import { describeForms, findForms } from './forms.ts';
import { evidence } from './limits.ts';
import { hasRest, isMap } from './maps.ts';
import { countsOf, membersOf, timesSeen, valuesOf } from './place.ts';
import type { Shapes } from './place.ts';
import type { Spot } from './spot.ts';
import { describeVariants, findVariants } from './variants.ts';
import { singular } from './words.ts';

/** What the schema of an object is written with. */
export interface ObjectContext {
  readonly pool: Pool;
  /** Content of `x-source`, without `required`. */
  readonly source: JsonObject;
  doubt(spot: Spot, message: string): void;
  /** The schema of a place below; `presence` is what its description begins with. */
  place(shapes: Shapes, spot: Spot, presence: string): JsonObject;
}

/** What of an object is described; all of it when nothing is said. */
export interface Selection {
  /** These properties alone, and nothing of what holds between them. */
  readonly only?: ReadonlySet<string>;
  /** All but these, which are described elsewhere. */
  readonly except?: ReadonlySet<string>;
  /** Properties that need not be required again. */
  readonly required?: ReadonlySet<string>;
}

/** The schema of objects: a map, or properties with what holds between them. What there is to say of them goes to `texts`. */
export function describeObject(
  context: ObjectContext,
  shapes: Shapes,
  spot: Spot,
  texts: string[],
  selection: Selection = {},
): JsonObject {
  if (isMap(shapes, spot.key)) return describeMap(context, shapes, spot, texts);
  const { objects } = countsOf(shapes);
  const { only, except } = selection;
  const members = membersOf(shapes);
  if (members.size === 0) {
    texts.push('Only empty objects were seen.');
    context.doubt(spot, 'only empty objects were seen: nothing is known of their properties');
    return { type: 'object', properties: {} };
  }
  const required = [...members]
    .filter(([key]) => only === undefined || only.has(key))
    .filter(([key, member]) => isRequired(member, objects, shapes, key, context.pool))
    .filter(([key]) => selection.required?.has(key) !== true);
  const properties = [...members]
    .filter(([key]) => (only === undefined || only.has(key)) && except?.has(key) !== true)
    .map(([key, member]): [string, Json] => [key, describeMember(context, shapes, spot, key, member)]);
  if (hasRest(shapes)) {
    context.doubt(spot, 'there were more properties than can be listed, or with odd names: others are accepted');
  }
  const counts = Object.fromEntries(required.map(([key, member]) => [key, timesSeen(member)]));
  return {
    type: 'object',
    ...(required.length === 0 ? {} : { required: required.map(([key]) => key) }),
    properties: Object.fromEntries(properties),
    ...(hasRest(shapes) ? { additionalProperties: true } : {}),
    ...(only === undefined ? describeWhole(shapes, [...members.keys()]) : {}),
    ...(required.length === 0 ? {} : { 'x-source': { ...context.source, required: counts } }),
  };
}

function describeMap(context: ObjectContext, shapes: Shapes, spot: Spot, texts: string[]): JsonObject {
  const values = valuesOf(shapes);
  texts.push('A map: its keys are data.');
  if (values.length < evidence.mapKeys) context.doubt(spot, `taken for a map by ${values.length} of its keys`);
  const below = { ...spot, key: singular(spot.key), parent: spot.key, pointer: child(spot.pointer, '*') };
  return { type: 'object', additionalProperties: context.place(values, below, '') };
}

function describeMember(context: ObjectContext, shapes: Shapes, spot: Spot, key: string, member: Shapes): JsonObject {
  const { objects } = countsOf(shapes);
  const times = timesSeen(member);
  const presence = times === objects ? `In all ${objects}.` : `In ${times} of ${objects}.`;
  const below = { ...spot, key, parent: spot.key, pointer: child(spot.pointer, key) };
  const lent = times === countsOf(member).nulls ? elsewhere(context.pool, shapes, key) : [];
  if (times === countsOf(member).nulls && lent.length === 0) {
    const alike = context.pool.typeOfAlike(key);
    if (alike !== undefined) {
      context.doubt(below, `only null was seen (${times} times): the type is that of ${alike.reason}`);
      return { description: `${presence} Only null was seen; the type is that of ${alike.reason}.`, ...alike.schema };
    }
  }
  if (lent.length === 0) return context.place(member, below, presence);
  const often = times === 1 ? 'once' : `${times} times`;
  context.doubt(below, `only null was seen here (${often}): the type is that of the same place in other events`);
  return context.place([...member, ...lent], below, `${presence} Always null here, and not in other events.`);
}

/** What holds between properties: variants that a tag names, and forms that nothing names. */
function describeWhole(shapes: Shapes, keys: readonly string[]): JsonObject {
  const variants = findVariants(shapes);
  const explained = new Set(variants.flatMap(({ required }) => required));
  const conditions = [...describeVariants(variants), ...describeForms(findForms(shapes, explained), keys)];
  const [only] = conditions;
  if (only === undefined) return {};
  return conditions.length === 1 ? only : { allOf: conditions };
}

/** Values of the same property at the same place of other groups, when not all of them are null. */
function elsewhere(pool: Pool, shapes: Shapes, key: string): Shapes {
  const places = new Set(shapes.flatMap((shape) => pool.atSamePlace(shape)));
  const found = [...places]
    .filter((shape) => !shapes.includes(shape))
    .flatMap((shape) => shape.members?.get(key) ?? []);
  return timesSeen(found) > countsOf(found).nulls ? found : [];
}
