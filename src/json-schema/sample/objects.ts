import { isObject, own } from '../../util/json.ts';
import type { Json } from '../../util/json.ts';
import type { AppliedObject } from './applied.ts';
import { isFrugal, largest } from './draw.ts';
import type { Draw, Maker, Plan, Planner } from './draw.ts';
import { createExtras } from './extras.ts';
import type { Extras } from './extras.ts';
import { createMembers } from './members.ts';

/** A property that the schemas name. */
interface Property {
  readonly name: string;
  readonly plan: Plan;
  readonly isRequired: boolean;
  /** The properties that must be there when this one is. */
  readonly needs: readonly string[];
}

/** Makes objects of the properties that the schemas name, and of others where they describe those. */
export function createObjectMaker(schemas: readonly AppliedObject[], planner: Planner): Maker {
  const numbers = (keyword: string): number[] =>
    schemas.flatMap(({ schema }) => (own(schema, keyword) as number | undefined) ?? []);
  const [least, most] = [Math.max(0, ...numbers('minProperties')), Math.min(Infinity, ...numbers('maxProperties'))];
  const { properties, extras } = prepare(schemas, planner);
  const required = properties.filter(({ isRequired }) => isRequired);
  return {
    isPossible: () =>
      least <= Math.min(most, largest) && required.length <= most && required.every(({ plan }) => plan.isPossible()),
    height: (seen) => Math.max(0, ...required.map(({ plan }) => 1 + plan.height(seen))),
    make(draw) {
      const chosen = choose(properties, least, most, draw);
      const members: Record<string, Json> = {};
      let count = 0;
      for (const [index, { name, plan }] of properties.entries()) {
        if (chosen[index] !== true) continue;
        put(members, name, plan.make(draw, name));
        count++;
      }
      for (const [name, value] of extras.draw(draw, least - count, most - count)) put(members, name, value);
      return members;
    },
  };
}

function put(members: Record<string, Json>, name: string, value: Json): void {
  if (name !== '__proto__') members[name] = value;
  else Object.defineProperty(members, name, { value, enumerable: true, configurable: true, writable: true });
}

function prepare(schemas: readonly AppliedObject[], planner: Planner): { properties: Property[]; extras: Extras } {
  const members = createMembers(schemas);
  const required = new Set(schemas.flatMap(({ schema }) => (own(schema, 'required') as readonly string[]) ?? []));
  const needs = needsOf(schemas);
  const names = new Set([...members.names, ...required, ...[...needs.values()].flat()]);
  const properties = [...names].map((name) => ({
    name,
    plan: planner.planOf(members.schemasOf(name)),
    isRequired: required.has(name),
    needs: needs.get(name) ?? [],
  }));
  return { properties, extras: createExtras(schemas, members, names, planner) };
}

function needsOf(schemas: readonly AppliedObject[]): Map<string, readonly string[]> {
  const needs = new Map<string, readonly string[]>();
  for (const { schema } of schemas) {
    for (const keyword of ['dependentRequired', 'dependencies']) {
      const stated = own(schema, keyword);
      for (const [name, needed] of Object.entries(isObject(stated) ? stated : {})) {
        if (Array.isArray(needed)) needs.set(name, [...(needs.get(name) ?? []), ...(needed as readonly string[])]);
      }
    }
  }
  return needs;
}

/** Which properties are there, by index. */
function choose(properties: readonly Property[], least: number, most: number, draw: Draw): boolean[] {
  const { random, optional, path } = draw;
  const frugal = isFrugal(draw);
  const wants = ({ isRequired, plan }: Property): boolean =>
    isRequired || (!frugal && random.chance(optional) && !path.includes(plan) && plan.isPossible());
  const chosen = properties.map(wants);
  addNeeded(properties, chosen);
  let count = chosen.filter(Boolean).length;
  for (const [index, { plan }] of properties.entries()) {
    if (count >= least) break;
    if (chosen[index] === true || !plan.isPossible()) continue;
    chosen[index] = true;
    count++;
  }
  for (let index = properties.length - 1; index >= 0 && count > most; index--) {
    if (chosen[index] !== true || properties[index]?.isRequired === true) continue;
    chosen[index] = false;
    count--;
  }
  return chosen;
}

function addNeeded(properties: readonly Property[], chosen: boolean[]): void {
  if (properties.every(({ needs }) => needs.length === 0)) return;
  const indexes = new Map(properties.map(({ name }, index) => [name, index]));
  const waiting = properties.filter((_, index) => chosen[index]);
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const name of next.needs) {
      const index = indexes.get(name) ?? -1;
      if (chosen[index] !== false) continue;
      chosen[index] = true;
      waiting.push(properties[index] as Property);
    }
  }
}
