import type { Json } from '../../util/json.ts';
import { own } from '../../util/json.ts';
import { canonicalize } from '../canonicalize.ts';
import { below, listBelow } from './applied.ts';
import type { Applied, AppliedObject } from './applied.ts';
import { isFrugal, largest } from './draw.ts';
import type { Draw, Maker, Plan, Planner } from './draw.ts';

/** More items than must be there are at most this many. */
const mostFurther = 2;

/** How often an item that repeats another is drawn again. */
const mostAttempts = 50;

/** Items that are looked at before an array is made. */
const mostLooked = 20;

/** Makes arrays, short ones where nothing else is said. */
export function createArrayMaker(schemas: readonly AppliedObject[], planner: Planner): Maker {
  const numbers = (keyword: string): number[] =>
    schemas.flatMap(({ schema }) => (own(schema, keyword) as number | undefined) ?? []);
  const wanted = schemas.flatMap((applied) => repeat(below(applied, 'contains'), applied.schema['minContains'] ?? 1));
  const least = Math.max(0, wanted.length, ...numbers('minItems'));
  const isUnique = schemas.some(({ schema }) => schema['uniqueItems'] === true);
  const plans = new Map<string, Plan>();
  const planAt = (index: number): Plan => {
    const contained = wanted[index];
    const key = contained === undefined ? `${Math.min(index, longestPrefix)}` : `contains ${index}`;
    const known = plans.get(key);
    if (known !== undefined) return known;
    const items = schemas.flatMap((applied) => itemSchema(applied, index) ?? []);
    const plan = planner.planOf(contained === undefined ? items : [...items, contained]);
    plans.set(key, plan);
    return plan;
  };
  const longestPrefix = Math.max(0, ...schemas.map((applied) => prefixOf(applied).length));
  const most = Math.min(Infinity, ...numbers('maxItems'));
  const length = (draw: Draw): number => {
    const further = isFrugal(draw) || draw.path.includes(planAt(least)) ? 0 : mostFurther;
    let count = least;
    while (count < Math.min(most, least + further) && draw.random.chance(draw.optional) && planAt(count).isPossible())
      count++;
    return count;
  };
  return {
    isPossible: () =>
      least <= Math.min(most, largest) &&
      range(Math.min(least, mostLooked)).every((index) => planAt(index).isPossible()),
    height: (seen) => Math.max(0, ...range(Math.min(least, mostLooked)).map((index) => 1 + planAt(index).height(seen))),
    make(draw, name) {
      const count = length(draw);
      const items: Json[] = [];
      const seen = new Set<string>();
      for (let index = 0; index < count; index++) {
        const item = planAt(index).make(draw, name);
        if (!isUnique) items.push(item);
        else if (!pushUnique(items, seen, () => planAt(index).make(draw, name), item) && index >= least) break;
      }
      return items;
    },
  };
}

function pushUnique(items: Json[], seen: Set<string>, next: () => Json, first: Json): boolean {
  let item = first;
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const text = canonicalize(item);
    if (!seen.has(text)) {
      seen.add(text);
      items.push(item);
      return true;
    }
    item = next();
  }
  return false;
}

/** The schemas that stand for the first items one by one: `items` as a list before 2020-12, then `prefixItems`. */
function prefixOf(applied: AppliedObject): Applied[] {
  return listBelow(applied, Array.isArray(applied.schema['items']) ? 'items' : 'prefixItems');
}

function itemSchema(applied: AppliedObject, index: number): Applied | undefined {
  const prefix = prefixOf(applied);
  if (index < prefix.length) return prefix[index];
  const rest = Array.isArray(applied.schema['items']) ? 'additionalItems' : 'items';
  return below(applied, rest) ?? below(applied, 'unevaluatedItems');
}

function repeat(applied: Applied | undefined, count: Json): Applied[] {
  return applied === undefined ? [] : range(Math.min(Number(count), largest + 1)).map(() => applied);
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}
